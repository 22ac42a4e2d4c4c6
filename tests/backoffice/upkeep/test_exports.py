"""Lists go out as files: filtered as they are, guarded, scoped, and noted in the trail."""

import csv
import io

import pytest
from openpyxl import load_workbook
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.models import AuditEvent
from backoffice.upkeep.exports import CONVERSION_HEADERS, EXPORTS
from tests.backoffice.upkeep.test_imports import NUMBER
from tests.worked_example import Line


@pytest.fixture
def fetch(visit):
    """Return a function that exports a list as somebody, and gives the rows of the file."""

    def get(username, path, **form):
        visitor = visit(username)
        answer = visitor.client.post(f"/exports/{path}", data={"csrf_token": visitor.token} | form)
        if "/xlsx" in path:
            return [list(row) for row in load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True)]
        return list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    return get


def test_every_list_goes_out_in_both_forms(fetch):
    """The headings are those of the import, or the nineteen of conversions; both files hold the same rows."""
    for name, export in EXPORTS.items():
        rows, book = fetch("centre", f"{name}/csv"), fetch("centre", f"{name}/xlsx")

        assert rows[0] == book[0] == list(export.headers)
        assert [[each or "" for each in row] for row in book[1:]] == rows[1:]


def test_a_filter_and_a_scope_confine_a_file(fetch, filled):
    """The centre gets what its list shows; an institution its own alone; what looks like a formula is guarded."""
    with Session(filled) as session:
        owner = session.scalars(select(Institution).filter_by(title="广东开放大学")).one()
        session.add(Programme(institution_id=owner.id, title="=1+1(2021春)"))
        session.commit()
    found = fetch("centre", "programme/csv?_flt_2_title=2021")
    own = fetch("elderlyadmin", "programme/csv")

    assert [row[1] for row in found[1:]] == ["'=1+1(2021春)"]
    assert "gdkd00001" not in {row[0] for row in own[1:]}
    with Session(filled) as session:
        noted = session.scalars(select(AuditEvent).filter_by(action="export").order_by(AuditEvent.id)).first()
    assert (noted.entity, noted.details["rows"], noted.details["filter"]) == ("programme", "1", "_flt_2_title=2021")


def test_conversions_go_out_with_numbers_when_they_are_asked_for(fetch, filled, settings, now):
    """The nineteen columns of an approved conversion; the number is masked, or whole and noted."""
    line = Line(filled, settings.evidence_folder, now)
    application = line.apply(line.add("learnera", "ZS-1"), "learnera")
    line.pass_first(application)
    line.pass_final(application)
    hidden = dict(zip(CONVERSION_HEADERS, fetch("centre", "conversion-application/csv")[1], strict=True))
    whole = dict(zip(CONVERSION_HEADERS, fetch("centre", "conversion-application/csv", numbers="full")[1], strict=True))

    assert (hidden["身份证号"], whole["身份证号"]) == (NUMBER[:4] + "*" * 10 + NUMBER[-4:], NUMBER)
    assert (whole["原课程来源代码"], whole["转换时间"], whole["转换学校代码"] != "") == ("02", "202011", True)
    with Session(filled) as session:
        kept = session.scalars(select(AuditEvent).filter_by(action="export").order_by(AuditEvent.id)).all()
    assert [each.details["numbers"] for each in kept] == ["masked", "full"]
