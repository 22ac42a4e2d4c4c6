"""Searching the catalogue, on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.catalogue.search import kinds_by_category, search_catalogue
from backoffice.institutions.models import Institution


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def search(opened):
    """Return a function that searches courses; it gives the whole page."""
    kind_id = opened.scalars(select(OutcomeKind.id).filter_by(code="course")).one()

    def make(page=1, size=10, **words):
        return search_catalogue(opened, kind_id=kind_id, page=page, size=size, **words)

    return make


@pytest.fixture
def odd(opened):
    """Add a course whose title holds what SQL reads as a sign; return its title."""
    kind_id = opened.scalars(select(OutcomeKind.id).filter_by(code="course")).one()
    owner = opened.scalars(select(Institution).filter_by(title="广东开放大学")).one()
    title = "100%_Java\\课程"
    opened.add(CatalogueOutcome(kind_id=kind_id, institution_id=owner.id, code="odd", title=title))
    opened.flush()
    return title


def test_all_words_must_match_each_its_column(search):
    """Programme, title and institution narrow together; a word of another column finds nothing."""
    found = search(programme="2019", title=" 公司 ", institution="开放")

    assert [(each.title, str(each.programme)) for each in found.items] == [("公司概况", "电子商务(2019春)(本)")]
    assert search(title="10771").total == 0
    assert search(institution="公司概况").total == 0
    assert search(programme="2018", title="公司概况").total == 0


@pytest.mark.parametrize("word", ["100%", "%_", "\\课", "_java", "0%_JAVA\\课"])
def test_a_sign_of_sql_is_a_letter_like_others(search, odd, word):
    """Percent, underscore and backslash find themselves alone, and case does not matter."""
    assert [each.title for each in search(title=word).items] == [odd]


def test_pages_follow_each_other_without_gap_or_repeat(search):
    """All pages together are the whole list in its order; a page beyond the end is the last one."""
    whole = search(size=1000)
    pages = [search(page=number, size=7) for number in range(1, search(size=7).pages + 1)]

    assert whole.total > 7
    assert [each.id for page in pages for each in page.items] == [each.id for each in whole.items]
    assert [each.id for each in search(page=10_000, size=7).items] == [each.id for each in pages[-1].items]
    assert search(page=-3, size=7).number == 1


def test_kinds_stand_under_their_categories(opened):
    """The four categories of the manual come in its order, each with its kinds."""
    found = kinds_by_category(opened)

    assert [(category.title, len(kinds)) for category, kinds in found] == [
        ("学历教育", 3),
        ("职业资格证书", 1),
        ("技师教育", 1),
        ("其他类_培训业绩等", 8),
    ]
