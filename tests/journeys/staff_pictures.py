"""What the help shows of the desks of the staff: a busy house, and a picture of each place."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Page, ViewportSize
from sqlalchemy import Engine, select, update
from sqlalchemy.orm import Session

import reports.fonts
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.assessments import ask_about_conversion
from backoffice.conversion.workflow import INSTITUTION_ADMINISTRATOR
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState
from backoffice.kernel.storage import store_upload
from backoffice.messages.models import Audience, Notice, Question, QuestionState
from backoffice.outcomes.models import Evidence
from backoffice.recognition.assessments import Asking
from backoffice.upkeep.deposits import DEPOSITS
from backoffice.upkeep.jobs import work_off
from backoffice.upkeep.operations import Workshop
from tests.backoffice.statistics.small_world import small_world
from tests.backoffice.upkeep.conftest import csv_file
from tests.backoffice.upkeep.test_imports import CATALOGUE, ENTRY, NEW, deposit
from tests.backoffice.workbench.conftest import TEXT, Bench
from tests.backoffice.workbench.population import populate
from tests.judged_example import Judged
from tests.many_cases import crowd
from tests.worked_example import HOUSE

Take = Callable[[str], None]
LogIn = Callable[[str], None]
KAI = Path(reports.fonts.__file__).with_name("kai-regular.ttf")
LINES = (
    (90, 64, "结 业 证 书"),
    (230, 30, "{name}"),
    (300, 26, "完成“{title}”，成绩合格，准予结业。"),
    (470, 24, "成果试点机构"),
    (520, 24, "2020 年 11 月 15 日"),
    (600, 20, "证书编号 {number}"),
)
WIDE, USUAL = ViewportSize(width=1366, height=894), ViewportSize(width=1100, height=720)


def certificate(**words: str) -> bytes:
    """Return a certificate of nobody, as a scan."""
    filled = {"name": "学习者甲", "title": "老年教育课程", "number": "LNJY00001"} | words
    paper = Image.new("RGB", (1000, 700), "#fdfbf5")
    drawing = ImageDraw.Draw(paper)
    drawing.rectangle((24, 24, 976, 676), outline="#b59a5b", width=4)
    for top, size, line in LINES:
        drawing.text(
            (500, top), line.format(**filled), fill="#222222", font=ImageFont.truetype(str(KAI), size), anchor="mm"
        )
    stream = io.BytesIO()
    paper.save(stream, "PDF", resolution=120)
    return stream.getvalue()


def busy(line: Judged) -> None:
    """Fill the house: like cases, an opinion that is asked for, notices, messages that failed."""
    waiting = crowd(line, 4)
    line.check(line.request(line.add_award()))
    with line.writing() as session:
        asking = Asking(line.user(session, "assessor"), "请看课程水平是否与目标成果相当")
        ask_about_conversion(
            session,
            waiting[0],
            asking,
            role=INSTITUTION_ADMINISTRATOR,
            actor_id=line.user(session, "elderlyadmin"),
            now=line.now,
            house=HOUSE,
        )
        for each in session.scalars(select(Evidence)):
            learner, held = each.outcome.learner, each.outcome
            paper = certificate(name=learner.full_name, title=held.title, number=held.certificate_number or "无")
            scan = {"name": "证书.pdf", "content": paper, "now": line.now, "folder": line.folder}
            each.file = store_upload(session, actor_id=learner.user_id, **scan)
        for title in ("国庆期间照常受理申请", "学习者上传材料的要求"):
            day = date(2020, 11, 9 if title.startswith("国庆") else 2)
            session.add(Notice(title=title, body=title, published_from=day, audience=Audience.EVERYBODY))
        asked = {"title": "证书上的名字写错了怎么办", "body": "名字少了一个字。", "state": QuestionState.OPEN}
        session.add(Question(learner=line.learner(session), asked_at=line.now, **asked))
        sent = OutboxMessage.__table__.update().values(state=DeliveryState.SENT, attempts=1, sent_at=line.now)
        session.execute(sent)
        failed = select(OutboxMessage.id).order_by(OutboxMessage.id.desc()).limit(2)
        ids = session.scalars(failed).all()
        spoilt = {"state": DeliveryState.FAILED, "attempts": 8, "problem": "gateway answered 503", "sent_at": None}
        session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(tried_at=line.now, **spoilt))
        session.commit()


def reviewers(page: Page, url: str, take: Take, log_in: LogIn) -> None:
    """Show the desks of committee, assessor and the centre's recognitions."""
    log_in("committeea")
    page.goto(f"{url}/review/final/")
    take("committee-cases")
    open_first(page, "办理")
    widely(page, take, "committee-case")
    page.goto(f"{url}/review/batch/")
    open_first(page, "办理")
    take("committee-batch")
    log_in("assessor")
    page.goto(f"{url}/review/assessment/")
    open_first(page, "办理")
    take("assessor-case")
    log_in("centre")
    page.goto(f"{url}/review/recognition/")
    open_first(page, "办理")
    take("centre-recognition")


def widely(page: Page, take: Take, name: str) -> None:
    """Show a page that has much beside each other."""
    page.set_viewport_size(WIDE)
    take(name)
    page.set_viewport_size(USUAL)


def rules(page: Page, url: str, take: Take, log_in: LogIn, bench: Bench) -> None:
    """Show a draft, and what its publisher sees."""
    bench.published()
    with bench.writing() as session:
        populate(session, [61, 62, 60, *([75] * 97)])
        session.commit()
    draft_id = bench.start(TEXT.replace("[60..90) 50%", "[60..63) 33.34%, [63..90) 50%"))
    log_in("centre")
    page.goto(f"{url}/workbench/drafts/{draft_id}")
    page.get_by_role("textbox", name="规则文本").wait_for()
    take("centre-rule-draft")
    bench.submit(draft_id)
    bench.compute(draft_id)
    log_in("centrepublisher")
    page.goto(f"{url}/workbench/review/{draft_id}")
    widely(page, take, "centre-rule-publish")


def management(page: Page, url: str, take: Take, log_in: LogIn, kind_id: int) -> None:
    """Show the places from which the centre keeps the house."""
    log_in("centre")
    for name, address in (
        ("centre-kind", f"/kinds/{kind_id}"),
        ("centre-people", "/people/"),
        ("centre-settings", "/settings/"),
        ("centre-audit", "/audit/"),
        ("centre-outbox", "/outbox/?state=unsent"),
        ("centre-answering", "/answering/"),
    ):
        page.goto(url + address)
        take(name)


def statistics(page: Page, url: str, take: Take, log_in: LogIn, engine: Engine) -> None:
    """Show the figures of the centre and of an institution, from a world that has some."""
    with Session(engine) as session:
        near = session.scalars(select(InstitutionAdministrator)).first()
        member = session.scalars(select(CommitteeMember)).first()
        small_world(session, near.institution, member.committee)
        session.commit()
    for name, username in (("centre-statistics", "centre"), ("institution-statistics", "elderlyadmin")):
        log_in(username)
        page.goto(f"{url}/statistics/?from=2020-10-01&to=2020-11-30")
        take(name)


def imports(page: Page, url: str, take: Take, log_in: LogIn, shop: Workshop, engine: Engine, now: object) -> None:
    """Show a checked file of the centre, and grades of an institution."""
    bad = (*NEW[:3], "NEW-2", "坏学分", *NEW[5:7], "二")
    log_in("centre")
    file = csv_file(CATALOGUE, (*ENTRY[:7], "3.5"), NEW, bad)
    checked(page, f"{url}/imports/new/catalogue", file, shop, engine, now)
    take("centre-import")
    log_in("elderlyadmin")
    grades = csv_file(DEPOSITS.headers, deposit(课程名称="书法"), deposit(课程名称="国画"), deposit(姓名="别人"))
    checked(page, f"{url}/imports/new/deposits", grades, shop, engine, now)
    take("institution-import")


def checked(page: Page, address: str, content: bytes, shop: Workshop, engine: Engine, now: object) -> None:
    """Upload a file and let it be checked."""
    page.goto(address)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "表格.csv", "mimeType": "text/csv", "buffer": content}
    )
    with page.expect_navigation():
        page.get_by_role("button", name="上传检查").click()
    work_off(engine, shop, lambda: now)
    page.reload()


def open_first(page: Page, word: str) -> None:
    """Follow the first link of a name, and wait until its page is there."""
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile(f"^{word}")).first.click()


def kind_in(engine: Engine) -> int:
    """Return the kind whose form is shown."""
    with Session(engine) as session:
        return int(session.scalars(select(OutcomeKind.id).filter_by(code="training")).one())
