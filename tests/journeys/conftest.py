"""A running site on a database that holds the sample, and a browser at the widths of a desk and of a phone."""

import gc
import io
import os
import re
import shutil
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import sync_playwright
from sqlalchemy import create_engine
from werkzeug.serving import make_server

from backoffice.kernel.database import prepare

WIDTHS = {"desk": {"width": 1366, "height": 900}, "phone": {"width": 390, "height": 844}}
BOTH = "both"  # walked once, each person at the width that is theirs; every page is judged at both
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PASSWORD = "Xueyin-Demo-2020"
JUDGE = Axe().axe_script + (Path(__file__).parent / "judge.js").read_text(encoding="utf-8")
SETTLED = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"


def once(database):
    """Return a mark for a test that walks once for both widths, on one of the databases."""
    return pytest.mark.parametrize(("page", "copy"), [(BOTH, database)], indirect=True)


@dataclass(frozen=True)
class Site:
    """Where the site is, and the engine of its database."""

    url: str
    engine: object
    folder: Path


@pytest.fixture
def site(app, settings):
    """Serve the product, by the fixed clock, on a free port of this machine."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    engine = prepare(create_engine(settings.database_url))
    yield Site(f"http://127.0.0.1:{server.server_port}", engine, settings.folder)
    server.shutdown()
    thread.join()
    server.server_close()
    engine.dispose()
    gc.collect()  # half-sent files end here, in the test that left them


@pytest.fixture(scope="session")
def chromium():
    """Start Debian's browser: the one without windows where it is there, which takes a quarter less time."""
    with sync_playwright() as playwright:
        plain = {
            name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"
        }  # that one is the proof's
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium-headless-shell") or shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu"],
            env=plain,
        )
        yield found
        found.close()


class Screen:
    """What a page is shown on."""

    def __init__(self, page, *, both):
        self.page = page
        self.both = both
        self.protocol = page.context.new_cdp_session(page) if both else None

    @property
    def width(self):
        """Which of the widths it has now."""
        return next(name for name, size in WIDTHS.items() if size == self.page.viewport_size)

    def turn(self, width):
        """Show the page at another width; a phone is touched."""
        self.protocol.send("Emulation.setTouchEmulationEnabled", {"enabled": width == "phone"})
        self.page.set_viewport_size(WIDTHS[width])

    def suit(self, username):
        """Give a person the width that is theirs: a learner holds a phone, others sit at a desk."""
        if self.both:
            self.turn("phone" if username.startswith("learner") else "desk")

    def each(self):
        """Show the page at the width that it has, at the other one where both are judged, and as it was."""
        here = self.width
        yield here
        if self.both:
            for other in WIDTHS.keys() - {here}:
                self.turn(other)
                yield other
            self.turn(here)


@pytest.fixture
def workers():
    """Keep the site's service worker out of the way; its own tests let it work."""
    return "block"


@pytest.fixture(params=WIDTHS)
def page(request, chromium, workers):
    """Open a page at each width, or as the test says; whatever goes wrong in its scripts fails the test."""
    width = "desk" if request.param == BOTH else request.param
    context = chromium.new_context(
        viewport=WIDTHS[width], locale="zh-CN", has_touch=width == "phone", service_workers=workers
    )
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    complaints = []
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield opened
    context.close()

    assert complaints == []


@pytest.fixture(autouse=True)
def screen(page, request):
    """Return what the page is shown on; people without an account hold a phone where both widths are judged."""
    shown = Screen(page, both=request.node.callspec.params["page"] == BOTH)
    if shown.both:
        shown.turn("phone")
    return shown


@pytest.fixture
def scan(tmp_path):
    """Return a scanned certificate as a file."""
    path = tmp_path / "结业证书.png"
    stream = io.BytesIO()
    Image.new("RGB", (600, 400), "#fdfbf5").save(stream, "PNG")
    path.write_bytes(stream.getvalue())
    return path


@pytest.fixture
def look(page, screen):
    """Return a function that judges the page as it stands, at both widths where the test walks once for both."""

    def judge(name):
        page.wait_for_load_state()
        for width in screen.each():
            judge_once(page, f"{name}-{width}")

    return judge


def judge_once(page, name):
    """Let axe-core judge the page, and keep a picture where CREDIT_BANK_PICTURES says so."""
    page.evaluate(SETTLED)  # a colour on its way is no colour to judge
    if folder := os.environ.get("CREDIT_BANK_PICTURES"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    if not page.evaluate("'judged' in window"):
        page.evaluate(JUDGE)

    assert page.evaluate("judged()") == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} goes sideways"


@pytest.fixture
def log_in(page, site, screen):
    """Return a function that logs a demo account in, after whoever was there before."""

    def enter(username):
        screen.suit(username)
        page.context.clear_cookies()
        page.goto(f"{site.url}/login/")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)

    return enter


@pytest.fixture
def known(page, site, app, screen):
    """Return a function that gives the browser the session of a demo account; its login has been tried elsewhere."""

    def enter(username):
        screen.suit(username)
        client = app.test_client()
        token = TOKEN.search(client.get("/login/").text)[1]
        client.post("/login/", data={"csrf_token": token, "username": username, "password": PASSWORD})
        cookie = client.get_cookie("session")
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])

    return enter
