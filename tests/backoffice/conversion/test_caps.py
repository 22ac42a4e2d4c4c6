"""The caps of a rule, held against the ledger at the approval, on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Programme
from backoffice.kernel.problems import Refused
from backoffice.kernel.wording import message
from backoffice.ledger.operations import balance
from backoffice.rulebook.operations import publish_rule

RULE = """规则 SX-1 “上限试验”
  来源 培训类 “老年教育课程” @“成果试点机构”
  目标 课程 “老年教育课程” @“老年大学机构” 1 学分
  比例 100%
  {cap}
"""


@pytest.fixture
def publish(line):
    """Return a function that publishes the rule with a cap."""

    def make(cap):
        with line.writing() as session:
            author, publisher = line.user(session, "centre"), line.user(session, "centrepublisher")
            text = RULE.format(cap=cap)
            publish_rule(session, text=text, author_id=author, publisher_id=publisher, now=line.now)
            session.commit()

    return make


@pytest.fixture
def convert(line):
    """Return a function that converts one outcome; it gives the sentences of a refusal at the approval."""

    def make(number, username="learnera", title="上限试验"):
        application_id = line.apply(line.add(username, number), username, title)
        line.pass_first(application_id)
        try:
            line.pass_final(application_id)
        except Refused as refused:
            return [message(problem) for problem in refused.problems]
        return []

    return make


@pytest.fixture
def programme(line):
    """Return a function that puts the target into a programme with a total of credits."""

    def make(total):
        with line.writing() as session:
            target = session.scalars(
                select(CatalogueOutcome).where(
                    CatalogueOutcome.title == "老年教育课程", CatalogueOutcome.institution.has(title="老年大学机构")
                )
            ).one()
            added = Programme(institution_id=target.institution_id, title="老年教育专业", total_credits=total)
            session.add(added)
            session.flush()
            target.programme_id = added.id
            session.commit()

    return make


def full(limit):
    """Return the sentence of a cap that has no room left."""
    return [f"通过后将超过规则规定的上限（{limit} 学分），不能通过。"]


def test_a_cap_holds_for_each_learner(line, publish, convert):
    """Two credits have room for two conversions of one learner, and another's do not count."""
    publish("上限 2 学分 每 学习者")

    assert [convert(number) for number in ("1", "2", "3")] == [[], [], full(2)]
    assert convert("4", username="learnerb") == []
    with Session(line.engine) as session:
        assert balance(session, line.learner(session).id) == 2


def test_what_a_cap_refuses_stays_where_it_was(line, publish, convert):
    """The application waits for the committee still, which may refuse it."""
    publish("上限 0.5 学分 每 学习者")

    assert convert("1") == full("0.5")
    with Session(line.engine) as session:
        application = session.scalars(select(ConversionApplication)).one()
        assert application.state is ConversionState.FIRST_PASSED
    line.pass_final(application.id, step="refuse_final_review", remarks="已达上限")


def test_a_cap_holds_for_each_outcome(publish, convert):
    """One credit per outcome has room for one conversion of every outcome."""
    publish("上限 1 学分 每 成果")

    assert [convert(number) for number in ("1", "2")] == [[], []]


def test_a_cap_reaches_over_the_versions_of_a_rule(publish, convert):
    """What an older version granted counts."""
    publish("上限 5 学分 每 学习者")
    assert convert("1") == []
    publish("上限 1 学分 每 学习者")

    assert convert("2") == full(1)


def test_other_rules_do_not_count(publish, convert):
    """A cap is its rule's own."""
    publish("上限 1 学分 每 学习者")

    assert convert("1", title="老年教育课程认定转换（广东老年大学）") == []
    assert convert("2") == []


@pytest.mark.parametrize("case", [("2.00", 1), ("4.00", 2), ("3.99", 1)], ids=str)
def test_a_share_of_the_programme(publish, convert, programme, case):
    """Half of the programme's total is the cap, to the hundredth."""
    total, room = case
    programme(Decimal(total))
    publish("上限 50% 专业总学分")
    answers = [convert(str(number)) for number in range(room + 1)]

    assert answers[:-1] == [[]] * room
    assert answers[-1][0].startswith("通过后将超过规则规定的上限（")


@pytest.mark.parametrize("known", [True, False], ids=["no total", "no programme"])
def test_a_share_of_what_is_not_on_record(publish, convert, programme, known):
    """Nothing is approved by guess."""
    if known:
        programme(None)
    publish("上限 50% 专业总学分")

    assert convert("1") == ["规则的上限按专业总学分计算，该专业尚未登记总学分，请联系管理中心。"]
