"""Two sides of one house, each with a worked example of its own, and a visitor of every role."""

import re
import shutil
from dataclasses import dataclass, field
from functools import cache

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import create_engine, make_url, select, update
from sqlalchemy.orm import Session

from backoffice import access
from backoffice.accounts.models import Learner
from backoffice.app import create_app
from backoffice.conversion.models import ConversionApplication, ConversionFile
from backoffice.institutions.models import CommitteeMember, Institution, InstitutionAdministrator
from backoffice.kernel.database import prepare
from backoffice.kernel.passwords import hashed
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.storage import path_of
from backoffice.kernel.web import database
from backoffice.outcomes.models import Evidence, LearnerOutcome
from backoffice.printing.operations import Shelf
from backoffice.printing.operations import place_of as place_of_run
from backoffice.printing.sealed_files import SealedFile
from backoffice.proofs.models import ConversionProof
from backoffice.recognition.workflow import RequestState
from config import Settings
from tests.conftest import KEYRING, NOW, on_server
from tests.factories import DIGEST, FACTORIES, MODELS, make, make_user
from tests.worked_example import Line

PASSWORD = "Xueyin-Demo-2020"
ACCOUNTS = {
    access.LEARNER: "learnera",
    access.INSTITUTION: "elderlyadmin",
    access.COMMITTEE: "committeea",
    access.CENTRE: "centre",
    access.ASSESSOR: "assessor",
    access.ADMIN: "admin",
}
PLAYED = {"User", "Learner", "Institution", "Committee", "ConversionApplication", "ConversionProof"}
PLAYED |= {"PrintRun", "RecognitionApplication", "RecognitionRecord", "Assessment"}
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody of one role: a browser with a session, and a program with a token; the public has neither."""

    role: str
    client: object
    program: object
    csrf: str = ""
    bearer: dict = field(default_factory=dict)

    def get(self, path, **details):
        """Open a page."""
        return self.client.get(path, **details)

    def post(self, path, **form):
        """Send a form, with the token that the pages carry."""
        return self.client.post(path, data={"csrf_token": self.csrf} | form)

    def rest(self, method, path, json=None):
        """Send a program's request."""
        return self.program.open(path, method=method, json=json, headers=self.bearer)


@dataclass
class World:
    """The application on one database; `own` and `foreign` give the id of a row of each entity on either side."""

    app: object
    engine: object
    visitors: dict
    own: dict
    foreign: dict

    def rows(self, name):
        """Return every row of an entity as plain values."""
        table = MODELS[name].__table__
        with self.engine.connect() as connection:
            return connection.execute(select(table).order_by(table.c.id)).all()

    def kept(self, *names):
        """Return every row of some entities as the database keeps it, to be compared: quicker than as values."""
        with self.engine.connect() as connection:
            return [connection.exec_driver_sql(every_row(name)).all() for name in names]

    def session(self):
        """Open a session of the test's own."""
        return Session(self.engine)


@cache
def every_row(name):
    """Return the statement that reads an entity's rows in their order."""
    return f'SELECT * FROM "{MODELS[name].__table__.name}" ORDER BY id'  # noqa: S608 - our own names


def settings_for(url, folder):
    """Return settings with fixed keys."""
    keys = {"secret_key": b"k" * 32, "sealing_key": b"s" * 32, "index_key": b"i" * 32, "proof_key": b"p" * 32}
    return Settings(database_url=url, folder=folder, keyring=KEYRING, **keys)


def fill(engine, folder):
    """Play the worked example on both sides; return the ids of the rows of either."""
    line = Line(engine, folder / "evidence", NOW)
    kept = path_of(DIGEST, folder / "evidence")
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"example")  # what the factory's files hold
    applications = []
    for username in ("learnera", "learnerb"):
        with line.writing() as session:
            if username == "learnerb":
                home = session.scalars(select(Institution).filter_by(title="广东老年大学")).one()
                make(session, "Membership", learner=line.learner(session, username), institution=home)
            session.commit()
        applications.append(line.apply(line.add(username, f"ZS-{username}"), username))
        line.pass_first(applications[-1])
        line.pass_final(applications[-1])
    with line.writing() as session:
        sides = [
            side_of(session, *each, folder=folder)
            for each in zip(("learnera", "learnerb"), applications, (0, 1), strict=True)
        ]
        make_user(session, access.ADMIN, username="admin", password=hashed(PASSWORD))
        session.commit()
    return sides


def side_of(session, username, application_id, number, *, folder):
    """Give one side its institution, its committee and a row of every entity; return their ids by entity."""
    application = session.get_one(ConversionApplication, application_id)
    learner = session.scalars(select(Learner).join(User, Learner.user_id == User.id).filter_by(username=username)).one()
    admin, member = ("elderlyadmin", "committeea") if number == 0 else ("openadmin", "otherside")
    if number == 1:
        other = make_user(session, access.COMMITTEE, username="otherside")
        make(session, "CommitteeMember", committee=make(session, "Committee"), user=other)
    places = {
        "institution": place_of(session, InstitutionAdministrator, "institution", admin),
        "committee": place_of(session, CommitteeMember, "committee", member),
    }
    changed = {f"{name}_id": row.id for name, row in places.items()}
    session.execute(update(ConversionApplication).filter_by(id=application_id).values(**changed))
    session.expire_all()
    known = {"learner": learner, "application": application, **places}
    known["outcome"] = make(session, "LearnerOutcome", learner=learner)
    known["change"] = make(session, "IdentityChange", learner=learner)
    known["question"] = make(session, "Question", learner=learner)
    assessor = session.scalars(select(User).filter_by(username="assessor")).one()
    known["assessor"] = assessor if number == 0 else make_user(session, access.ASSESSOR)
    known["assessment"] = make(session, "Assessment", **wanted("Assessment", known))
    ended = wanted("RecognitionApplication", known) | {"state": RequestState.WITHDRAWN}
    asked = make(session, "RecognitionApplication", **ended)
    known["run"] = print_of(session, session.scalars(select(User).filter_by(username=admin)).one(), folder)
    ids = {name: make(session, name, **wanted(name, known)).id for name in FACTORIES if name not in PLAYED}
    session.get_one(ConversionProof, application.proof_id).pdf = b"%PDF-1.7 example"
    handed_in = select(Evidence.id).join(Evidence.outcome).where(Evidence.evidence_key != "scan")
    drawn = {
        "PrintRun": known["run"].id,
        "ConversionApplication": application_id,
        "ConversionProof": application.proof_id,
        "Learner": learner.id,
        "IdentityChange": known["change"].id,
        "Assessment": known["assessment"].id,
        "RecognitionApplication": asked.id,
        "RecognitionRecord": make(session, "RecognitionRecord", application=asked).id,
        "Evidence": session.scalars(handed_in.where(LearnerOutcome.learner_id == learner.id)).first(),
        "ConversionFile": session.scalars(select(ConversionFile.id).filter_by(application_id=application_id)).first(),
    }
    asked.outcome_id = session.get_one(Evidence, drawn["Evidence"]).outcome_id
    return ids | drawn | {name.title(): row.id for name, row in places.items()}


def print_of(session, orderer, folder):
    """Return a run of printing that somebody ordered, with its file."""
    run = make(session, "PrintRun", actor=orderer)
    shelf = Shelf(folder / "prints", Sealer(b"s" * 32, b"i" * 32), 7)
    with SealedFile(shelf.path_of(run.id), shelf.sealer, place_of_run(run.id)) as file:
        run.size = file.write(b"%PDF-1.7 example")
        file.keep()
    return run


def place_of(session, seats, column, username):
    """Return the institution or the committee that a user acts for."""
    seat = session.scalars(select(seats).join(seats.user).where(User.username == username)).one()
    return getattr(seat, column)


def wanted(name, known):
    """Return which of the known rows a row of an entity belongs to."""
    relations = MODELS[name].__mapper__.relationships
    fitting = {key: row for key, row in known.items() if key in relations}
    return {key: row for key, row in fitting.items() if isinstance(row, relations[key].mapper.class_)}


def visit(app, role, username=""):
    """Let somebody in, by the page and by the interface for programs."""
    client, program = app.test_client(), app.test_client()
    page = client.get("/login/").text
    csrf = TOKEN.search(page).group(1)
    if not username:
        return Visitor(role, client, program, csrf)
    entered = client.post("/login/", data={"csrf_token": csrf, "username": username, "password": PASSWORD})
    assert entered.status_code == 302, entered.text
    known = {"username": username, "password": PASSWORD, "provider": "db"}
    answer = program.post("/api/v1/security/login", json=known)
    csrf = TOKEN.search(client.get("/account/password").text).group(1)
    return Visitor(role, client, program, csrf, {"Authorization": f"Bearer {answer.json['access_token']}"})


@pytest.fixture(scope="session")
def worlds(tmp_path_factory, original, request):
    """Return a function that builds, once for each sort of database, the two sides and the visitors."""
    built = {}

    def build(sort):
        if sort not in built:
            folder = tmp_path_factory.mktemp(sort)
            built[sort] = world_on(copy_of(sort, folder), folder)
        return built[sort]

    def copy_of(sort, folder):
        if sort == "sqlite":
            shutil.copy(make_url(original("sqlite", "filled")).database, folder / "sides.db")
            return f"sqlite:///{folder / 'sides.db'}"
        socket = request.getfixturevalue("postgres_socket")
        original("postgresql", "filled", socket)
        on_server(socket, "CREATE DATABASE sides TEMPLATE filled")
        return f"postgresql+psycopg://postgres@/sides?host={socket}"

    yield build
    for world in built.values():
        world.engine.dispose()
        with world.app.app_context():
            database.engine.dispose()


def world_on(url, folder):
    """Build the two sides on one database, and let the visitors in."""
    engine = prepare(create_engine(url))
    own, foreign = fill(engine, folder)
    app = create_app(settings_for(url, folder), clock=lambda: NOW)
    visitors = {role: visit(app, role, username) for role, username in ACCOUNTS.items()}
    return World(app, engine, visitors | {access.PUBLIC: visit(app, access.PUBLIC)}, own, foreign)


@pytest.fixture
def world(worlds):
    """Return the two sides on SQLite."""
    return worlds("sqlite")


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request, worlds):
    """Return the two sides, on each sort of database in turn."""
    return worlds(request.param)
