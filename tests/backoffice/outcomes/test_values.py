"""Reading a filled-in outcome form."""

from datetime import date
from decimal import Decimal

import pytest

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.wording import message
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.operations import COLUMNS
from backoffice.outcomes.values import LONGEST, LONGEST_OTHERWISE, read_form

TODAY = date(2020, 11, 15)
BORN = date(1950, 1, 1)


def a_field(key, kind="text", *, automatic=False, required=True):
    """Return one entry of a field schema."""
    return {"key": key, "label": key, "label_en": key, "type": kind, "required": required, "automatic": automatic}


COURSE = OutcomeKind(
    code="course",
    title="课程",
    field_schema=[
        a_field("title", automatic=True),
        a_field("institution", automatic=True),
        a_field("credits", "decimal", automatic=True),
        a_field("awarded_on", "date"),
        a_field("score", "decimal"),
    ],
    evidence_schema=[],
)
ENTRY = CatalogueOutcome(
    title="公司概况",
    code="10771",
    institution=Institution(title="广东开放大学", code="51315"),
    programme=Programme(title="电子商务(2019春)(本)"),
    credits=Decimal("3.00"),
    education_level="本科",
    fields={},
)


def test_the_catalogue_fills_what_it_knows():
    """Automatic fields come from the catalogue, whatever the browser sent."""
    filled = {"title": "别的课程", "credits": "99", "awarded_on": "2020-07-06", "score": "80"}

    form = read_form(COURSE, ENTRY, filled, today=TODAY, birth_date=BORN)

    assert not form.problems
    assert form.values["title"] == "公司概况"
    assert form.values["credits"] == Decimal("3.00")
    assert form.values["awarded_on"] == date(2020, 7, 6)


@pytest.mark.parametrize(
    ("key", "text", "code"),
    [
        ("score", "", "field_missing"),
        ("score", "八十", "field_not_a_number"),
        ("score", "NaN", "field_not_a_number"),
        ("score", "80.123", "field_not_a_number"),
        ("score", "-1", "field_not_a_number"),
        ("score", "100.5", "score_out_of_range"),
        ("awarded_on", "2020/07/06", "field_not_a_date"),
        ("awarded_on", "20200706", "field_not_a_date"),
        ("awarded_on", "2020-02-30", "field_not_a_date"),
        ("awarded_on", "2020-11-16", "date_in_future"),
        ("awarded_on", "1949-12-31", "date_before_birth"),
        ("description", "好\u202e坏", "text_unreadable"),
        ("description", "长" * 1001, "field_too_long"),
    ],
)
def test_a_wrong_field_is_named(key, text, code):
    """A wrong field gives its own problem, and no other."""
    filled = {"awarded_on": "2020-07-06", "score": "80"} | {key: text}

    form = read_form(COURSE, ENTRY, filled, today=TODAY, birth_date=BORN)

    assert [(problem.code, problem.field) for problem in form.problems] == [(code, key)]


@pytest.mark.parametrize(
    ("code", "highest", "score", "sentences"),
    [
        ("course", None, "100", []),
        ("course", None, "100.01", ["成绩应在 0 到 100 之间。"]),
        ("course", 150, "150", []),
        ("course", 150, "150.5", ["成绩应在 0 到 150 之间。"]),
        ("vocational_certificate", None, "425", []),
        ("vocational_certificate", None, "1000", []),
        ("vocational_certificate", None, "1000.5", ["成绩应在 0 到 1000 之间。"]),
        ("vocational_certificate", "710", "711", ["成绩应在 0 到 710 之间。"]),
    ],
)
def test_a_score_has_the_highest_value_of_its_kind(code, highest, score, sentences):
    """A course counts to 100, other kinds to 1000, and a schema may say otherwise."""
    schema = a_field("score", "decimal") | ({} if highest is None else {"highest": highest})
    kind = OutcomeKind(code=code, title=code, field_schema=[schema], evidence_schema=[])

    form = read_form(kind, None, {"score": score}, today=TODAY, birth_date=BORN)

    assert [message(problem) for problem in form.problems] == sentences


def test_nothing_is_longer_than_its_column():
    """Whatever a form lets through fits into the column that keeps it."""
    columns = LearnerOutcome.__table__.columns
    limits = {key: columns[name].type.length for key, name in COLUMNS.items() if hasattr(columns[name].type, "length")}
    typed = {key: limit for key, limit in limits.items() if key != "level"}  # a level is chosen from a list

    assert typed
    assert [key for key, limit in typed.items() if LONGEST.get(key, LONGEST_OTHERWISE) > limit] == []


def test_every_problem_is_named_at_once():
    """An empty form names every required field, in the order of the form."""
    form = read_form(COURSE, None, {}, today=TODAY, birth_date=None)

    assert [problem.field for problem in form.problems] == ["title", "institution", "credits", "awarded_on", "score"]


def test_a_description_may_have_lines():
    """Line breaks are kept in the description."""
    filled = {"awarded_on": "2020-07-06", "score": "80", "description": "一\n二"}

    form = read_form(COURSE, ENTRY, filled, today=TODAY, birth_date=BORN)

    assert form.values["description"] == "一\n二"
