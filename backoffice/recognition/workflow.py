"""The states of a recognition and the steps between them."""

from enum import StrEnum

from backoffice.kernel.step import Transition
from backoffice.outcomes.models import RecognitionState


class RequestState(StrEnum):
    """Where an application stands; the values are the words on the screens."""

    APPLIED = "已申请认定"
    RETURNED = "退回补正"
    RECOGNISED = "已认定"
    REFUSED = "认定未通过"
    WITHDRAWN = "已撤回"


class AssessmentState(StrEnum):
    """Where the opinion that a third-party assessor (第三方评审机构) was asked for stands."""

    ASKED = "待评审"
    GIVEN = "已出具意见"
    TAKEN_BACK = "已收回"  # the case does not wait any more


class Conclusion(StrEnum):
    """What an assessor comes to; the opinion says why."""

    FOR = "建议通过"
    AGAINST = "建议不通过"
    UNDECIDED = "无法判断"


class MaterialCheck(StrEnum):
    """What the institution found when it held the evidence against the paper originals (材料审查)."""

    MATCHES = "与原件一致"
    DIFFERS = "与原件不一致"
    NOT_HANDED_IN = "未交原件"


LEARNER = "Learner"
INSTITUTION_ADMINISTRATOR = "InstitutionAdministrator"
MANAGEMENT_CENTER = "ManagementCenter"
COMMITTEE_MEMBER = "CommitteeMember"  # whose final review of a conversion by judgement recognises its source too

THIRD_PARTY_ASSESSOR = "ThirdPartyAssessor"

APPLY, CORRECT, WITHDRAW, CHECK = "apply", "correct", "withdraw", "check_originals"
RECOGNISE, RETURN, REFUSE = "recognise", "return_for_correction", "refuse"
WITH_CONVERSION = "recognise_with_conversion"
ASK_ASSESSOR, GIVE_OPINION = "ask_assessor", "give_opinion"

S = RequestState
TRANSITIONS = (
    Transition(CORRECT, S.RETURNED, S.APPLIED, LEARNER),
    Transition(WITHDRAW, S.APPLIED, S.WITHDRAWN, LEARNER),
    Transition(WITHDRAW, S.RETURNED, S.WITHDRAWN, LEARNER),
    Transition(CHECK, S.APPLIED, S.APPLIED, INSTITUTION_ADMINISTRATOR),
    Transition(RECOGNISE, S.APPLIED, S.RECOGNISED, MANAGEMENT_CENTER),
    Transition(RETURN, S.APPLIED, S.RETURNED, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(REFUSE, S.APPLIED, S.REFUSED, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(ASK_ASSESSOR, S.APPLIED, S.APPLIED, MANAGEMENT_CENTER),
    Transition(GIVE_OPINION, S.APPLIED, S.APPLIED, THIRD_PARTY_ASSESSOR),
    Transition(WITH_CONVERSION, S.APPLIED, S.RECOGNISED, COMMITTEE_MEMBER),
)

# Where the outcome stands once its application has reached a state.
OUTCOME_STATES = {
    S.APPLIED: RecognitionState.APPLIED,
    S.RETURNED: RecognitionState.RETURNED,
    S.RECOGNISED: RecognitionState.RECOGNISED,
    S.REFUSED: RecognitionState.REFUSED,
    S.WITHDRAWN: RecognitionState.NOT_APPLIED,
}
