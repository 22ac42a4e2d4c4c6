"""Two people who act at the same moment: the bank does each thing once."""

import threading
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.problems import Refused
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.ledger.operations import balance
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.rulebook.models import ConversionRule, RuleVersion, VersionState
from backoffice.rulebook.operations import publish_rule
from tests.effort import FULL

ROUNDS = 20 if FULL else 10
REFUSAL = {"username": "committeeb", "step": "refuse_final_review", "remarks": "学时不足"}
PATIENCE = 60  # seconds
RULE = """规则 {code} “{title}”
  来源 培训类 “老年教育课程” @“成果试点机构”
  目标 课程 “{target}” @“老年大学机构” 1 学分
  比例 100%
  {clause}
"""


def at_once(*calls):
    """Make every call in a thread of its own at the same moment; return the codes that each was refused with."""
    barrier = threading.Barrier(len(calls))
    told = [["no answer"]] * len(calls)

    def make(place, call):
        barrier.wait(PATIENCE)
        try:
            call()
        except Refused as refused:
            told[place] = [problem.code for problem in refused.problems]
        else:
            told[place] = []

    threads = [threading.Thread(target=make, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    return told


@pytest.fixture
def publish(line):
    """Return a function that publishes a small rule with one clause more; it returns the rule's title."""

    def make(code, clause, target="老年教育课程"):
        title = f"并发{code}"
        with line.writing() as session:
            author, publisher = line.user(session, "centre"), line.user(session, "centrepublisher")
            text = RULE.format(code=code, title=title, target=target, clause=clause)
            publish_rule(session, text=text, author_id=author, publisher_id=publisher, now=line.now)
            session.commit()
        return title

    return make


@pytest.fixture
def reviewed(line):
    """Return a function that brings an outcome, by a rule, to where the committee decides."""

    def make(outcome_id, title):
        application_id = line.apply(outcome_id, title=title)
        line.pass_first(application_id)
        return application_id

    return make


def both(line, first, second):
    """Let two members of the committee approve at once; return what each was told."""
    return at_once(lambda: line.pass_final(first), lambda: line.pass_final(second, username="committeeb"))


def counted(session, table):
    """Return how many rows a table has."""
    return session.scalar(select(func.count()).select_from(table))


def test_two_members_approve_the_same_application(line):
    """One succeeds, the other is told that it is done; credits, message, proof and outcome come once."""
    told = []
    for number in range(ROUNDS):
        application_id = line.apply(line.add(number=f"LNJY{number:05d}"))
        line.pass_first(application_id)
        told.append(sorted(both(line, application_id, application_id)))

    with Session(line.engine) as session:
        assert told == [[[], ["unknown_step"]]] * ROUNDS
        assert balance(session, line.learner(session).id) == ROUNDS
        assert [counted(session, each) for each in (CreditEntry, OutboxMessage, ConversionProof)] == [ROUNDS] * 3
        assert counted(session, LearnerOutcome) == 2 * ROUNDS


def test_one_approves_while_the_other_refuses(line):
    """Exactly one of the two decisions stands, and the ledger follows it."""
    for number in range(ROUNDS):
        application_id = line.apply(line.add(number=f"LNJY{number:05d}"))
        line.pass_first(application_id)
        told = at_once(
            lambda case=application_id: line.pass_final(case),
            lambda case=application_id: line.pass_final(case, **REFUSAL),
        )

        assert sorted(told) == [[], ["unknown_step"]]
    with Session(line.engine) as session:
        states = session.scalars(select(ConversionApplication.state)).all()
        assert balance(session, line.learner(session).id) == states.count(ConversionState.CONVERTED)


@pytest.mark.parametrize("cap", ["上限 1 学分 每 学习者", "上限 1.5 学分 每 学习者"])
def test_two_applications_never_exceed_the_cap(line, publish, reviewed, cap):
    """Of two applications of one learner that a cap has room for one of, one is approved."""
    outcomes, told = [line.add(number=f"LNJY{number:05d}") for number in range(2)], []
    for number in range(ROUNDS):
        title = publish(f"BF-SX{number}", cap)
        told.append(sorted(both(line, *[reviewed(each, title) for each in outcomes])))

    assert told == [[[], ["cap_exceeded"]]] * ROUNDS
    with Session(line.engine) as session:
        assert balance(session, line.learner(session).id) == Decimal(ROUNDS)


def test_a_consumed_outcome_serves_one_of_two_applications(line, publish, reviewed):
    """Of two applications that would use up the same outcome, one is approved."""
    titles = [publish("BF-XH1", "消耗"), publish("BF-XH2", "消耗", "老年教育课程（广东老年大学）")]
    for number in range(ROUNDS):
        outcome_id = line.add(number=f"LNJY{number:05d}")
        first, second = (reviewed(outcome_id, title) for title in titles)

        assert sorted(both(line, first, second)) == [[], ["outcome_consumed"]]
    with Session(line.engine) as session:
        assert counted(session, OutcomeUse) == ROUNDS
        assert balance(session, line.learner(session).id) == ROUNDS


def test_two_clicks_hand_in_one_application(line):
    """The same outcome and rule, applied for twice at once, make one application."""
    for number in range(ROUNDS):
        outcome_id = line.add(number=f"LNJY{number:05d}")

        assert sorted(at_once(*[lambda each=outcome_id: line.apply(each)] * 2)) == [[], ["rule_already_used"]]
    with Session(line.engine) as session:
        assert counted(session, ConversionApplication) == ROUNDS


def test_two_clicks_add_one_outcome(line):
    """The same certificate, added twice at once, comes into the account once."""
    for number in range(ROUNDS):
        call = lambda each=f"LNJY{number:05d}": line.add(number=each)  # noqa: E731 - one call, made twice

        assert sorted(at_once(call, call)) == [[], ["duplicate_outcome"]]
    with Session(line.engine) as session:
        assert counted(session, LearnerOutcome) == ROUNDS


def test_two_versions_published_at_once(line, publish):
    """Of two texts of one rule that are published at once, one stays in force."""
    publish("BF-BB", "版本 1")
    told = at_once(*[lambda number=number: publish("BF-BB", f"版本 {number}") for number in (2, 3)])

    with line.writing() as session:
        live = live_versions(session, "BF-BB")
        assert told == [[], []]
        assert len(live) == 1


def test_a_new_rule_published_twice_at_once(line, publish):
    """The same new text is published once; the other person is told that the version exists."""
    told = at_once(*[lambda: publish("BF-XG", "版本 1")] * 2)

    with line.writing() as session:
        assert sorted(told) == [[], ["version_taken"]]
        assert len(live_versions(session, "BF-XG")) == 1


def live_versions(session, code):
    """Return the numbers of a rule's versions that are in force."""
    query = select(RuleVersion.number).join(RuleVersion.rule).where(ConversionRule.code == code)
    return session.scalars(query.where(RuleVersion.state == VersionState.PUBLISHED)).all()
