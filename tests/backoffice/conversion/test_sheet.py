"""The review sheet of a case, and its records as rows."""

import subprocess

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.case import case_of
from backoffice.conversion.listing import any_application
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.sheet import record_rows, sheet_of
from backoffice.kernel.models import AuditEvent
from reports.refusals import RenderTimedOut
from reports.render_review_sheet import render_review_sheet

READING = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)


def words_in(pdf):
    """Return the words of a PDF without blanks."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


@pytest.fixture
def converted(line):
    """Return an application that went through both reviews."""
    application_id = line.apply(line.add())
    line.pass_first(application_id)
    line.pass_final(application_id)
    return application_id


@pytest.fixture
def told(line, app, settings):
    """Return a function that gives what the sheet of a case says."""

    def read(application_id):
        with Session(line.engine) as session, app.test_request_context():
            case = case_of(session, any_application(session, application_id))
            return sheet_of(session, case, settings, printed_by="李管理", now=line.now)

    return read


def test_the_sheet_tells_the_whole_case(told, converted):
    """Rule, evaluation, records with their actors, decision, ledger and proof are all there."""
    content = told(converted)

    assert [(each.step, each.result) for each in content.records] == [
        ("提交申请", "已申请"),
        ("材料审查", ""),
        ("初审", "初审通过"),
        ("终审", "已转换"),
    ]
    assert all(each.actor for each in content.records)
    assert content.rule.text_hash
    assert {each.mark for each in content.lines} == {"y"}
    assert [len(each.sha256) for each in content.files] == [16] * len(content.files)
    assert content.decision.credits == sum(each.credits for each in content.entries) == 1
    assert content.proof.state == "有效"


@READING
def test_the_sheet_is_printed_masked(told, converted, line):
    """The paper has the masked number and what was decided; the same content gives the same bytes."""
    content = told(converted)
    with Session(line.engine) as session:
        learner = session.scalars(select(Learner).filter_by(account_number=content.account_number)).one()
        masked = learner.document_masked
    printed = render_review_sheet(content)
    text = words_in(printed)

    assert printed == render_review_sheet(content)
    for words in (content.number, masked, content.proof.number, "判定：适用", "该学习者的“老年教育课程”符合来源要求"):
        assert words in text


@READING
def test_unprintable_remarks_are_spelled(told, converted, line):
    """A character that no typeface has, in words that nobody may change, is told by its number."""
    with line.writing() as session:
        application = session.get_one(ConversionApplication, converted)
        case = case_of(session, application)
        case.evidence[0].file.name = "证书📄.png"
        session.commit()

    assert "证书[U+1F4C4].png" in [each.name for each in told(converted).files]


@READING
@pytest.mark.parametrize("form", ["sheet.pdf", "records.csv"])
def test_taking_a_sheet_along_is_in_the_trail(visit, converted, line, form):
    """The institution gets the file in either language of the page, and the trail says so."""
    answer = visit("elderlyadmin", "en").client.get(f"/review/first/{converted}/{form}")
    with Session(line.engine) as session:
        noted = session.scalars(select(AuditEvent.action).filter_by(entity_id=converted)).all()

    assert answer.status_code == 200
    assert {"print_review_sheet", "export_review_records"} & set(noted)
    assert "终审" in (words_in(answer.data) if form == "sheet.pdf" else answer.text)


@READING
def test_a_sheet_beyond_the_bounds_says_so(visit, converted, app, monkeypatch):
    """It is ordered; where its renderer gives up, the page of the case tells it."""
    ordered = []

    def print_none(order):
        ordered.append(order.kind)
        raise RenderTimedOut("not done")

    monkeypatch.setitem(app.extensions, "credit_bank_print", print_none)
    answer = visit("elderlyadmin").client.get(f"/review/first/{converted}/sheet.pdf", follow_redirects=True)

    assert ordered == ["review_sheet"]
    assert "没有在限定的时间和内存内印成" in answer.text


@READING
def test_records_are_rows(converted, line, app):
    """Each step is one row with its actor."""
    with line.writing() as session:
        case = case_of(session, any_application(session, converted))
        with app.test_request_context():
            rows = list(record_rows(case))

    assert [row[4] for row in rows] == ["已申请", "", "初审通过", "已转换"]
    assert len({row[0] for row in rows}) == 1
