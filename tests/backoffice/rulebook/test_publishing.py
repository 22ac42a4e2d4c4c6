"""Publishing rules, and which of them are in force on a day, on both databases."""

from datetime import date

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent
from backoffice.kernel.problems import Refused
from backoffice.kernel.wording import message
from backoffice.rulebook.live import limits_in_force, live_book, live_rule
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.rulebook.operations import publish_rule
from rules.facts import Outcome

TEXT = """规则 FB-1 “发布试验”
  来源 培训类 “发布课程” @“成果试点机构”
  目标 课程 “老年教育课程” @“老年大学机构” 1 学分
  比例 100%
"""
HELD = Outcome(outcome_id="1", kind="培训类", title="发布课程", institution="成果试点机构")
TODAY = date(2020, 11, 15)


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def people(opened):
    """Return the ids of who writes and who publishes."""
    names = ("centre", "centrepublisher")
    return [opened.scalars(select(User.id).filter_by(username=name)).one() for name in names]


@pytest.fixture
def publish(opened, people, now):
    """Return a function that publishes a text with some lines more."""

    def make(*lines, text=TEXT):
        whole = text + "".join(f"  {line}\n" for line in lines)
        version = publish_rule(opened, text=whole, author_id=people[0], publisher_id=people[1], now=now)
        opened.commit()
        return version

    return make


def in_force(session, day):
    """Return the numbers of the versions of our rule that are in force on a day."""
    found = [session.get_one(RuleVersion, live.version_id) for live in live_book(session, day).applicable(HELD)]
    return [version.number for version in found]


def test_a_published_version_is_in_force(opened, publish, people, now):
    """It keeps its text, title, author and publisher, and the trail knows it."""
    version = publish("说明 “只为试验”")

    assert in_force(opened, TODAY) == [1]
    assert (version.title, version.note, version.state) == ("发布试验", "只为试验", VersionState.PUBLISHED)
    assert [version.author_id, version.publisher_id, version.published_at] == [*people, now]
    assert opened.scalars(select(AuditEvent.entity_id).filter_by(action="publish_rule")).all() == [version.id]


def test_a_new_version_goes_live_alone(opened, publish):
    """The old one is retired the moment the new one is there, and can still be read."""
    first = publish()
    assert in_force(opened, TODAY) == [1]
    second = publish("优先 5")

    assert in_force(opened, TODAY) == [2]
    assert (first.state, second.state) == (VersionState.RETIRED, VersionState.PUBLISHED)
    assert live_rule(opened, first.id).text == TEXT
    assert live_rule(opened, 999_999) is None


def test_a_version_is_in_force_from_its_first_day_to_its_last(opened, publish):
    """Both ends belong to it."""
    publish("生效 2020-09-01 至 2021-08-31")
    days = ["2020-08-31", "2020-09-01", "2021-08-31", "2021-09-01"]

    assert [in_force(opened, date.fromisoformat(day)) for day in days] == [[], [1], [1], []]


def test_a_version_of_the_future_leaves_the_old_one_until_then(opened, publish):
    """No day is without a rule, and none has two."""
    first = publish()
    publish("生效 2021-01-01")
    days = ["2020-11-15", "2020-12-31", "2021-01-01", "2030-01-01"]

    assert [in_force(opened, date.fromisoformat(day)) for day in days] == [[1], [1], [2], [2]]
    assert first.effective_until == date(2020, 12, 31)

    publish("生效 2020-12-01")
    assert [in_force(opened, date.fromisoformat(day)) for day in days] == [[1], [3], [3], [3]]

    publish()
    assert [in_force(opened, date.fromisoformat(day)) for day in days] == [[4]] * 4


def test_an_end_that_is_earlier_stays(opened, publish):
    """A rule that ends before the new one starts is not prolonged."""
    publish("生效 2020-01-01 至 2020-11-30")
    publish("生效 2021-01-01")
    days = ["2020-11-30", "2020-12-01", "2021-01-01"]

    assert [in_force(opened, date.fromisoformat(day)) for day in days] == [[1], [], [2]]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("规则 FB-1 “无来源”\n  比例 100\n", "rule_text"),
        ("", "one_rule_per_version"),
        (TEXT + TEXT.replace("FB-1", "FB-2"), "one_rule_per_version"),
        (TEXT + "  版本 7\n", "version_taken"),
    ],
    ids=["syntax", "none", "two", "version"],
)
def test_a_text_that_is_not_published(opened, publish, text, code):
    """The reason is told, and the version in force stays."""
    publish("版本 7")

    with pytest.raises(Refused) as caught:
        publish(text=text)
    opened.rollback()

    assert caught.value.problems[0].code == code
    assert message(caught.value.problems[0])
    assert in_force(opened, TODAY) == [7]


def test_nobody_publishes_what_they_wrote(opened, people, now):
    """The operation refuses it, and so does the database."""
    with pytest.raises(Refused) as caught:
        publish_rule(opened, text=TEXT, author_id=people[0], publisher_id=people[0], now=now)
    version = publish_rule(opened, text=TEXT, author_id=people[0], publisher_id=people[1], now=now)
    version.publisher_id = people[0]

    assert [problem.code for problem in caught.value.problems] == ["same_person_publishes"]
    with pytest.raises(IntegrityError):
        opened.flush()


def test_a_policy_is_published_alone(publish, opened):
    """A text with one policy is a version of its own, in force on its days, and no rule starts from it."""
    version = publish(text="政策 FB-Z “总量”\n  范围 学习者\n  上限 3 学分\n  生效 2020-01-01\n")

    assert (version.title, version.effective_from) == ("总量", date(2020, 1, 1))
    assert [limit.code for limit in limits_in_force(opened, TODAY)] == ["FB-Z"]
    assert limits_in_force(opened, date(2019, 12, 31)) == ()
    assert live_rule(opened, version.id) is None
    assert live_book(opened, TODAY).applicable(HELD) == ()


def test_a_rule_and_a_policy_do_not_share_a_name(publish):
    """Neither would replace the other."""
    publish()
    with pytest.raises(Refused) as caught:
        publish(text="政策 FB-1 范围 学习者 上限 3 学分")

    assert [problem.code for problem in caught.value.problems] == ["name_of_another"]


def test_a_policy_names_only_sets_of_its_own_text(publish):
    """A set that the text does not declare is a problem, for it would bind nobody."""
    with pytest.raises(Refused) as caught:
        publish(text="政策 FB-J 范围 学习者 涉及 集合 NONE 最优 1")

    assert [problem.code for problem in caught.value.problems] == ["rule_text"]


def test_a_policy_names_published_rules(publish, opened):
    """A policy on a rule that nobody has published would bind nothing."""
    publish()
    publish(text="政策 FB-L 范围 学习者 涉及 规则 FB-1 最多 1 次")
    with pytest.raises(Refused) as caught:
        publish(text="政策 FB-M 范围 学习者 涉及 规则 FB-9 最多 1 次")

    assert [problem.code for problem in caught.value.problems] == ["policy_names_no_rule"]
    assert [limit.code for limit in limits_in_force(opened, TODAY)] == ["FB-L"]
