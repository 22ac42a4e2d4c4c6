"""What imported rules say of learners: the boundaries that the tables draw."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.evaluator import evaluate_all
from rules.facts import Facts, Learner, Outcome
from rules.truth import Truth

TABLES = Path(__file__).with_name("tables")


@pytest.fixture(scope="module")
def said():
    """Return a function that applies the rules of a table to what a learner holds; verdicts by code."""
    books = {path.stem: Book.gather([parse(path.read_text("utf-8")).file]) for path in TABLES.glob("*.rule")}

    def say(table, *outcomes, on=date(2020, 11, 15), judgements=None):
        facts = Facts(Learner("L"), outcomes, judgements or {}, on=on)
        return {each.rule_code: each for each in evaluate_all(books[table], facts)}

    return say


def college_course(code):
    """Return a course of the college that the dated rules start from."""
    return Outcome("o", "course", code=code, institution="Middlesex College")


@pytest.mark.parametrize(
    ("on", "holding"),
    [
        (date(2001, 8, 31), set()),
        (date(2001, 9, 1), {"NJIT-BKK101-FALL-2001"}),
        (date(2014, 8, 31), {"NJIT-BKK101-FALL-2001"}),
        (date(2014, 9, 1), {"NJIT-BKK101-FALL-2014"}),
        (date(2030, 1, 1), {"NJIT-BKK101-FALL-2014"}),
    ],
)
def test_a_dated_row_holds_until_the_day_before_the_next(said, on, holding):
    """On every day exactly the row of that day's term converts."""
    verdicts = said("njit", college_course("BKK101"), on=on)

    assert {code for code, verdict in verdicts.items() if verdict.truth is Truth.YES} == holding


@pytest.mark.parametrize(
    ("score", "holding"),
    [
        ("2.99", set()),
        ("3", {"AP-oak-university-OX-Botany-3"}),
        ("3.99", {"AP-oak-university-OX-Botany-3"}),
        ("4", {"AP-oak-university-OX-Botany-4", "AP-elm-university-OX-Botany-4"}),
        ("5", {"AP-elm-university-OX-Botany-4"}),
    ],
)
def test_a_score_belongs_to_one_row_of_an_institution(said, score, holding):
    """A row ends below the next one's least score, also where that next row was reported; other institutions apart."""
    verdicts = said("ap", Outcome("o", "certificate", "OX Botany", score=Decimal(score)))

    assert {code for code, verdict in verdicts.items() if verdict.truth is Truth.YES} == holding


def test_no_articulation_is_a_no_with_its_words(said):
    """A row without sources says no to every course of the institution, in the words of the table."""
    verdicts = said("assist", Outcome("o", "course", code="ELM 1", institution="Elm Valley College"))
    refused = verdicts["ASSIST-Northfield-N7-Elm-Valley-College"]

    assert refused.truth is Truth.NO
    assert verdicts["ASSIST-Northfield-N1-Elm-Valley-College"].truth is Truth.YES


def test_all_courses_of_an_alternative_are_needed(said):
    """Of two courses that count together one is not enough; the other alternative alone is."""
    code = "ASSIST-Northfield-N6-Elm-Valley-College"
    one, other, single = (
        Outcome(name, "course", code=name, institution="Elm Valley College") for name in ("ELM 8", "ELM 9", "ELM 10")
    )

    assert said("assist", one)[code].truth is Truth.NO
    assert said("assist", one, other)[code].truth is Truth.YES
    assert said("assist", single)[code].truth is Truth.YES


def test_what_the_words_leave_open_waits_for_a_person(said):
    """A condition in words is a judgement that is missing until somebody gives it."""
    held = Outcome("o", "职业资格证书", "全国计算机等级考试(NCRE)", grade="二级", scale="NCRE")
    certificate = Outcome("p", "职业资格证书", "某证")

    assert said("mappings", held)["m01"].truth is Truth.YES
    assert said("mappings", certificate)["m12"].truth is Truth.PENDING
    assert said("mappings", certificate)["m12"].missing == (
        "judgement:日语专业",
        "judgement:日语专业四级或八级证书",
    )
