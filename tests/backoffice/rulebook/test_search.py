"""Searching the rules in force, and what leads to a course, on both databases."""

from datetime import date
from importlib import import_module

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.rulebook.models import RuleEntry, RuleTarget
from backoffice.rulebook.operations import publish_rule
from backoffice.rulebook.search import Sought, rules_leading_to, search_rules, versions_of

TODAY = date(2020, 11, 15)
MIGRATION = import_module("backoffice.migrations.versions.0007_rules_to_search_standards_notices_and_answers")
ELDERLY = ["老年教育课程认定转换", "老年教育课程认定转换（广东老年大学）"]
TEXT = """规则 FX-1 “按编号的试验”
  来源 培训类 “试验课程” @“成果试点机构”
  目标 课程 “随便的名称” 编号 “{code}” @“老年大学机构” 1 学分
"""


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


def found(session, *, on=TODAY, **asked):
    """Return the names of the rules that a search finds."""
    page = search_rules(session, Sought(**asked), on=on, page=1, size=100)
    return sorted(each.rule_version.title for each in page.items)


@pytest.mark.parametrize(
    "asked",
    [
        {"words": "老年教育课程认定"},
        {"words": "成果试点机构 老年大学"},
        {"words": "LN-"},
        {"words": "课程认定转换"},
        {"source": "老年教育"},
        {"target": "老年教育"},
        {"institution": "老年大学机构"},
        {"words": "老年", "source": "培训类", "target": "1 学分", "institution": "试点"},
    ],
    ids=str,
)
def test_a_rule_is_found_by_each_of_its_words(opened, asked):
    """Name, description, code, source, target and institution find a rule; all boxes must be met."""
    assert found(opened, **asked) == ELDERLY


@pytest.mark.parametrize("asked", [{"words": "广东老年大学学员"}, {"words": "仅适用于"}])
def test_a_description_finds_its_rule(opened, asked):
    """What stands in the description (规则描述) alone is searched as well."""
    assert found(opened, **asked) == [ELDERLY[1]]


@pytest.mark.parametrize("words", ["没有这样的规则", "%", "_", "\\", "老年 密码学", "'", "😀"])
def test_what_no_rule_says_finds_nothing(opened, words):
    """Signs that a database could take for something else are plain letters."""
    assert found(opened, words=words) == []


def test_width_and_case_do_not_count(opened):
    """Whoever types full-width or small letters finds the same."""
    assert found(opened, words="ｐｅｔｓ") == found(opened, words="PETS") != []


def test_without_words_every_rule_in_force_is_listed(opened):
    """Each rule once, and only those in force on the day."""
    every = search_rules(opened, Sought(), on=TODAY, page=1, size=10)
    before = search_rules(opened, Sought(words="MMX-2018Q"), on=date(2018, 8, 31), page=1, size=10)

    assert every.total == opened.query(RuleEntry).count() == 77
    assert len(every.items) == 10
    assert before.total == 0


def test_a_new_version_replaces_the_old_one_in_the_search(opened, now):
    """Once a version is superseded, only the newer one is found; both can be read."""
    people = [opened.scalars(select(User.id).filter_by(username=each)).one() for each in ("centre", "centrepublisher")]
    for lines in ("", "  说明 “第二版的说明”\n"):
        text = TEXT.format(code="FX") + lines
        publish_rule(opened, text=text, author_id=people[0], publisher_id=people[1], now=now)

    assert found(opened, words="FX-1") == found(opened, words="第二版的说明") == ["按编号的试验"]
    assert [each.number for each in versions_of(opened, "FX-1")] == [2, 1]


def target(session, title, institution):
    """Return an entry of the catalogue."""
    query = select(CatalogueOutcome).join(CatalogueOutcome.institution)
    return session.scalars(query.where(CatalogueOutcome.title == title, Institution.title == institution)).one()


def leading(session, entry):
    """Return the names of the rules that lead to an entry."""
    page = rules_leading_to(session, entry, on=TODAY, page=1, size=100)
    return sorted(each.rule_version.title for each in page.items)


def test_the_rules_that_lead_to_a_course_are_found(opened):
    """Only the rules whose target names this course of this institution."""
    one = target(opened, "老年教育课程（广东老年大学）", "老年大学机构")

    assert leading(opened, one) == [ELDERLY[1]]


def test_a_code_identifies_and_its_title_does_not(opened, now):
    """A target with a code is the entry of that code, whatever the rule calls it."""
    entry = target(opened, "老年教育课程", "老年大学机构")
    people = [opened.scalars(select(User.id).filter_by(username=each)).one() for each in ("centre", "centrepublisher")]
    text = TEXT.format(code=entry.code).replace("随便的名称", "老年教育课程（广东老年大学）")
    publish_rule(opened, text=text, author_id=people[0], publisher_id=people[1], now=now)

    assert leading(opened, entry) == ["按编号的试验", ELDERLY[0]]
    assert leading(opened, target(opened, "老年教育课程（广东老年大学）", "老年大学机构")) == [ELDERLY[1]]


def test_another_kind_of_the_same_name_is_not_meant(opened):
    """A training of the same title is no course."""
    entry = target(opened, "老年教育课程（广东老年大学）", "老年大学机构")
    entry.kind = opened.scalars(select(OutcomeKind).filter_by(code="training")).one()
    opened.flush()

    assert leading(opened, entry) == []


def contents(engine):
    """Return what the search reads, without keys of its own."""
    with engine.connect() as connection:
        return [
            sorted(tuple(row)[1:] for row in connection.execute(select(each.__table__)))
            for each in (RuleEntry, RuleTarget)
        ]


def test_the_migration_enters_rules_that_were_published_before(filled):
    """Taking the step back and again on a full house makes the same entries."""
    before = contents(filled)
    schema.downgrade(filled, MIGRATION.down_revision)
    schema.upgrade(filled)

    assert contents(filled) == before
    assert len(before[0]) == 77
