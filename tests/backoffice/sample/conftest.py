"""A database of each sort for the sample's tests."""

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

import backoffice.catalogue.models
import backoffice.conversion.models
import backoffice.ledger.models  # noqa: F401 - every table is made
from backoffice.kernel.entity import Entity
from backoffice.kernel.sealing import Sealer

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
POSTGRES = next(Path("/usr/lib/postgresql").glob("*/bin"))


def as_postgres(*command):
    """Run one of PostgreSQL's programs as its own user, since it refuses root."""
    user = {"user": "postgres"} if os.geteuid() == 0 else {}
    subprocess.run([str(POSTGRES / command[0]), *command[1:]], check=True, capture_output=True, cwd="/", **user)


@pytest.fixture(scope="session")
def postgres_socket():
    """Start a PostgreSQL of these tests alone, on a socket in its own folder."""
    folder = Path("/var/tmp") / f"sample-tests-{os.getpid()}"  # noqa: S108 - a socket's path must be short
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    kept = str(folder / "kept")
    as_postgres("initdb", "-D", kept, "-U", "postgres", "-E", "UTF8", "--locale=C", "-N")
    options = f"-c listen_addresses='' -k {folder} -c fsync=off"
    as_postgres("pg_ctl", "-D", kept, "-l", str(folder / "log"), "-w", "-o", options, "start")
    yield folder
    as_postgres("pg_ctl", "-D", kept, "-m", "immediate", "-w", "stop")
    shutil.rmtree(folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def session(request, tmp_path):
    """Open a session on an empty database with every table."""
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    if request.param == "postgresql":
        url = f"postgresql+psycopg://postgres@/postgres?host={request.getfixturevalue('postgres_socket')}"
    engine = create_engine(url)
    Entity.metadata.drop_all(engine)
    Entity.metadata.create_all(engine)
    with Session(engine) as opened:
        yield opened
    engine.dispose()


@pytest.fixture
def sealer():
    """Return a sealer under fixed keys."""
    return Sealer(b"s" * 32, b"i" * 32)


@pytest.fixture
def now():
    """Return the fixed clock."""
    return NOW
