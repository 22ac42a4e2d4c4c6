"""Databases of both sorts, a fixed clock and fixed keys for every test."""

import gc
import os
import shutil
import subprocess
import tempfile
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_socket import socket_allow_hosts
from sqlalchemy import create_engine, make_url, text, update
from sqlalchemy.orm import Session
from werkzeug.security import generate_password_hash

import tests.paper_factories
import tests.workbench_factories  # noqa: F401 - both added to the others
from backoffice import schema
from backoffice.app import create_app
from backoffice.kernel.database import prepare
from backoffice.kernel.entity import Entity
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.web import database
from backoffice.sample.load import load
from config import Settings
from reports.keys import IssuingKey, Keyring
from reports.papers import print_here

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")
ROOM = 2_000_000_000  # bytes that the databases of a run may need
STRATEGIES = 15  # the first PostgreSQL that is told how to copy
KEYRING = Keyring(IssuingKey(b"u" * 32))
PASSWORD = "Xueyin-Demo-2020"
QUICK = "pbkdf2:sha256:1"  # the product's own hash takes longer than most tests do
COLLECTED_AT = (50_000, 20, 50)  # Python's own 700 walk what ten thousand tests hold too often: a twentieth of the time


def pytest_collection_finish():
    """Let the garbage collector pass by the tests themselves, and come less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECTED_AT)


def pytest_runtest_setup():
    """Let tests speak to this machine alone."""
    socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)


def quickest_folder():
    """Return where files lie in memory, if there is room: a copy of a database is a thousand small files."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
    return str(memory) if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else "/tmp"  # noqa: S108


def postgres_programs():
    """Return the folder of the newest PostgreSQL."""
    return max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda each: int(each.parent.name))


def copied(template):
    """Return how a database is copied: file by file, which older servers do without being asked."""
    asked = " STRATEGY FILE_COPY" if int(postgres_programs().parent.name) >= STRATEGIES else ""
    return f"TEMPLATE {template}{asked}"


def as_postgres(*command):
    """Run one of PostgreSQL's programs as its own user, since it refuses root."""
    programs = postgres_programs()
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run([str(programs / command[0]), *command[1:]], check=True, capture_output=True, cwd="/", **user)


@pytest.fixture(scope="session")
def postgres_socket():
    """Start a PostgreSQL of these tests alone, on a socket in its own folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir=quickest_folder()))  # a socket's path must be short
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    kept = str(folder / "kept")
    as_postgres("initdb", "-D", kept, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-N")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off -c max_connections=200"
    as_postgres("pg_ctl", "-D", kept, "-l", str(folder / "log"), "-w", "-o", options, "start")
    yield folder
    as_postgres("pg_ctl", "-D", kept, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def original(tmp_path_factory):
    """Return a function that makes, once for each sort and content, the database that tests get copies of."""
    made = {}

    def make(sort, content, socket=None):
        if (sort, content) in made:
            return made[sort, content]
        if sort == "sqlite":
            url = f"sqlite:///{tmp_path_factory.mktemp(content) / 'original.db'}"
        else:
            url = f"postgresql+psycopg://postgres@/{content}?host={socket}"
            on_server(socket, f"CREATE DATABASE {content}")
        migrate(url, fill=content == "filled")
        made[sort, content] = url
        return url

    return make


def migrate(url, *, fill=False):
    """Bring a database to the newest tables, and load the sample when it is asked for."""
    engine = prepare(create_engine(url))
    schema.upgrade(engine)
    if fill:
        with Session(engine) as opened:
            load(opened, sealer=Sealer(b"s" * 32, b"i" * 32), now=NOW)
            opened.execute(
                update(Entity.metadata.tables["ab_user"]).values(password=generate_password_hash(PASSWORD, QUICK))
            )
            opened.commit()
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()


def on_server(socket, statement):
    """Run one statement that no transaction may hold."""
    engine = create_engine(f"postgresql+psycopg://postgres@/postgres?host={socket}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


@pytest.fixture
def duplicate(tmp_path):
    """Return a context in which there is a copy of a database that nobody is connected to."""

    @contextmanager
    def make(url):
        address, name = make_url(url), f"test_{os.urandom(6).hex()}"
        if address.get_backend_name() == "sqlite":
            kept = tmp_path / f"{name}.db"
            shutil.copy(address.database, kept)
            yield f"sqlite:///{kept}"
            kept.unlink()
            return
        socket = address.query["host"]
        on_server(socket, f"CREATE DATABASE {name} {copied(address.database)}")
        yield f"postgresql+psycopg://postgres@/{name}?host={socket}"
        on_server(socket, f"DROP DATABASE {name} WITH (FORCE)")

    return make


@pytest.fixture(params=DATABASES)
def copy(request, original, duplicate):
    """Return a function that copies an original, on each sort of database in turn."""
    with ExitStack() as made:

        def make(content):
            socket = request.getfixturevalue("postgres_socket") if request.param == "postgresql" else None
            return made.enter_context(duplicate(original(request.param, content, socket)))

        yield make


@pytest.fixture
def database_url(copy):
    """Return the address of an empty database with every table."""
    return copy("empty")


@pytest.fixture
def filled_url(copy):
    """Return the address of a database that holds the sample."""
    return copy("filled")


@pytest.fixture
def engine(database_url):
    """Return an engine on that database."""
    made = prepare(create_engine(database_url))
    yield made
    made.dispose()


@pytest.fixture
def session(engine):
    """Open a session on that database."""
    with Session(engine) as opened:
        yield opened


@pytest.fixture
def filled(filled_url):
    """Return an engine on a database that holds the sample."""
    made = prepare(create_engine(filled_url))
    yield made
    made.dispose()


@pytest.fixture
def settings(filled_url, tmp_path):
    """Return the settings of a house on a database that holds the sample."""
    return house_settings(filled_url, tmp_path)


def house_settings(url, folder):
    """Return settings with fixed keys."""
    return Settings(
        database_url=url,
        folder=folder,
        secret_key=b"k" * 32,
        sealing_key=b"s" * 32,
        index_key=b"i" * 32,
        proof_key=b"p" * 32,
        keyring=KEYRING,
    )


@pytest.fixture(scope="session")
def product(tmp_path_factory):
    """Return the product, put together once: making its pages takes longer than most tests do."""
    folder = tmp_path_factory.mktemp("house")
    url = f"sqlite:///{folder / 'house.db'}"
    migrate(url)
    made = create_app(house_settings(url, folder), clock=lambda: NOW)
    made.extensions["credit_bank_print"] = print_here
    with made.app_context():
        database.engine.dispose()
    gc.collect()
    gc.freeze()  # it stays to the end: no need to walk it again and again
    return made


@pytest.fixture
def app(product, settings):
    """Return the product by the fixed clock, on the database and with the settings of this test."""
    engines = database._app_engines[product]  # noqa: SLF001 - Flask-SQLAlchemy keeps them for good
    engines[None] = prepare(create_engine(settings.database_url, pool_pre_ping=True))
    product.extensions["credit_bank_settings"] = settings
    product.extensions["credit_bank_clock"] = lambda: NOW
    product.appbuilder.sm.limiter.reset()
    yield product
    engines[None].dispose()


@pytest.fixture
def sealer():
    """Return a sealer under fixed keys."""
    return Sealer(b"s" * 32, b"i" * 32)


@pytest.fixture
def now():
    """Return the fixed clock."""
    return NOW
