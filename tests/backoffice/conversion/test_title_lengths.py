"""Whatever title the catalogue, outcomes and rules accept, a paper takes: nothing is refused only when it is issued."""

import pytest

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.transcript_content import title_of
from backoffice.institutions.models import Committee, Institution, Programme
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import RuleVersion
from reports.printable import LONGEST_TEXT, LONGEST_TITLE

TITLES = [
    *(each.title for each in (LearnerOutcome, OutcomeKind, Institution, Committee, Programme, RuleVersion)),
    LearnerOutcome.institution_title,
]


@pytest.mark.parametrize("column", TITLES, ids=str)
def test_a_paper_takes_the_longest_title(column):
    """What the database holds is no longer than what is printed."""
    assert column.type.length <= LONGEST_TEXT


def test_a_target_has_room_for_its_mark():
    """A star stands behind the title on the paper, of the longest title too."""
    assert CatalogueOutcome.title.type.length + CatalogueOutcome.mark.type.length <= LONGEST_TITLE


def test_the_sources_of_an_entry_fit_its_line():
    """Of too many sources the first is told, shortened where it is as long as a title may be."""
    long, short = LearnerOutcome(title="甲" * LONGEST_TEXT), LearnerOutcome(title="乙")

    assert title_of([short, short]) == "乙、乙"
    assert title_of([long]) == long.title
    assert title_of([long, short]) == "甲" * (LONGEST_TEXT - 1) + "…"
