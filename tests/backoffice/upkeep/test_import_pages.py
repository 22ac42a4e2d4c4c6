"""The pages of imports: whose rows they take, and what they say of a file that will not do."""

import io

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import Institution
from backoffice.kernel.storage import Upload
from backoffice.outcomes.operations import NewOutcome, evidence_problems
from backoffice.upkeep.deposits import DEPOSITS
from backoffice.upkeep.models import ImportRun
from tests.backoffice.upkeep.conftest import csv_file
from tests.backoffice.upkeep.test_imports import CATALOGUE, NEW, deposit
from tests.factories import make


def a_gif():
    """Return a small picture."""
    stream = io.BytesIO()
    Image.new("P", (4, 4)).save(stream, "GIF")
    return stream.getvalue()


def sent(content, **form):
    """Return the form of an upload."""
    return {"file": (io.BytesIO(content), "rows.csv")} | form


def test_a_file_belongs_to_the_institution_of_its_sender(visit, filled):
    """An administrator's file is for the own institution, whatever the form says; the centre names one or none."""
    admin, centre = visit("elderlyadmin"), visit("centre")
    with Session(filled) as session:
        foreign = session.scalars(select(Institution).filter_by(title="广东开放大学")).one()
    file = csv_file(CATALOGUE, NEW)

    assert admin.send("/imports/new/catalogue", sent(file, institution=str(foreign.id))) == (302, [])
    assert centre.send("/imports/new/catalogue", sent(file)) == (302, [])
    assert centre.send("/imports/new/catalogue", sent(file, institution=foreign.code)) == (302, [])
    with Session(filled) as session:
        owners = session.scalars(select(ImportRun).order_by(ImportRun.id)).all()
        assert [each.institution and each.institution.title for each in owners] == [
            "老年大学机构",
            None,
            "广东开放大学",
        ]
    assert admin.get("/imports/2")[0] == admin.get("/imports/3")[0] == 404
    assert admin.get("/imports/new/institutions")[0] == 404


@pytest.mark.parametrize(
    ("locale", "content", "form", "told"),
    [
        ("zh", b"", {}, "文件是空的"),
        ("en", csv_file(CATALOGUE[:4], NEW[:4]), {}, "The column “名称” is missing"),
        ("zh", csv_file(CATALOGUE, NEW), {"institution": "无此机构"}, "无此机构"),
    ],
)
def test_what_will_not_do_is_told_on_the_form(visit, locale, content, form, told):
    """An empty file, a missing column, an institution that nobody knows; in the language of the page."""
    status, sentences = visit("centre", locale).send("/imports/new/catalogue", sent(content, **form))

    assert status == 422
    assert told in sentences[0]


def test_a_deposit_of_the_centre_names_its_institution(visit):
    """The fifteen columns do not say whose grades they are, so the form must."""
    status, told = visit("centre").send("/imports/new/deposits", sent(csv_file(DEPOSITS.headers, deposit())))

    assert (status, told) == (422, ["请选择数据所属的机构。"])


@pytest.mark.parametrize(
    ("count", "codes"), [(1, ["evidence_format"]), (2, ["evidence_too_many", *["evidence_format"] * 2])]
)
def test_an_evidence_list_bounds_its_files(session, count, codes):
    """Formats and the number of files are those that the centre has set."""
    listed = [{"key": "scan", "label": "扫描件", "label_en": "Scan", "required": True, "formats": ["png"], "most": 1}]
    kind = make(session, "OutcomeKind", evidence_schema=listed)
    gif = Upload("scan", "a.gif", a_gif())

    assert [each.code for each in evidence_problems(NewOutcome(kind, None, {}, [gif] * count))] == codes
