"""A running site on a database that holds the sample, and a browser at the width of a desk or a phone."""

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
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
PASSWORD = "Xueyin-Demo-2020"
ONLY_FAULTS = {"resultTypes": ["violations"]}  # what is right need not be told


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
    """Start Debian's browser."""
    with sync_playwright() as playwright:
        plain = {
            name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"
        }  # that one is the proof's
        found = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"], env=plain
        )
        yield found
        found.close()


@pytest.fixture
def workers():
    """Keep the site's service worker out of the way; its own tests let it work."""
    return "block"


@pytest.fixture(params=WIDTHS)
def page(request, chromium, workers):
    """Open a page at each width; whatever goes wrong in its scripts fails the test."""
    phone = request.param == "phone"
    context = chromium.new_context(
        viewport=WIDTHS[request.param], locale="zh-CN", has_touch=phone, service_workers=workers
    )
    opened = context.new_page()
    opened.set_default_timeout(15_000)
    complaints = []
    opened.on("pageerror", lambda problem: complaints.append(str(problem)))
    yield opened
    context.close()

    assert complaints == []


@pytest.fixture
def scan(tmp_path):
    """Return a scanned certificate as a file."""
    path = tmp_path / "结业证书.png"
    stream = io.BytesIO()
    Image.new("RGB", (600, 400), "#fdfbf5").save(stream, "PNG")
    path.write_bytes(stream.getvalue())
    return path


@pytest.fixture
def look(page):
    """Return a function that lets axe-core judge the page, and keeps a picture where CREDIT_BANK_PICTURES says so."""
    folder = os.environ.get("CREDIT_BANK_PICTURES")

    def judge(name):
        page.wait_for_load_state()
        # a colour on its way is no colour to judge
        page.evaluate(
            "() => Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"
        )
        if folder:
            width = "phone" if page.viewport_size["width"] < 500 else "desk"
            Path(folder).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
        found = Axe().run(page, options=ONLY_FAULTS).response["violations"]
        faults = [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]

        assert faults == [], name

    return judge


@pytest.fixture
def log_in(page, site):
    """Return a function that logs a demo account in, after whoever was there before."""

    def enter(username):
        page.context.clear_cookies()
        page.goto(f"{site.url}/login/")
        page.get_by_label("账号").fill(username)
        page.get_by_label("密码").fill(PASSWORD)
        page.locator("main").get_by_role("button", name="登录").click()
        page.wait_for_url(lambda url: "/login" not in url)

    return enter


@pytest.fixture
def known(page, site, app):
    """Return a function that gives the browser the session of a demo account; its login has been tried elsewhere."""

    def enter(username):
        client = app.test_client()
        token = TOKEN.search(client.get("/login/").text)[1]
        client.post("/login/", data={"csrf_token": token, "username": username, "password": PASSWORD})
        cookie = client.get_cookie("session")
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site.url}])

    return enter
