"""Databases of both sorts, a fixed clock and fixed keys for every test."""

import os
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_socket import disable_socket
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.kernel.database import prepare
from backoffice.kernel.sealing import Sealer

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
DATABASES = ("sqlite", "postgresql")


def pytest_runtest_setup():
    """Let tests speak to this machine alone."""
    disable_socket(allow_unix_socket=True)


def as_postgres(*command):
    """Run one of PostgreSQL's programs as its own user, since it refuses root."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin"))
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run([str(programs / command[0]), *command[1:]], check=True, capture_output=True, cwd="/", **user)


@pytest.fixture(scope="session")
def postgres_socket():
    """Start a PostgreSQL of these tests alone, on a socket in its own folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg", dir="/tmp"))  # a socket's path must be short
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
def migrated(tmp_path_factory):
    """Return a function that makes, once per sort, an empty database with every table."""
    made = {}

    def make(sort, socket=None):
        if sort not in made and sort == "sqlite":
            made[sort] = f"sqlite:///{tmp_path_factory.mktemp('migrated') / 'empty.db'}"
            migrate(made[sort])
        elif sort not in made:
            made[sort] = f"postgresql+psycopg://postgres@/empty?host={socket}"
            on_server(socket, "CREATE DATABASE empty")
            migrate(made[sort])
        return made[sort]

    return make


def migrate(url):
    """Bring a database to the newest tables."""
    engine = prepare(create_engine(url))
    schema.upgrade(engine)
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


@pytest.fixture(params=DATABASES)
def database_url(request, tmp_path, migrated):
    """Return the address of an empty database with every table, of each sort in turn."""
    if request.param == "sqlite":
        copy = tmp_path / "test.db"
        shutil.copy(make_url(migrated("sqlite")).database, copy)
        yield f"sqlite:///{copy}"
        return
    socket = request.getfixturevalue("postgres_socket")
    migrated("postgresql", socket)
    name = f"test_{os.urandom(6).hex()}"
    on_server(socket, f"CREATE DATABASE {name} TEMPLATE empty")
    yield f"postgresql+psycopg://postgres@/{name}?host={socket}"
    on_server(socket, f"DROP DATABASE {name} WITH (FORCE)")


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
def sealer():
    """Return a sealer under fixed keys."""
    return Sealer(b"s" * 32, b"i" * 32)


@pytest.fixture
def now():
    """Return the fixed clock."""
    return NOW
