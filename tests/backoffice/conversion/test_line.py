"""The manual's worked example through the operations, on both databases."""

import json
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ConversionTarget, ReviewRecord
from backoffice.conversion.operations import withdraw
from backoffice.conversion.options import count_applicable, count_used
from backoffice.conversion.ranking import ranked, situation_of
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.clock import day_of
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.problems import Refused
from backoffice.ledger.models import CreditEntry
from backoffice.ledger.operations import balance
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.operations import find
from backoffice.recognition.workflow import MaterialCheck
from backoffice.rulebook.live import live_book
from backoffice.rulebook.models import Decision
from rules.replay import replay

SMS = (
    "【广东学银】您申请的老年教育课程学习成果转换老年大学机构老年教育课程（广东老年大学）学习成果已经审核通过，"
    "老年大学机构老年教育课程（广东老年大学）学习成果已自动添加到您个人账户下，可登录广东终身教育学分银行信息管理平台查看。"
)


def refused(call, *arguments, **named):
    """Return the codes that a call was refused with."""
    with pytest.raises(Refused) as told:
        call(*arguments, **named)
    return [problem.code for problem in told.value.problems]


def test_an_approval_brings_everything(line):
    """State, ledger, added outcome, message and proof stand after the final review."""
    line.pass_final(line.reviewed_once())

    with Session(line.engine) as session:
        application = session.scalars(select(ConversionApplication)).one()
        added = session.scalars(select(LearnerOutcome).filter_by(entry_channel="转换获得")).one()
        target = session.scalars(select(ConversionTarget)).one()
        assert application.state is ConversionState.CONVERTED
        assert [entry.credits for entry in session.scalars(select(CreditEntry))] == [Decimal("1.00")]
        assert balance(session, application.learner_id) == 1
        assert (added.title, added.institution_title, added.state, added.credits) == (
            "老年教育课程（广东老年大学）",
            "老年大学机构",
            "已认定",
            Decimal("1.00"),
        )
        assert target.added_outcome_id == added.id
        assert session.scalars(select(OutboxMessage.body)).all() == [SMS]
        assert application.proof is not None
        assert application.proof.number.startswith("XY-2020-")


def test_the_decision_replays_to_the_same_text(line):
    """Text and facts of the decision give its trace again, and the proof carries both."""
    line.pass_final(line.reviewed_once())

    with Session(line.engine) as session:
        decision = session.scalars(select(Decision)).one()
        proof = json.loads(session.scalars(select(ConversionProof.payload)).one())
        assert replay(decision.rule_version.text, json.loads(decision.facts)).decode() == decision.trace
        assert proof["decisions"][0]["facts"] == json.loads(decision.facts)
        assert proof["decisions"][0]["facts"]["learner"] == {
            "learner_id": "LA00000001",
            "memberships": ["广东老年大学"],
        }
        assert proof["decisions"][0]["rule_text"] == decision.rule_version.text


def test_a_proof_is_found_by_number_and_code_together(line):
    """Either alone finds nothing."""
    line.pass_final(line.reviewed_once())

    with Session(line.engine) as session:
        proof = session.scalars(select(ConversionProof)).one()
        assert find(session, number=proof.number, code=proof.check_code.lower().replace("-", " ")) is proof
        assert find(session, number=proof.number, code="0000-0000-0000-0000") is None
        assert find(session, number="XY-2020-0000009-9", code=proof.check_code) is None


def test_every_rule_says_whether_it_fits(line):
    """Both rules of 老年教育课程 are counted; the one that fits comes first, the other says why not."""
    outcome_id = line.add()

    with Session(line.engine) as session:
        learner, outcome = line.learner(session), session.get_one(LearnerOutcome, outcome_id)
        on = day_of(line.now)
        situation = situation_of(session, learner=learner, outcome=outcome, on=on)
        first, second = (each.explained() for each in ranked(session, situation, on=on))
        book = live_book(session, on)
        assert [(each.live.rule.code, each.open) for each in (first, second)] == [
            ("LN-GDLNDX", True),
            ("LN-SHXX", False),
        ]
        assert second.reasons()[0].sentence == "不适用于广东老年大学学员，您的学籍在其中"
        assert count_applicable(book, [outcome]) == {outcome_id: 2}
        assert count_used(session, [outcome_id]) == {}


def test_a_rule_that_does_not_fit_is_refused_with_its_reason(line):
    """The social learners' rule is not for a learner of the university."""
    outcome_id = line.add()

    assert refused(line.apply, outcome_id, title="老年教育课程认定转换") == ["rule_not_applicable"]


def test_a_used_rule_cannot_be_used_again_until_it_is_withdrawn(line):
    """The second application for the same outcome and rule is refused, a new one after withdrawal is not."""
    outcome_id = line.add()
    application_id = line.apply(outcome_id)

    assert refused(line.apply, outcome_id) == ["rule_already_used"]
    with line.writing() as session:
        learner = line.learner(session)
        withdraw(session, application_id, learner=learner, actor_id=learner.user_id, now=line.now)
        session.commit()
    assert line.apply(outcome_id) != application_id


def test_nobody_applies_with_another_learners_outcome(line):
    """It is as if the outcome did not exist."""
    outcome_id = line.add()

    assert refused(line.apply, outcome_id, username="learnerb") == ["outcome_unknown"]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"material_check": None}, ["material_check_missing"]),
        ({"material_check": MaterialCheck.DIFFERS}, ["material_check_missing"]),
        ({"step": "return_for_correction", "remarks": " "}, ["remarks_missing"]),
        ({"step": "refuse_first_review", "remarks": ""}, ["remarks_missing"]),
        ({"step": "pass_final_review"}, ["unknown_step"]),
        ({"username": "openadmin"}, ["not_your_case"]),
        ({"username": "committeea"}, ["not_your_case"]),
        ({"username": "learnera"}, ["not_your_case"]),
    ],
)
def test_a_first_review_that_may_not_be(line, changes, codes):
    """Each is refused and leaves the application as it was."""
    application_id = line.apply(line.add())

    assert refused(line.pass_first, application_id, **changes) == codes
    with Session(line.engine) as session:
        assert session.get_one(ConversionApplication, application_id).state is ConversionState.APPLIED
        assert len(session.scalars(select(ReviewRecord)).all()) == 1


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"step": "refuse_final_review", "remarks": ""}, ["remarks_missing"]),
        ({"username": "elderlyadmin"}, ["not_your_case"]),
        ({"step": "pass_first_review"}, ["unknown_step"]),
    ],
)
def test_a_final_review_that_may_not_be(line, changes, codes):
    """Each is refused and books nothing."""
    application_id = line.reviewed_once()

    assert refused(line.pass_final, application_id, **changes) == codes
    with Session(line.engine) as session:
        assert session.scalars(select(CreditEntry)).all() == []


def test_a_refusal_is_told_and_books_nothing(line):
    """The learner gets the reason, the ledger nothing."""
    line.pass_final(line.reviewed_once(), step="refuse_final_review", remarks="学时不足")

    with Session(line.engine) as session:
        assert session.scalars(select(CreditEntry)).all() == []
        assert "学时不足" in session.scalars(select(OutboxMessage.body)).one()
        assert session.scalars(select(ConversionApplication)).one().state is ConversionState.FINAL_REFUSED


def test_an_approved_application_cannot_be_approved_again(line):
    """The second click is told where the application stands."""
    application_id = line.reviewed_once()
    line.pass_final(application_id)

    assert refused(line.pass_final, application_id, username="committeeb") == ["unknown_step"]
