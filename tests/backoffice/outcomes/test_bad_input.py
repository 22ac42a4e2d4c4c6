"""What a form must not take: each is told in one clear sentence, and nothing of it is kept."""

import io
import struct
import zlib

import pikepdf
import pytest
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.kernel.entity import Entity
from backoffice.kernel.filetypes import MAX_BYTES
from backoffice.kernel.models import StoredFile
from backoffice.outcomes.models import Evidence, LearnerOutcome


def picture():
    """Return a small picture as the bytes of a PNG."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stream, "PNG")
    return stream.getvalue()


def huge_picture():
    """Return a few bytes of PNG that promise 900 million pixels."""
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    pieces = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(9_000))), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in pieces
    )


def running_pdf():
    """Return a PDF that runs a script when it is opened."""
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


# What is changed in a form that would be taken, and what the person is told in both languages.
CASES = {
    "missing field": ({"certificate_number": " "}, "请填写证书编号。", "Please fill in Certificate number."),
    "no such day": (
        {"awarded_on": "2020-02-30"},
        "获取时间应写成年-月-日，例如 2020-11-15。",
        "Awarded on must be a date such as 2020-11-15.",
    ),
    "a day to come": ({"awarded_on": "2020-11-16"}, "获取时间不能晚于今天。", "Awarded on may not lie in the future."),
    "hidden letters": (
        {"certificate_number": "LN\u202e1"},
        "证书编号含有无法显示的控制字符，请删去后重填。",
        "Certificate number contains invisible control characters. Please remove them.",
    ),
    "NUL": (
        {"description": "好\0坏"},
        "成果描述含有无法显示的控制字符，请删去后重填。",
        "Description contains invisible control characters. Please remove them.",
    ),
    "300 letters": (
        {"entry": "", "title": "长" * 300, "institution": "学校", "institution_code": "1"},
        "培训名称最多200个字，请缩短。",
        "Training may have at most 200 characters. Please shorten it.",
    ),
    "another kind's entry": (
        {"entry": "course"},
        "所选名录成果不属于这一小类，请重新选择。",
        "The chosen catalogue outcome is of another kind. Please choose again.",
    ),
    "unknown entry": (
        {"entry": "999999"},
        "没有找到所选的名录成果，请重新搜索并选择。",
        "The chosen catalogue outcome was not found. Please search again.",
    ),
    "unknown kind": (
        {"kind": "999999"},
        "没有找到所选的成果小类，请重新选择。",
        "The chosen kind of outcome was not found. Please choose again.",
    ),
    "no file": ({"training_proof": None}, "请上传培训证明。", "Please upload: Proof of the training."),
    "empty file": (
        {"training_proof": b""},
        "文件“证.png”是空的，请重新选择。",
        "The file “证.png” is empty. Please choose another.",
    ),
    "text": (
        {"training_proof": "证书".encode()},
        "文件“证.png”不是能打开的 jpg、png、gif 或 pdf，请换一个文件。",
        "The file “证.png” is not a readable jpg, png, gif or pdf. Please choose another.",
    ),
    "script as a picture": (
        {"training_proof": b"GIF89a<script>alert(1)</script>"},
        "文件“证.png”不是能打开的 jpg、png、gif 或 pdf，请换一个文件。",
        "The file “证.png” is not a readable jpg, png, gif or pdf. Please choose another.",
    ),
    "900 megapixels": (
        {"training_proof": huge_picture()},
        "图片“证.png”的尺寸过大，请缩小到 4000 万像素以内再上传。",
        "The picture “证.png” has too many pixels. Please reduce it to at most 40 million.",
    ),
    "running PDF": (
        {"training_proof": running_pdf()},
        "文件“证.png”含有会自动运行的内容，请另存为普通 PDF 后再上传。",
        "The file “证.png” contains active content. Please save it as a plain PDF.",
    ),
    "over the limit": (
        {"training_proof": bytes(MAX_BYTES + 1)},
        "文件“证.png”超过 10 MB，请压缩后再上传。",
        "The file “证.png” is larger than 10 MB. Please make it smaller.",
    ),
}


@pytest.fixture
def form(filled):
    """Return a function that makes the form of 老年教育课程 as it would be taken, save for some changes."""
    with Session(filled) as session:
        kind_id = session.scalars(select(OutcomeKind.id).filter_by(code="training")).one()
        entries = select(CatalogueOutcome.id).where(CatalogueOutcome.title == "老年教育课程")
        entry_id = session.scalars(entries.where(CatalogueOutcome.kind_id == kind_id)).one()
        other_id = session.scalars(
            select(CatalogueOutcome.id).where(CatalogueOutcome.kind_id != kind_id).limit(1)
        ).one()

    def make(**changes):
        changes = {key: str(other_id) if value == "course" else value for key, value in changes.items()}
        made = {"kind": str(kind_id), "entry": str(entry_id), "certificate_number": "LNJY00001"}
        made |= {"awarded_on": "2020-11-15", "training_proof": picture()} | changes
        files = {key: (io.BytesIO(each), "证.png") for key, each in made.items() if isinstance(each, bytes)}
        return {key: each for key, each in made.items() if isinstance(each, str)} | files

    return make


@pytest.fixture
def kept(filled, settings):
    """Return a function that counts the rows of every table, and lists the files in the evidence folder."""

    def count():
        with Session(filled) as session:
            rows = {
                table.name: session.scalar(select(func.count()).select_from(table))
                for table in Entity.metadata.sorted_tables
            }
        return rows, [path for path in settings.evidence_folder.rglob("*") if path.is_file()]

    return count


@pytest.mark.parametrize("locale", ["zh", "en"])
def test_a_bad_form_is_told_and_not_kept(visit, form, kept, locale):
    """Each bad form gets its one sentence, in Chinese and in English, and leaves no row and no file."""
    visitor, before, place = visit("learnera", locale), kept(), 1 if locale == "zh" else 2

    answers = {name: visitor.send("/my/add", form(**case[0])) for name, case in CASES.items()}

    assert answers == {name: (422, [case[place]]) for name, case in CASES.items()}
    assert kept() == before


def test_the_same_form_without_its_fault_is_taken(visit, form, kept):
    """What the bad forms were made of is taken once; the second time it is known."""
    visitor = visit("learnera")

    assert visitor.send("/my/add", form()) == (302, [])
    rows, files = kept()
    assert (rows["learner_outcome"], rows["evidence"], rows["stored_file"], len(files)) == (1, 1, 1, 1)
    assert visitor.send("/my/add", form(certificate_number=" LNJY00001 ")) == (
        422,
        ["您的账户里已有证书编号为“LNJY00001”的同类成果，无需重复添加。"],
    )
    assert kept() == (rows, files)


def test_every_problem_is_told_at_once(visit, form):
    """A form with three faults is answered with three sentences, in the order of the form."""
    faults = {"certificate_number": "", "awarded_on": "昨天", "training_proof": b"x"}

    assert visit("learnera").send("/my/add", form(**faults)) == (
        422,
        [
            "请填写证书编号。",
            "获取时间应写成年-月-日，例如 2020-11-15。",
            "文件“证.png”不是能打开的 jpg、png、gif 或 pdf，请换一个文件。",
        ],
    )


def test_a_form_of_an_expired_session_is_not_kept(visit, form, kept):
    """Without the page's token nothing is taken, in a session or without one."""
    visitor, before = visit("learnera"), kept()

    assert visitor.send("/my/add", form() | {"csrf_token": "old"}) == (
        400,
        ["页面打开得太久，这次提交没有保存。请返回上一页刷新后再提交。"],
    )
    visitor.client.delete_cookie("session")
    assert visitor.send("/my/add", form()) == (302, [])
    assert visitor.get("/login/?expired=1") == (200, ["登录已过期，请重新登录。刚才的内容没有保存。"])
    assert kept() == before


def test_a_body_over_the_limit_is_refused_whole(visit, form, kept):
    """More than 60 MB at once is answered with what to do."""
    visitor, before = visit("learnera"), kept()

    answer = visitor.send("/my/add", form(training_proof=bytes(61 * 1024 * 1024)))

    assert answer == (413, ["一次上传的文件合计不能超过 60 MB，请减少或压缩后再提交。"])
    assert kept() == before


def test_a_name_with_a_path_is_made_safe(visit, form, filled, kept):
    """The folder lies nowhere but where we say; the name keeps its end."""
    sent = form(training_proof=None) | {"training_proof": (io.BytesIO(picture()), "..\\..\\etc/证\u202egnp.png")}

    assert visit("learnera").send("/my/add", sent) == (302, [])
    with Session(filled) as session:
        assert session.scalars(select(StoredFile.name)).all() == ["证gnp.png"]
        assert session.scalars(select(LearnerOutcome.title)).all() == ["老年教育课程"]
        kept_id = session.scalars(select(Evidence.id)).one()
    assert len(kept()[1]) == 1
    sent_back = visit("learnera").client.get(f"/my/evidence/{kept_id}")
    assert sent_back.headers["Content-Disposition"] == "inline; filename*=UTF-8''%E8%AF%81gnp.png"
    assert sent_back.headers["Content-Disposition"].isascii()


@pytest.mark.parametrize(
    "address", ["/my/catalogue?kind=1&title=%00", "/my/conversions/?title=%00", "/verify?number=%00"]
)
def test_an_address_with_nul_is_refused(visit, address):
    """It is a person's mistake at most, never a fault of the program."""
    assert visit("learnera").get(address) == (
        400,
        ["提交的内容含有无法识别的部分，系统没有保存。请返回上一页重新填写。"],
    )
