"""The centre changes the words of proofs, and the next proof says them."""

import subprocess

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from tests.conftest import NOW
from tests.journeys.conftest import once
from tests.worked_example import Line

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@once("sqlite")
def test_new_words_reach_the_next_proof(page, site, known, look):
    """One writes and sees the preview change, another puts it in force, and a proof issued afterwards says it."""
    line = Line(site.engine, site.folder / "evidence", NOW)
    waiting = line.reviewed_once()
    known("centre")
    page.goto(f"{site.url}/paper-templates/")
    look("74-looks")
    page.get_by_role("button", name="据现行版本修改").click()
    before = page.locator("[data-paper]").get_attribute("src")
    page.get_by_label("标题", exact=True).fill("学习成果转换证书")
    page.get_by_text("预览已更新，还没有保存。").wait_for(timeout=60_000)  # it asks again while others are drawn
    assert page.locator("[data-paper]").get_attribute("src") != before
    look("75-look-draft")
    page.get_by_role("button", name="送审").click()
    page.get_by_text("已送审").wait_for()
    address = page.url
    known("centrepublisher")
    page.goto(address)
    look("76-look-review")
    page.get_by_role("button", name="发布", exact=True).click()
    page.locator("[data-confirm-yes]").click()
    page.get_by_text("已发布为第 2 版。").wait_for()
    look("77-look-version")
    line.pass_final(waiting)
    known("learnera")

    assert "学习成果转换证书" in words_of(page, site)


@once("sqlite")
def test_looks_of_transcripts(page, site, known, look):
    """Transcripts have templates of their own, with an editor as proofs have."""
    known("centre")
    page.goto(f"{site.url}/paper-templates/transcripts/")
    look("78-looks-of-transcripts")
    page.get_by_role("button", name="据现行版本修改").click()
    page.get_by_role("heading", level=1, name="成绩单").wait_for()
    look("79-look-of-transcripts")

    assert page.locator("#field-statement").input_value().startswith("兹证明")


def words_of(page, site):
    """Return the words of the learner's only proof, blanks left out."""
    with Session(site.engine) as session:
        proof_id = session.scalars(select(ConversionProof.id)).one()
    printed = page.request.get(f"{site.url}/my/conversions/proofs/{proof_id}.pdf").body()
    done = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())
