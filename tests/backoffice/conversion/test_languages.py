"""Pages in the language that was chosen, whole."""

import re
from html.parser import HTMLParser

import pytest
from sqlalchemy import Enum, String, select

from backoffice import tables

CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")
LATIN = re.compile(r"[A-Za-z][A-Za-z_]{2,}")
SPOKEN = {"aria-label", "alt", "title", "placeholder", "data-confirm", "data-confirm-detail", "data-too-large"}
SILENT = {"script", "style", "svg"}
ALONE = {"meta", "link", "input", "br", "img", "hr", "use"}
NOT_WORDS = {"jpg", "png", "gif", "pdf", "csv", "xlsx", "XXXX", "SHA", "PDF"}
OUR_WORDS = {"outcome_kind", "outcome_category"}  # tables whose titles are translated on the pages of learners
PASSWORD = "Xueyin-Demo-2020"


class Heard(HTMLParser):
    """Collects what a page says: texts and spoken attributes, but nothing hidden and no name in its own language."""

    def __init__(self):
        super().__init__()
        self.open = []
        self.said = []

    def handle_starttag(self, tag, attrs):
        """Go into an element."""
        marks = dict(attrs)
        foreign = "lang" in marks and tag != "html"
        quiet = tag in SILENT or marks.get("aria-hidden") == "true" or foreign or any(q for _, q in self.open)
        if not quiet:
            self.said += [value for name, value in attrs if value and name in SPOKEN]
        if tag not in ALONE:
            self.open.append((tag, quiet))

    def handle_endtag(self, tag):
        """Leave an element."""
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        """Take a text."""
        if not any(quiet for _, quiet in self.open):
            self.said.append(data)


def heard(page):
    """Return everything that a page says."""
    reader = Heard()
    reader.feed(page)
    return "\n".join(reader.said)


@pytest.fixture
def client(app):
    """Return a browser without a window."""
    return app.test_client()


def send(client, address, shown_at, **form):
    """Send a form with the token of the page that shows it."""
    page = client.get(shown_at).text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
    return client.post(address, data={"csrf_token": token, **form})


def speak(client, locale):
    """Choose a language in the footer."""
    return send(client, "/language", "/verify", locale=locale, next="/verify")


def enter(client, username, locale):
    """Log in and choose a language."""
    send(client, "/login/", "/login/", username=username, password=PASSWORD)
    speak(client, locale)


def held(engine):
    """Return every text that the database holds, save for the product's own words."""
    texts = []
    with engine.connect() as connection:
        for table in tables.METADATA.sorted_tables:
            plain = [
                column
                for column in table.columns
                if isinstance(column.type, String) and not isinstance(column.type, Enum)
            ]
            if plain and table.name not in OUR_WORDS:
                texts += [str(value) for row in connection.execute(select(*plain)) for value in row]
        users = tables.METADATA.tables["ab_user"].c
        texts += [f"{row[0]}{row[1]}" for row in connection.execute(select(users.last_name, users.first_name))]
    return "\n".join(texts)


OPEN = {
    "/": 200,
    "/login/": 200,
    "/login/?expired=1": 200,
    "/verify": 200,
    "/verify?number=XY-2020-0000001-0&code=AAAA": 404,
    "/nowhere": 404,
    "/language": 405,
}


def test_open_pages_in_english(client):
    """A page that needs no login holds no Chinese once English is chosen."""
    speak(client, "en")
    answers = {address: client.get(address) for address in OPEN}

    assert {address: answer.status_code for address, answer in answers.items()} == OPEN
    assert [address for address, answer in answers.items() if '<html lang="en"' not in answer.text] == []
    assert [run for answer in answers.values() for run in CHINESE.findall(heard(answer.text))] == []


def test_open_pages_in_chinese(client):
    """A page says nothing in English before that is chosen."""
    answers = {address: client.get(address) for address in OPEN}

    assert {address: answer.status_code for address, answer in answers.items()} == OPEN
    assert [address for address, answer in answers.items() if '<html lang="zh-CN"' not in answer.text] == []
    assert {word for answer in answers.values() for word in LATIN.findall(heard(answer.text))} - NOT_WORDS == set()


def test_a_refused_login_in_english(client):
    """What is wrong is told in the language of the page."""
    speak(client, "en")
    answer = send(client, "/login/", "/login/", username="nobody", password=PASSWORD)

    assert "The account or the password is not right." in answer.text
    assert CHINESE.findall(heard(answer.text)) == []


LEARNER = (
    "/my/",
    "/my/add?kind={kind}",
    "/my/catalogue?kind={kind}",
    "/my/outcomes/{outcome}",
    "/my/conversions/",
    "/my/conversions/apply/{outcome}",
    "/my/conversions/{application}",
    "/account/password",
)
REVIEWERS = {
    "elderlyadmin": ("/review/first/?turn=all", "/review/first/{application}", "/entities/programme/list/"),
    "committeea": ("/review/final/", "/review/final/{application}", "/review/batch/"),
    "assessor": ("/review/assessment/",),
    "centre": (
        "/review/cases/",
        "/review/cases/{application}",
        "/review/workload/",
        "/review/recognition/",
        "/entities/institution/list/",
        "/entities/institution/add",
        "/entities/conversion-application/list/",
        "/entities/learner-outcome/list/",
        "/entities/review-record/list/",
        "/entities/rule-version/list/",
        "/entities/learner/list/",
    ),
}
PLACES = {"learnera": LEARNER, **REVIEWERS}


@pytest.fixture
def known(line):
    """Bring the worked example to the final review, and return the keys that addresses need."""
    outcome = line.add()
    application = line.apply(outcome)
    line.pass_first(application)
    with line.writing() as session:
        kind = session.scalar(select(tables.METADATA.tables["outcome_kind"].c.id).filter_by(code="course"))
    return {"outcome": outcome, "application": application, "kind": kind, "engine": line.engine}


def visit(client, username, known):
    """Return what each page of a person says, by its address."""
    answers = {address: client.get(address.format(**known)) for address in PLACES[username]}

    assert {address: answer.status_code for address, answer in answers.items()} == dict.fromkeys(answers, 200)
    return {address: heard(answer.text) for address, answer in answers.items()}


@pytest.mark.parametrize("username", PLACES)
def test_pages_behind_the_login_in_english(client, known, username):
    """In English the only Chinese on a page is what people have put into the database."""
    enter(client, username, "en")
    texts = held(known["engine"])
    said = visit(client, username, known)

    assert [(address, run) for address in said for run in CHINESE.findall(said[address]) if run not in texts] == []


@pytest.mark.parametrize("username", PLACES)
def test_pages_behind_the_login_in_chinese(client, known, username):
    """In Chinese the only Latin words on a page are what people have put into the database."""
    enter(client, username, "zh")
    texts = held(known["engine"])
    said = visit(client, username, known)
    latin = [(address, word) for address in said for word in LATIN.findall(said[address]) if word not in texts]

    assert [(address, word) for address, word in latin if word not in NOT_WORDS] == []


def test_problems_of_a_form_in_english(client, known):
    """Labels, problems and statuses follow the language of the page."""
    enter(client, "learnera", "en")
    answer = send(client, "/my/add", f"/my/add?kind={known['kind']}", kind=known["kind"], score="101")

    assert answer.status_code == 422
    assert "Please fill in Course." in answer.text
    assert "The score must lie between 0 and 100." in answer.text
    assert "Please upload: Certificate of the course (or transcript)." in answer.text
    assert "First review passed" in client.get("/my/conversions/").text


def test_the_choice_leads_back_and_nowhere_else(client):
    """The switch leads to the page where it stands, and never to another site; an unknown language is not found."""
    there = speak(client, "en")
    abroad = send(client, "/language", "/verify", locale="en", next="https://elsewhere.example/")

    assert there.headers["Location"] == "/verify"
    assert abroad.headers["Location"] == "/"
    assert send(client, "/language", "/verify", locale="xx").status_code == 404


def test_a_choice_outlives_the_login(client):
    """Who chose English before logging in reads English afterwards."""
    speak(client, "en")
    send(client, "/login/", "/login/", username="learnera", password=PASSWORD)

    assert "My outcomes" in client.get("/my/").text
