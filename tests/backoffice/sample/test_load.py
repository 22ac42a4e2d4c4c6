"""Loading and growing the sample, on both databases."""

from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.accounts.reference import Nation
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.catalogue.search import search_catalogue
from backoffice.institutions.models import Institution, Membership
from backoffice.kernel.entity import Entity
from backoffice.rulebook.models import RuleVersion
from backoffice.sample.grow import grow
from backoffice.sample.load import load


@pytest.fixture
def loaded(filled):
    """Open a session on a database into which the sample was loaded."""
    with Session(filled) as opened:
        yield opened


def rows_in(session):
    """Return every row of every table, by table."""
    return {
        table.name: sorted(tuple(map(repr, row)) for row in session.execute(select(table)))
        for table in Entity.metadata.sorted_tables
    }


def test_loading_a_second_time_changes_nothing(session, sealer, now):
    """The second load leaves every row as it was."""
    load(session, sealer=sealer, now=now)
    session.commit()
    first = rows_in(session)
    load(session, sealer=sealer, now=now)
    session.commit()

    assert rows_in(session) == first
    assert session.scalar(select(func.count()).select_from(OutcomeKind)) == 13
    assert session.scalar(select(func.count()).select_from(Nation)) == 56


def test_the_manuals_searches_find_what_it_shows(loaded):
    """2019 with 公司概况, and 老年教育课程, each find one entry."""
    kinds = {kind.code: kind.id for kind in loaded.scalars(select(OutcomeKind))}

    course = search_catalogue(loaded, kind_id=kinds["course"], programme="2019", title="公司概况", page=1, size=10)
    training = search_catalogue(loaded, kind_id=kinds["training"], title="老年教育课程", page=1, size=10)

    assert [(each.code, each.credits, str(each.programme)) for each in course.items] == [
        ("10771", Decimal("3.00"), "电子商务(2019春)(本)")
    ]
    assert [(each.institution.title, each.institution.code) for each in training.items] == [
        ("成果试点机构", "xfyh00001")
    ]


def test_one_demo_learner_is_a_member_and_the_other_is_not(loaded):
    """学习者甲 belongs to 广东老年大学, 学习者乙 to nothing."""
    members = select(Learner.full_name, Institution.title).join(Membership.learner).join(Membership.institution)

    assert [tuple(row) for row in loaded.execute(members)] == [("学习者甲", "广东老年大学")]


def test_nobody_publishes_the_rule_that_they_wrote(loaded):
    """Every version is published by a second person."""
    versions = loaded.scalars(select(RuleVersion)).all()

    assert versions
    assert all(each.publisher_id not in {None, each.author_id} for each in versions)


def test_a_grown_sample_has_the_manuals_figures(loaded, sealer, now):
    """9,519 courses and 2 to 337 rules per popular certificate, however often it is grown."""
    for _ in ("once", "twice"):
        grow(loaded, scale=Decimal(1), sealer=sealer, now=now)
        course = loaded.scalars(select(OutcomeKind.id).filter_by(code="course")).one()
        courses = select(func.count()).select_from(CatalogueOutcome).where(CatalogueOutcome.kind_id == course)
        codes = loaded.scalars(select(RuleVersion.title)).all()

        assert loaded.scalar(courses) == 9519
        assert sum(title.startswith("大学英语等级考试（CET）四级及以上证书转") for title in codes) == 337
        assert sum(title.startswith("老年教育课程认定转换") for title in codes) == 2
        assert loaded.scalar(select(func.count()).select_from(Learner)) == 202
