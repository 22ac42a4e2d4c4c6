"""Every step from every state by every role: the table alone decides, and a refusal leaves nothing."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.problems import Refused
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition import workflow as w
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.steps import step
from backoffice.recognition.workflow import RequestState
from tests.factories import make

ROLES = ("Learner", "InstitutionAdministrator", "CommitteeMember", "ManagementCenter", "ThirdPartyAssessor", "Admin")
S = RequestState
# What the contract says, written down a second time: from, step, role, to, whether remarks are needed.
ALLOWED = {
    (S.RETURNED, "correct", "Learner"): (S.APPLIED, False),
    (S.APPLIED, "withdraw", "Learner"): (S.WITHDRAWN, False),
    (S.RETURNED, "withdraw", "Learner"): (S.WITHDRAWN, False),
    (S.APPLIED, "check_originals", "InstitutionAdministrator"): (S.APPLIED, False),
    (S.APPLIED, "recognise", "ManagementCenter"): (S.RECOGNISED, False),
    (S.APPLIED, "return_for_correction", "ManagementCenter"): (S.RETURNED, True),
    (S.APPLIED, "refuse", "ManagementCenter"): (S.REFUSED, True),
    (S.APPLIED, "recognise_with_conversion", "CommitteeMember"): (S.RECOGNISED, False),
}
STEPS = sorted({name for _state, name, _role in ALLOWED} | {"apply", "publish"})


@pytest.mark.parametrize("state", RequestState, ids=str)
def test_every_step_of_every_role(session, now, state):
    """From one state, each step of each role goes where the contract says, or is refused and changes nothing."""
    for name in STEPS:
        for role in ROLES:
            for remarks in ("", "原因"):
                application = make(
                    session, "RecognitionApplication", state=state, outcome=make(session, "LearnerOutcome")
                )
                before = application.outcome.state
                target, needed = ALLOWED.get((state, name, role), (None, False))
                if target is None or (needed and not remarks):
                    with pytest.raises(Refused):
                        step(session, application, name, role=role, actor_id=1, now=now, remarks=remarks)

                    assert (application.state, application.outcome.state) == (state, before)
                    assert session.scalars(select(RecognitionRecord).filter_by(application=application)).all() == []
                else:
                    actor = application.learner.user_id
                    record = step(session, application, name, role=role, actor_id=actor, now=now, remarks=remarks)

                    assert (application.state, record.state, record.remarks) == (target, target, remarks)
                    assert application.outcome.state is w.OUTCOME_STATES[target]


def test_a_record_is_never_changed(filled, judged):
    """The database itself refuses to change or delete a record."""
    judged.request(judged.add_award())
    with Session(filled) as session:
        record = session.scalars(select(RecognitionRecord)).one()
        record.remarks = "改"
        with pytest.raises(Exception, match="append-only"):
            session.flush()
        session.rollback()
        session.delete(session.scalars(select(RecognitionRecord)).one())
        with pytest.raises(Exception, match="append-only"):
            session.flush()


def test_the_states_are_those_of_the_manual():
    """Every state word of the manual's recognition is one of the outcome's or of the application's."""
    words = {state.value for state in RequestState} | {state.value for state in w.OUTCOME_STATES.values()}

    assert {"未申请", "已申请认定", "退回补正", "已认定", "认定未通过", "已撤回"} == words
    assert LearnerOutcome.state.type.enums == ["未申请", "已申请认定", "退回补正", "名录成果", "已认定", "认定未通过"]
    assert RecognitionApplication.state.type.enums == ["已申请认定", "退回补正", "已认定", "认定未通过", "已撤回"]
