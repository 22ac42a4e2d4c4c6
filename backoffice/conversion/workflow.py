"""The states of a conversion and the steps between them."""

from enum import StrEnum

from backoffice.kernel.step import Transition


class ConversionState(StrEnum):
    """Where an application stands; the values are the words on the screens."""

    APPLIED = "已申请"
    FIRST_PASSED = "初审通过"
    RETURNED = "退回补正"
    FIRST_REFUSED = "初审不通过"
    CONVERTED = "已转换"
    FINAL_REFUSED = "终审不通过"
    WITHDRAWN = "已撤回"
    REVOKED = "已撤销"


LEARNER = "Learner"
INSTITUTION_ADMINISTRATOR = "InstitutionAdministrator"
COMMITTEE_MEMBER = "CommitteeMember"
MANAGEMENT_CENTER = "ManagementCenter"
THIRD_PARTY_ASSESSOR = "ThirdPartyAssessor"

APPEAL, REVOKE = "appeal", "revoke"
CHECK_MATERIALS = "check_materials"
ASK_ASSESSOR, GIVE_OPINION = "ask_assessor", "give_opinion"
STOP_RULE = "stop_rule"  # the rule was stopped at once: no case goes on by it
FIRST_STEPS = ("pass_first_review", "return_for_correction", "refuse_first_review")
FINAL_STEPS = ("pass_final_review", "refuse_final_review")
ASIDE = (CHECK_MATERIALS, ASK_ASSESSOR, GIVE_OPINION)  # they leave the state, and the review's deadline, as they are

S = ConversionState
TRANSITIONS = (
    Transition("correct", S.RETURNED, S.APPLIED, LEARNER),
    Transition("withdraw", S.APPLIED, S.WITHDRAWN, LEARNER),
    Transition("withdraw", S.RETURNED, S.WITHDRAWN, LEARNER),
    Transition(CHECK_MATERIALS, S.APPLIED, S.APPLIED, INSTITUTION_ADMINISTRATOR),
    Transition("pass_first_review", S.APPLIED, S.FIRST_PASSED, INSTITUTION_ADMINISTRATOR),
    Transition("return_for_correction", S.APPLIED, S.RETURNED, INSTITUTION_ADMINISTRATOR, needs_remarks=True),
    Transition("refuse_first_review", S.APPLIED, S.FIRST_REFUSED, INSTITUTION_ADMINISTRATOR, needs_remarks=True),
    Transition(ASK_ASSESSOR, S.FIRST_PASSED, S.FIRST_PASSED, INSTITUTION_ADMINISTRATOR),
    Transition(ASK_ASSESSOR, S.FIRST_PASSED, S.FIRST_PASSED, MANAGEMENT_CENTER),
    Transition(GIVE_OPINION, S.FIRST_PASSED, S.FIRST_PASSED, THIRD_PARTY_ASSESSOR),
    Transition("pass_final_review", S.FIRST_PASSED, S.CONVERTED, COMMITTEE_MEMBER),
    Transition("refuse_final_review", S.FIRST_PASSED, S.FINAL_REFUSED, COMMITTEE_MEMBER, needs_remarks=True),
    Transition(APPEAL, S.FIRST_REFUSED, S.APPLIED, LEARNER, needs_remarks=True),
    Transition(APPEAL, S.FINAL_REFUSED, S.FIRST_PASSED, LEARNER, needs_remarks=True),
    Transition(REVOKE, S.CONVERTED, S.REVOKED, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(STOP_RULE, S.APPLIED, S.RETURNED, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(STOP_RULE, S.FIRST_PASSED, S.RETURNED, MANAGEMENT_CENTER, needs_remarks=True),
)
