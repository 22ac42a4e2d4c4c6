"""Kinds' forms and evidence lists are data that the centre edits; outcomes keep what they were made with."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.kinds import change_kind, read_kind, stamp_of
from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.problems import Refused
from tests.factories import make


def form_of(kind, **changes):
    """Return the form of a kind as its page shows it, with some of it changed."""
    form = {"stamp": stamp_of(kind), "do": "save"}
    for letter, schemas in (("f", kind.field_schema), ("e", kind.evidence_schema)):
        for number, schema in enumerate(schemas):
            name = f"{letter}{number}"
            form |= {f"{name}-label": schema["label"], f"{name}-label_en": schema["label_en"]}
            form |= {f"{name}-{mark}": "1" for mark in ("required", "automatic") if schema.get(mark)}
            form |= {f"{name}-{each}": "1" for each in schema.get("formats", ())}
            form[f"{name}-choices"] = "、".join(schema.get("choices", ()))
            form[f"{name}-order"] = str(number + 1)
    return form | {key.replace("_", "-", 1): value for key, value in changes.items()}


@pytest.fixture
def course(filled):
    """Return a session and the kind of courses."""
    with Session(filled) as session:
        yield session, session.scalars(select(OutcomeKind).filter_by(code="course")).one()


def test_a_form_sent_as_it_is_changes_nothing(course):
    """Every kind of the sample reads back as it was, whatever further marks its fields carry."""
    session, _course = course
    for kind in session.scalars(select(OutcomeKind)):
        read = read_kind(kind, form_of(kind))

        assert (kind.code, read.problems, read.fields, read.evidence) == (
            kind.code,
            [],
            kind.field_schema,
            kind.evidence_schema,
        )


def test_fields_are_added_moved_and_retired(course, now):
    """A new field comes where its order says; a retired one leaves the form, and an outcome still shows its value."""
    session, kind = course
    held = make(session, "LearnerOutcome", kind=kind, fields={"course_title": "旧值"})
    place = next(n for n, each in enumerate(kind.field_schema) if each["key"] == "course_title")
    last = len(kind.field_schema)
    fresh = {f"f{last}_label": "任课教师", f"f{last}_type": "text", f"f{last}_order": "1"}
    change_kind(session, kind.id, form_of(kind, **{f"f{place}_gone": "1"}, **fresh), actor_id=1, now=now)

    assert (kind.field_schema[0]["label"], kind.field_schema[0]["key"]) == ("任课教师", f"field_{last + 1}")
    assert "course_title" not in {each["key"] for each in kind.field_schema}
    assert [each["label"] for each in kind.shown_fields(held.fields)][-1] == "课程名称"
    noted = session.scalars(select(AuditEvent).filter_by(action="change_kind")).one()
    assert noted.details["retired"] == "course_title"
    back = {f"f{last}_label": "课程名称", f"f{last}_type": "decimal", f"f{last}_key": "course_title"}
    assert [each.code for each in read_kind(kind, form_of(kind, **back)).problems] == ["kind_key_taken"]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"f9_label": "新", "f9_type": "text", "f9_key": "Bad key"}, "kind_key_wrong"),
        ({"f9_label": "新", "f9_type": "text", "f9_key": "title"}, "kind_key_doubled"),
        ({"f9_label": "新", "f9_type": ""}, "kind_type_unknown"),
        ({"f9_label": "新", "f9_type": "choice", "f9_choices": "一"}, "kind_choices_missing"),
        ({"f9_key": "more", "f9_type": "text"}, "kind_label_missing"),
        ({"f9_label": "长" * 121, "f9_type": "text"}, "kind_label_long"),
        ({"f0_gone": "1"}, "kind_title_missing"),
        ({"e2_label": "新材料"}, "kind_formats_missing"),
        ({"e0_most": "0"}, "kind_most_wrong"),
        ({"stamp": "old"}, "kind_changed"),
    ],
)
def test_what_is_wrong_is_told(course, now, changes, code):
    """Keys, types, options, labels, the title, formats and counts; and a form that somebody has changed meanwhile."""
    session, kind = course

    with pytest.raises(Refused) as refused:
        change_kind(session, kind.id, form_of(kind, **changes), actor_id=1, now=now)
    assert [each.code for each in refused.value.problems] == [code]


def test_the_centre_sees_the_form_that_learners_get(visit, filled):
    """The preview shows what was typed before it is kept; kept, the learner's form asks for it."""
    centre, learner = visit("centre"), visit("learnera")
    with Session(filled) as session:
        kind = session.scalars(select(OutcomeKind).filter_by(code="course")).one()
        kind_id, category_id = kind.id, kind.category_id
        last = len(kind.field_schema)
        form = form_of(kind, **{f"f{last}_label": "任课教师", f"f{last}_type": "text"}, e0_most="1")
    path = f"/kinds/{kind_id}"
    preview = centre.client.post(path, data=form | {"csrf_token": centre.token, "do": "look"})

    assert "field-preview-field" in preview.text
    assert centre.send(path, form) == (302, [])
    page = learner.client.get(f"/my/add?category={category_id}&kind={kind_id}").text
    assert "任课教师" in page
    status, told = centre.send(path, form)
    assert (status, told[0][:8]) == (422, "这个小类刚刚被别")
