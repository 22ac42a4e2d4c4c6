"""Makes the pictures of the help pages from the running product: `python -m tests.journeys.pictures`.

A house of its own with the sample is served on a free port by a fixed clock and shown to Debian's browser.
"""

import io
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from backoffice import schema
from backoffice.app import create_app
from backoffice.assets import FOLDER
from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer
from backoffice.sample.load import load
from backoffice.upkeep.operations import Workshop
from config import Settings
from reports.keys import IssuingKey, Keyring
from tests.backoffice.workbench.conftest import Bench
from tests.journeys import staff_pictures
from tests.judged_example import Judged

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
PASSWORD = "Xueyin-Demo-2020"
DESK, PHONE = (1100, 720), (390, 700)
SHOWN = 880  # pixels of a picture's width on the page of a desk; a phone shows it as it is
QUALITY = 72
LARGEST = 1_500_000  # bytes of all pictures together
RULE = "老年教育课程认定转换（广东老年大学）"

Take = Callable[[str], None]


def house(folder: Path) -> Settings:
    """Return the settings of a house with the sample in a folder."""
    keys = {"secret_key": b"k" * 32, "sealing_key": b"s" * 32, "index_key": b"i" * 32, "proof_key": b"p" * 32}
    settings = Settings(
        database_url=f"sqlite:///{folder / 'house.db'}", folder=folder, keyring=Keyring(IssuingKey(b"u" * 32)), **keys
    )
    engine = prepare(create_engine(settings.database_url))
    schema.upgrade(engine)
    with Session(engine) as session:
        load(session, sealer=Sealer(settings.sealing_key, settings.index_key), now=NOW)
        session.commit()
    engine.dispose()
    return settings


def camera(page: Page, folder: Path, suffix: str = "") -> Take:
    """Return a function that takes a picture of what the page shows."""

    def take(name: str) -> None:
        page.wait_for_load_state("networkidle")
        shot = Image.open(io.BytesIO(page.screenshot()))
        width = min(SHOWN, shot.width)
        smaller = shot.resize((width, width * shot.height // shot.width), Image.Resampling.LANCZOS)
        smaller.convert("RGB").save(folder / f"{name}{suffix}.webp", "WEBP", quality=QUALITY, method=6)

    return take


def log_in(page: Page, url: str, username: str) -> None:
    """Log a demo account in, after whoever was there before."""
    page.context.clear_cookies()
    page.goto(f"{url}/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="登录", exact=True).click()


def send(page: Page, name: str) -> None:
    """Press a button that sends a form."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).last.click()


def follow(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow the first link of a name, and wait until its page is there."""
    with page.expect_navigation():
        page.get_by_role("link", name=name).first.click()


def learner(page: Page, url: str, take: Take, scan: Path) -> None:
    """Add an outcome and apply for its conversion."""
    page.goto(f"{url}/login/")
    take("learner-login")
    page.goto(f"{url}/rules?words=老年教育课程")
    take("learner-rules")
    log_in(page, url, "learnera")
    page.goto(f"{url}/my/add")
    page.get_by_label("成果大类").select_option(label="其他类_培训业绩等")
    with page.expect_navigation():
        page.get_by_label("成果小类").select_option(label="培训类")
    page.get_by_role("button", name="搜索").click()
    window = page.get_by_role("dialog", name="成果选择")
    window.get_by_label("成果名称（课程名称）").fill("老年教育课程")
    window.get_by_role("button", name="查询").click()
    window.get_by_role("radio", name="选择 老年教育课程").check()
    window.get_by_role("button", name="确认").click()
    page.get_by_label("证书编号").fill("LNJY00001")
    page.get_by_label("获取时间").fill("2020-11-15")
    page.locator("input[type=file][data-files]").first.set_input_files(scan)
    take("learner-add")
    send(page, "提交")
    take("learner-mine")
    page.goto(f"{url}/my/conversions/")
    page.get_by_role("checkbox", name="选择 老年教育课程").check()
    page.get_by_role("button", name="申请转换").click()
    page.locator("dialog[open] [data-choice]").wait_for()
    page.get_by_role("radio", name=re.compile(re.escape(RULE))).check()
    take("learner-apply")
    send(page, "提交")
    take("learner-case")


def staff(page: Page, url: str, take: Take, place: Path) -> None:
    """Show the desks of the institution, of the other reviewers and of the centre, in a busy house."""
    engine = prepare(create_engine(f"sqlite:///{place / 'house.db'}"))
    staff_pictures.busy(Judged(engine, place / "evidence", NOW))

    def enter(username: str) -> None:
        log_in(page, url, username)

    enter("elderlyadmin")
    page.goto(f"{url}/review/first/")
    take("institution-cases")
    follow(page, re.compile("^办理"))
    staff_pictures.widely(page, take, "institution-case")
    shop = Workshop(place / "imports", Sealer(b"s" * 32, b"i" * 32))
    staff_pictures.reviewers(page, url, take, enter)
    staff_pictures.imports(page, url, take, enter, shop, engine, NOW)
    staff_pictures.management(page, url, take, enter, staff_pictures.kind_in(engine))
    staff_pictures.rules(page, url, take, enter, Bench(engine, NOW))
    staff_pictures.statistics(page, url, take, enter, engine)
    engine.dispose()


def page_of(chromium: Browser, size: tuple[int, int]) -> Page:
    """Open a page of a desk or of a phone."""
    viewport = ViewportSize(width=size[0], height=size[1])
    return chromium.new_context(viewport=viewport, locale="zh-CN", service_workers="block").new_page()


@contextmanager
def served(place: Path) -> Iterator[str]:
    """Serve a house of its own in a folder; yield its address."""
    server = make_server("127.0.0.1", 0, create_app(house(place), clock=lambda: NOW), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def main(folder: Path) -> int:
    """Make every picture, the learner's also as a phone shows them; return 1 when they are too large together."""
    folder.mkdir(parents=True, exist_ok=True)
    plain = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}  # the proof's
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-headless-shell")
        chromium = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"], env=plain)
        for size, suffix in ((DESK, ""), (PHONE, "-phone")):
            with tempfile.TemporaryDirectory() as place, served(Path(place)) as url:
                scan = Path(place) / "结业证书.png"
                pypdfium2.PdfDocument(staff_pictures.certificate())[0].render().to_pil().save(scan)
                page = page_of(chromium, size)
                learner(page, url, camera(page, folder, suffix), scan)
                if size is DESK:
                    staff(page, url, camera(page, folder), Path(place))
        chromium.close()
    return int(sum(each.stat().st_size for each in folder.glob("*.webp")) > LARGEST)


if __name__ == "__main__":
    sys.exit(main(FOLDER / "help"))
