"""Style sheets are read with less than the library brings for all of HTML, and print the same."""

import pytest
from weasyprint import HTML
from weasyprint.text.ffi import ffi

from reports.look_colours import colours_of
from reports.press import Paper
from reports.render import render_proof
from reports.render_institution_summary import render_institution_summary
from reports.render_review_sheet import render_review_sheet
from reports.render_rule_book import render_rule_book
from reports.render_transcript import render_transcript
from reports.style_sheets import settled, sheet
from tests.reports.test_books_and_sheets import BOOK, SHEET
from tests.reports.test_statistics import summary
from tests.reports.transcripts import a_transcript


@pytest.fixture
def papers(a_content, paper):
    """Return what prints each paper."""
    return {
        "proof": lambda: render_proof(a_content(lines=2), **paper),
        "proof-of-one": lambda: render_proof(a_content(), **paper),
        "transcript": lambda: render_transcript(a_transcript(), **paper),
        "rule-book": lambda: render_rule_book(BOOK),
        "review-sheet": lambda: render_review_sheet(SHEET),
        "summary": lambda: render_institution_summary(summary()),
    }


@pytest.mark.parametrize("name", ["proof", "proof-of-one", "transcript", "rule-book", "review-sheet", "summary"])
def test_our_elements_are_those_of_the_library(papers, monkeypatch, name):
    """A paper has the same bytes by the library's sheet for all of HTML as by ours for the elements in use."""
    ours = papers[name]()
    asked = []

    def of_the_library(page, *words):
        asked.append(page)
        return HTML._ua_stylesheets(page, *words)  # noqa: SLF001

    monkeypatch.setattr(Paper, "_ua_stylesheets", of_the_library)

    assert papers[name]() == ours
    assert asked


def test_names_are_replaced_by_what_they_stand_for():
    """A name may stand for another, and a look's colour goes before the sheet's own."""
    text = "html { --ink: #111111; --line: var(--ink); } p { color: var(--line); border-color: var(--pale-line); }"

    assert settled(text, {"pale_line": "#eeeeee"}).endswith("p { color: #111111; border-color: #eeeeee; }")
    assert settled(text, {"pale_line": "#eeeeee", "ink": "#222222"}).endswith(
        "p { color: #222222; border-color: #eeeeee; }"
    )
    with pytest.raises(KeyError, match="pale-line"):
        settled(text, {})


def test_a_sheet_is_read_once_for_a_look():
    """The same sheets in the same colours are the same object; other colours make another."""
    names, standard = ("conversion_proof.css", "transcript.css"), colours_of({})
    green = standard | {"primary": "#005500"}

    assert sheet(names, tuple(standard.items())) is sheet(names, tuple(standard.items()))
    assert sheet(names, tuple(green.items())) is not sheet(names, tuple(standard.items()))


def test_no_length_of_an_array_is_learned(a_content, paper):
    """Papers with other letters leave nothing behind in the interface to C."""
    render_proof(a_content(), **paper)
    before = set(ffi._parsed_types)  # noqa: SLF001
    render_proof(a_content(learner_name="欧阳鑫淼", platform="另一个学分银行平台"), **paper)

    assert set(ffi._parsed_types) == before  # noqa: SLF001
