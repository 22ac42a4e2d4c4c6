"""A conversion is revoked with everything that it brought, unless what it granted serves another; on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ConversionTarget
from backoffice.conversion.revocation import revoke
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.models import AuditEvent, OutboxMessage
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.ledger.operations import balance, consumed_outcomes, used_outcomes
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.states import ProofState
from backoffice.recognition.operations import Request
from backoffice.recognition.operations import apply as apply_for_recognition
from tests.factories import make
from tests.worked_example import HOUSE

S = ConversionState
REASON = "原件系伪造"


@pytest.fixture
def converted(line):
    """Return an application that was approved."""
    application_id = line.reviewed_once()
    line.pass_final(application_id)
    return application_id


@pytest.fixture
def take_back(line, codes):
    """Return a function that revokes, and gives the codes that it was refused with."""

    def call(application_id, remarks=REASON, username="centre"):
        with line.writing() as session:
            actor = line.user(session, username)
            told = codes(revoke, session, application_id, remarks, actor_id=actor, now=line.now, house=HOUSE)
            if not told:
                session.commit()
            return told

    return call


def test_everything_is_taken_back_and_told(line, visit, converted, take_back):
    """Credits are reversed, the added outcome is withdrawn, the proof void, the outcome free, the learner told."""
    assert take_back(converted) == []
    with Session(line.engine) as session:
        application = session.get_one(ConversionApplication, converted)
        learner_id = application.learner_id
        target = session.scalars(select(ConversionTarget)).one()
        entries = session.scalars(select(CreditEntry).order_by(CreditEntry.id)).all()
        source = session.scalars(select(LearnerOutcome.id).filter_by(entry_channel="自助添加")).one()
        proof = session.scalars(select(ConversionProof)).one()
        assert application.state is S.REVOKED
        assert [each.credits for each in entries] == [Decimal(1), Decimal(-1)]
        assert entries[1].reverses_id == entries[0].id
        assert balance(session, learner_id) == 0
        assert session.get_one(LearnerOutcome, target.added_outcome_id).standing == "已撤销"
        assert proof.state is ProofState.REVOKED
        assert session.scalars(select(OutcomeUse.released_at)).all() == [line.now]
        assert used_outcomes(session, [source]) == consumed_outcomes(session, [source]) == set()
        body = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
        assert f"已被撤销：{REASON}。" in body
        assert "revoke" in session.scalars(select(AuditEvent.action)).all()
        number, code = proof.number, proof.check_code
    page = visit("learnera").client.get(f"/my/conversions/{converted}").text
    assert "证明已撤销" in visit("learnerb").client.get(f"/verify?number={number}&code={code}").text
    assert f"意见：{REASON}" in page
    assert "已撤销" in visit("learnera").client.get("/my/").text


def test_the_outcome_can_be_converted_again(line, converted, take_back):
    """What was used up is free: the same rule converts it once more, with credits and a proof of its own."""
    take_back(converted)
    with Session(line.engine) as session:
        outcome_id = session.scalars(select(LearnerOutcome.id).filter_by(entry_channel="自助添加")).one()
    again = line.apply(outcome_id)
    line.pass_first(again)
    line.pass_final(again)

    with Session(line.engine) as session:
        assert balance(session, session.get_one(ConversionApplication, again).learner_id) == 1
        assert len(session.scalars(select(ConversionProof)).all()) == 2


@pytest.mark.parametrize("state", [S.APPLIED, S.CONVERTED])
def test_what_serves_another_application_is_not_taken_away(line, visit, converted, state):
    """The refusal names the outcome and the application, and nothing is changed."""
    with line.writing() as session:
        added = session.scalars(select(LearnerOutcome).filter_by(entry_channel="转换获得")).one()
        other = make(session, "ConversionApplication", learner=added.learner, state=state)
        make(session, "ConversionSource", application=other, outcome=added)
        number = other.number
        session.commit()
    answer = visit("centre").send(f"/review/cases/{converted}/revoke", {"remarks": REASON})

    sentence = (
        f"不能撤销：转换所得的“老年教育课程（广东老年大学）”已用于申请 {number}（{state.value}），请先处理那份申请。"
    )
    assert answer == (422, [sentence])
    with Session(line.engine) as session:
        assert session.get_one(ConversionApplication, converted).state is S.CONVERTED
        assert len(session.scalars(select(CreditEntry)).all()) == 1


def test_an_ended_application_does_not_hold_it(line, converted, take_back):
    """What was refused or withdrawn uses nothing."""
    with line.writing() as session:
        added = session.scalars(select(LearnerOutcome).filter_by(entry_channel="转换获得")).one()
        other = make(session, "ConversionApplication", learner=added.learner, state=S.WITHDRAWN)
        make(session, "ConversionSource", application=other, outcome=added)
        session.commit()

    assert take_back(converted) == []


def test_revoking_needs_a_reason_a_decision_and_somebody_else(visit, converted, take_back):
    """Without remarks, twice, one's own, or before a decision: each is refused; the page offers it once alone."""
    centre = visit("centre").client
    assert "撤销转换" in centre.get(f"/review/cases/{converted}").text
    assert take_back(converted, " ") == ["remarks_missing"]
    assert take_back(converted, username="learnera") == ["own_case"]
    assert take_back(converted) == []
    assert take_back(converted) == ["unknown_step"]
    assert "撤销转换" not in centre.get(f"/review/cases/{converted}").text


def test_a_withdrawn_outcome_cannot_be_recognised(line, converted, take_back, codes):
    """It came from a conversion that does not hold, and says so."""
    take_back(converted)
    with line.writing() as session:
        added = session.scalars(select(LearnerOutcome).filter_by(entry_channel="转换获得")).one()
        learner = line.learner(session)
        told = codes(
            apply_for_recognition,
            session,
            Request(added.id, 1),
            learner=learner,
            actor_id=learner.user_id,
            now=line.now,
        )

    assert told == ["outcome_of_revoked"]
