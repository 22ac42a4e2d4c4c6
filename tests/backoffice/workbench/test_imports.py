"""Tables become drafts, row by row, and what cannot be read is reported by its line."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.workbench.imports import import_drafts
from backoffice.workbench.models import RuleDraft

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
HEAD = "id,source_outcome,source_kind,issuer,target_course,target_code,credits,condition,source_url,constructs\n"
GOOD = "m1,甲证书,职业资格证书,某考试院,语文,,3,,https://example.org/a,\n"
ODD = "m2,丙证书,职业资格证书,某考试院,相应课程,,3,,https://example.org/a,\n"
AP = "target_institution,exam,min_score,credits,target_courses,source_ref\nOak,OX Rivers,3,3,RIV 1,oak#1\n"


def taken(bench, content, name="mappings"):
    """Import a table."""
    named = {"name": name, "table_name": "表.csv", "content": content.encode(), "lang": "zh"}
    return bench.act(import_drafts, **named)


def drafts(bench):
    """Return how many drafts there are."""
    with Session(bench.engine) as session:
        return session.scalar(select(func.count()).select_from(RuleDraft))


def test_rows_become_drafts_or_are_reported(bench):
    """One row is a draft that can be read, the other stands in the report with its line and its reason."""
    report = taken(bench, HEAD + GOOD + ODD)
    draft = bench.draft(report.taken[0].draft_id)

    assert [(row.line, row.code) for row in report.taken] == [(2, draft.code)]
    assert report.reported == ("表.csv:3: reported target_open “相应课程”没有写出具体的课程名。",)
    assert "来源 职业资格证书 “甲证书”" in draft.text
    assert "表.csv:2" in draft.text


def test_a_rule_that_is_in_force_already_makes_no_draft(bench):
    """Importing the same table again, after its rule was published, changes nothing."""
    draft_id = taken(bench, HEAD + GOOD).taken[0].draft_id
    bench.submit(draft_id)
    bench.compute(draft_id)
    bench.publish(draft_id, seen=True, remarks="已核对")
    again = taken(bench, HEAD + GOOD)

    assert [row.draft_id for row in again.taken] == [None]
    assert drafts(bench) == 1


def test_a_changed_row_is_a_draft_on_its_rule(bench):
    """A row that differs from the version in force begins a draft from that version."""
    draft_id = taken(bench, HEAD + GOOD).taken[0].draft_id
    bench.submit(draft_id)
    bench.compute(draft_id)
    version_id = bench.publish(draft_id, seen=True, remarks="已核对")
    again = taken(bench, HEAD + GOOD.replace(",3,", ",2,"))

    assert bench.draft(again.taken[0].draft_id).base_id == version_id


def test_english_tables_are_taken_too(bench):
    """A table of exams becomes English rules."""
    report = taken(bench, AP, "ap")

    assert bench.draft(report.taken[0].draft_id).text.startswith("rule ")


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        ("甲,乙\n1,2\n", "mappings", "table_unreadable"),
        ("", "mappings", "table_missing"),
        (HEAD + GOOD, "excel", "table_format"),
        (
            HEAD + "".join(GOOD.replace("m1", f"m{n}").replace("甲", f"甲{n}") for n in range(501)),
            "mappings",
            "table_too_long",
        ),
    ],
)
def test_what_is_no_table_is_refused(bench, codes, content, name, code):
    """Nothing of it is kept."""
    assert codes(taken, bench, content, name) == [code]
    assert drafts(bench) == 0
