"""The public side, questions and messages, and large photos, in the browser."""

import re
from decimal import Decimal

import pytest
from flask_appbuilder.security.sqla.models import User
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.proofs.models import ConversionProof
from tests.factories import make
from tests.journeys.conftest import once
from tests.journeys.test_worked_example import press

# A browser that leaves a page cuts off what it was still loading; the server drops such a file half sent.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

OPEN = (
    "/about",
    "/rules?words=PETS",
    "/rules/LN-GDLNDX",
    "/replacements?words=老年",
    "/levels",
    "/standards",
    "/notices",
    "/questions",
    "/help",
    "/help/learner",
    "/offline",
)


@once("sqlite")
def test_the_public_side(page, site, look):
    """Each page of it, by axe-core; from a word on the first page to the rule's plain sentence."""
    for address in OPEN:
        page.goto(site.url + address)
        look(f"30-public{re.sub('[/?=]', '-', address)}")
        assert page.get_by_role("heading", level=1).count() == 1

    page.goto(site.url)
    page.get_by_label("查询转换规则").fill("老年教育课程")
    press(page, page.get_by_role("button", name="查规则"))
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^查看详情.*认定转换（广东老年大学）")).click()
    assert page.get_by_text("可以换得“老年教育课程（广东老年大学）”").first.is_visible()


@once("postgresql")
def test_asking_and_being_answered(page, site, log_in, look):
    """A learner asks, the centre answers, the learner reads it, and the message in the site."""
    with Session(site.engine) as session:
        learner = session.scalars(select(User).filter_by(username="learnera")).one()
        make(
            session,
            "OutboxMessage",
            recipient_id=learner.id,
            template="conversion_returned",
            body="需要补正：请上传证书",
        )
        session.commit()
    log_in("learnera")
    page.goto(f"{site.url}/my/questions")
    page.get_by_label("标题").fill("怎样转换")
    page.get_by_label("问题", exact=True).fill("请问怎样转换？")
    look("31-ask")
    press(page, page.get_by_role("button", name="提交"))
    log_in("centre")
    page.goto(f"{site.url}/answering/")
    look("32-answering")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^解答.*怎样转换")).click()
    page.get_by_role("textbox", name=re.compile("^解答")).fill("选一条适用的规则。")
    press(page, page.get_by_role("button", name="提交解答"))
    look("33-answer")
    page.goto(f"{site.url}/statistics/")
    look("34-statistics")
    log_in("learnera")
    page.goto(f"{site.url}/my/messages")
    look("35-messages")
    press(page, page.get_by_role("button", name="全部标为已读"))
    assert page.get_by_text("未读").count() == 0
    page.goto(f"{site.url}/my/questions")
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^查看详情.*怎样转换")).click()
    assert page.get_by_text("选一条适用的规则。").is_visible()
    look("36-thread")


@once("sqlite")
def test_a_transcript_is_issued_and_checked(page, site, known, look, tmp_path):
    """A learner issues it and opens its check; somebody else types number and code, and hands the file in."""
    with Session(site.engine) as session:
        learner = session.scalars(select(Learner).join(Learner.user).filter_by(username="learnera")).one()
        make(session, "CreditEntry", learner=learner, credits=Decimal("2.50"))
        make(session, "LearnerOutcome", learner=learner, title="电子商务师（三级）", state="已认定", credits=Decimal(2))
        session.commit()
    known("learnera")
    page.goto(f"{site.url}/my/transcript")
    press(page, page.get_by_role("button", name="出具成绩单"))
    look("37-transcript")
    with Session(site.engine) as session:
        issued = session.scalars(select(ConversionProof)).one()
        number, code, key = issued.number, issued.check_code, issued.id
    file = tmp_path / "成绩单.pdf"
    file.write_bytes(page.request.get(f"{site.url}/my/conversions/proofs/{key}.pdf").body())
    page.context.clear_cookies()
    page.goto(f"{site.url}/v/{number}?c={code.replace('-', '')}")
    assert page.get_by_role("heading", level=1, name="成绩单有效").is_visible()
    look("38-verified-transcript")
    for changed, said in ((b"", "就是我们出具的原文件"), (b"%", "不是原文件，但里面的数据与")):
        file.write_bytes(file.read_bytes() + changed)
        page.get_by_text("比对收到的 PDF 文件").click()
        page.get_by_label("收到的 PDF 文件").set_input_files(file)
        press(page, page.get_by_role("button", name="比对文件"))
        assert page.get_by_text(said).is_visible()
        look(f"39-compared-{len(changed)}")
    page.goto(f"{site.url}/verify")
    page.get_by_text("手中是 PDF 文件").click()
    look("39-verify")


@once("sqlite")
def test_a_large_photo_is_made_smaller_before_it_is_sent(page, site, known, screen, tmp_path):
    """A photo of more than 4 MB becomes a JPEG with its longer side at 2600 pixels, upright as it was taken."""
    photo = tmp_path / "证书.jpg"
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    Image.effect_noise((3600, 2400), 90).convert("RGB").save(photo, quality=95, exif=turned)
    assert photo.stat().st_size > 4 * 1024 * 1024
    known("learnera")
    page.goto(f"{site.url}/my/add")
    page.wait_for_load_state()
    chooser = page.locator("input[type=file][data-files]").first
    chooser.set_input_files(photo)
    page.get_by_text("照片已缩小").wait_for()
    sides = chooser.evaluate("(each) => createImageBitmap(each.files[0]).then((found) => [found.width, found.height])")

    assert sides == [1733, 2600]
    assert chooser.evaluate("(each) => [each.files.length, each.files[0].type]") == [1, "image/jpeg"]
    assert chooser.evaluate("(each) => each.files[0].size") < photo.stat().st_size
    assert page.get_by_text("拍照", exact=True).first.is_visible()
    screen.turn("desk")
    page.reload()
    assert not page.get_by_text("拍照", exact=True).first.is_visible()  # a desk has no camera to point
