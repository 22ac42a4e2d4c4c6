"""Everybody verifies a paper by its address or by the file, and learns nothing without number and code."""

import io
import re
from time import monotonic

import pikepdf
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from backoffice.conversion.revocation import revoke
from backoffice.conversion.transcripts import transcript_for
from backoffice.kernel.database import begin_writing
from backoffice.papers.kinds import PaperKind
from backoffice.portal import verification_views
from backoffice.proofs.drawing import draw, keep_pages, verify_address
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import sealing_of
from reports.papers import print_here
from tests.worked_example import HOUSE, Line

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # both databases: the writing of papers
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
KINDS = [PaperKind.CONVERSION_PROOF, PaperKind.TRANSCRIPT]


@pytest.fixture
def line(filled, tmp_path, now):
    """Return the worked example on the site's own database."""
    return Line(filled, tmp_path / "evidence", now)


@pytest.fixture
def issued(line, app, settings):
    """Return a function that gives a paper of a kind with its pages, after one conversion."""

    def make(kind):
        application_id = line.reviewed_once()
        line.pass_final(application_id)
        with line.writing() as session:
            learner = line.learner(session)
            transcript_for(session, learner, actor_id=learner.user_id, now=line.now, house=HOUSE)
            session.commit()
        with Session(line.engine, expire_on_commit=False) as session:
            proof = session.scalars(select(ConversionProof).filter_by(kind=kind)).one()
            address, sealing = verify_address(proof, "https://bank.example"), sealing_of(settings)
            pages = draw(session, proof, verify_url=address, printing=print_here, sealing=sealing)
            session.rollback()
            begin_writing(session)
            keep_pages(session, proof.id, pages)
            session.commit()
            session.refresh(proof)
        return proof, application_id

    assert app
    return make


def address(proof):
    """Return the path that the paper carries."""
    return verify_address(proof, "")


def send(public, file, **fields):
    """Hand a file in to be compared."""
    token = TOKEN.search(public.get("/verify").text)[1]
    form = {"csrf_token": token, "file": (io.BytesIO(file), "收到的.pdf")} | fields
    return public.post("/verify/file", data=form, content_type="multipart/form-data")


def resaved(pages):
    """Return the file as another program would save it."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        stream = io.BytesIO()
        pdf.docinfo["/Producer"] = "another program"
        pdf.save(stream)
    return stream.getvalue()


def forged(pages, before, after):
    """Return the file with another content attached."""
    with pikepdf.open(io.BytesIO(pages)) as pdf:
        for each in pdf.attachments.values():
            held = each.get_file().obj
            held.write(each.get_file().read_bytes().replace(before.encode(), after.encode()))
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_address_on_the_paper_tells_what_it_is_worth(public, issued, kind):
    """Valid, with what it says, a part of the name, and its history; the older form of the address still works."""
    proof, _application = issued(kind)
    page = public.get(address(proof)).text
    older = public.get(f"/verify?number={proof.number}&code={proof.check_code}").text

    for said in ("有效", proof.number, "老年教育课程（广东老年大学）", "学**", "已出具"):
        assert said in page
    assert "学习者甲" not in page
    assert "有效" in older
    assert address(proof) == f"/v/{proof.number}?c={proof.check_code.replace('-', '')}"


@pytest.mark.parametrize("kind", KINDS)
def test_a_revocation_is_told_within_a_second(line, public, issued, kind):
    """As soon as it is committed the page says so, with the day and the reason, and not the centre's remarks."""
    proof, application_id = issued(kind)
    public.get(address(proof))
    with line.writing() as session:
        actor = line.user(session, "centre")
        revoke(session, application_id, "原件系伪造", actor_id=actor, now=line.now, house=HOUSE)
        session.commit()
    began = monotonic()
    page = public.get(address(proof)).text
    taken = monotonic() - began

    assert ("证明已撤销" if kind is PaperKind.CONVERSION_PROOF else "成绩单已不再有效") in page
    assert ("所载的转换已被撤销" if kind is PaperKind.CONVERSION_PROOF else "所载的学分有一笔已被冲销") in page
    assert "2020-11-15" in page
    assert "原件系伪造" not in page
    assert taken < 1


def test_a_replaced_transcript_names_the_newer_one(line, public, issued):
    """The number of the newer one stands there; it opens nothing without its code."""
    proof, _application = issued(PaperKind.TRANSCRIPT)
    later = line.now.replace(day=line.now.day + 1)
    with line.writing() as session:
        learner = line.learner(session)
        newer = transcript_for(session, learner, actor_id=learner.user_id, now=later, house=HOUSE)
        number, code = newer.number, newer.check_code
        session.commit()
    page = public.get(address(proof)).text

    assert "同一账户出具了新的成绩单" in page
    assert number in page
    assert code not in page
    assert public.get(f"/v/{number}").status_code == 404


def test_number_or_code_alone_tell_nothing(public, issued):
    """A wrong code, another number and no number get the same answer, word for word."""
    proof, _application = issued(PaperKind.TRANSCRIPT)
    tried = [f"/v/{proof.number}?c=0000000000000000", "/v/XYCJ-2020-0009999-9?c=0000000000000000"]
    answers = [public.get(each) for each in (*tried, f"/v/{proof.number}", "/v/%00%20")]

    assert {each.status_code for each in answers[:3]} == {404}
    assert answers[3].status_code in {400, 404}
    for each in answers[:3]:
        assert "没有找到编号与校验码都相符的证明或成绩单" in each.text
        assert "广东老年大学" not in each.text


@pytest.mark.parametrize("kind", KINDS)
def test_the_very_file_needs_no_number(public, issued, kind):
    """Whoever holds our bytes is shown the whole check."""
    proof, _application = issued(kind)
    page = send(public, proof.pdf).text

    assert "就是我们出具的原文件，一个字节也没有改动。" in page
    assert proof.number in page


def test_a_changed_copy_is_told_by_number_and_code(public, issued):
    """Saved anew it is not the original, though its data agree; another content is shown place by place."""
    proof, _application = issued(PaperKind.TRANSCRIPT)
    known = {"number": proof.number, "code": proof.check_code}
    same = send(public, resaved(proof.pdf), **known).text
    raised = send(public, forged(proof.pdf, '"total":"1.00"', '"total":"31.00"'), **known).text
    renamed = send(public, forged(proof.pdf, "学习者甲", "另一个人"), **known).text

    assert f"不是原文件，但里面的数据与 {proof.number} 的记录一致。" in same
    assert "这是被改动过的副本" in raised
    assert re.search(r"账户学分合计.*?>31\.00<.*?>1\.00<", raised, re.DOTALL)
    assert "这是被改动过的副本" in renamed
    assert "另一个人" not in renamed
    assert "学习者甲" not in renamed


def test_a_changed_copy_without_its_code_opens_nothing(public, issued):
    """What the file says of itself is not believed, and its number is neither confirmed nor denied."""
    proof, _application = issued(PaperKind.CONVERSION_PROOF)
    alone = send(public, resaved(proof.pdf))
    guessed = send(public, resaved(proof.pdf), number=proof.number, code="0000-0000-0000-0000")

    for each in (alone, guessed):
        assert each.status_code == 404
        assert "这不是我们出具的原文件" in each.text
        assert "老年教育课程" not in each.text


def test_what_is_no_paper_is_told(public, issued, monkeypatch):
    """No file, no PDF, one that is too large, a broken one, one that carries nothing."""
    proof, _application = issued(PaperKind.CONVERSION_PROOF)
    monkeypatch.setattr(verification_views, "LARGEST_FILE", 200_000)
    known = {"number": proof.number, "code": proof.check_code}
    blank = io.BytesIO()
    pikepdf.new().save(blank)
    answers = [
        send(public, b"").text,
        send(public, b"\x89PNG picture").text,
        send(public, b"%PDF-" + b" " * 200_000).text,
        send(public, b"%PDF-1.7 broken", **known).text,
        send(public, blank.getvalue(), **known).text,
    ]

    assert "请先选择要核验的 PDF 文件。" in answers[0]
    assert "这不是 PDF 文件。" in answers[1]
    assert "不会是我们出具的" in answers[2]
    assert "里面没有可比对的数据" in answers[3]
    assert "里面没有可比对的数据" in answers[4]


def test_nothing_of_a_file_is_kept(public, issued, line, settings):
    """No row and no file is written by comparing."""
    proof, _application = issued(PaperKind.CONVERSION_PROOF)
    tables = ("stored_file", "audit_event", "conversion_proof", "proof_record")

    def state():
        with line.engine.connect() as connection:
            rows = [connection.scalar(text(f"SELECT count(*) FROM {each}")) for each in tables]  # noqa: S608
        return rows, sorted(settings.folder.rglob("*.pdf"))

    before = state()
    send(public, resaved(proof.pdf), number=proof.number, code=proof.check_code)

    assert state() == before


def test_comparing_is_limited(public):
    """Eleven files a minute from one address are one too many."""
    answers = [send(public, b"no file of ours").status_code for _file in range(11)]

    assert answers == [422] * 10 + [429]


def test_the_check_speaks_english(visit, issued):
    """The page of a transcript says in English what it is worth and what became of it."""
    proof, _application = issued(PaperKind.TRANSCRIPT)
    page = visit("learnerb", "en").client.get(address(proof)).text

    assert "The transcript is valid" in page
    assert "What became of this paper" in page
