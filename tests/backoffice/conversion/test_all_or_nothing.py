"""The final approval is one transaction: killed anywhere, it leaves everything or nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text

from backoffice.kernel.database import prepare
from backoffice.kernel.entity import Entity

HOME = Path(__file__).parents[3]
PROGRAM = "tests.backoffice.conversion.final_approval"
MOMENTS = 200 if os.environ.get("CREDIT_BANK_FULL_TESTS") else 12
REFERENCE = {"country", "division", "nation"}
EVERYTHING = {
    "audit_event": 1,
    "conversion_application": 1,
    "conversion_proof": 1,
    "conversion_target": 1,
    "credit_entry": 1,
    "decision": 1,
    "learner_outcome": 1,
    "outbox_message": 1,
    "outcome_use": 1,
    "review_record": 1,
}


@pytest.fixture
def program():
    """Start the process that approves; return what hands it an order and gives its answer."""
    command = [sys.executable, "-m", PROGRAM]
    with subprocess.Popen(command, cwd=HOME, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as started:

        def order(**details):
            started.stdin.write(json.dumps(details) + "\n")
            started.stdin.flush()
            return json.loads(started.stdout.readline())

        yield order
        started.stdin.close()

        assert started.wait(30) == 0


@pytest.fixture
def case(line):
    """Return what the committee's member decides on."""
    application_id = line.reviewed_once()
    with line.writing() as session:
        actor_id = line.user(session, "committeea")
    line.engine.dispose()
    return {"application_id": application_id, "actor_id": actor_id}


def rows_in(url):
    """Return every row of every table that work changes, once nobody else is at it."""
    engine = prepare(create_engine(url))
    with engine.connect() as connection:
        _wait_until_alone(connection)
        found = {
            table.name: {tuple(map(repr, row)) for row in connection.execute(select(table))}
            for table in Entity.metadata.sorted_tables
            if table.name not in REFERENCE
        }
    engine.dispose()
    return found


def _wait_until_alone(connection):
    """Wait until PostgreSQL has ended what a killed process had begun; SQLite has nobody who could wait."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while connection.dialect.name == "postgresql" and connection.scalar(text(others)):
        connection.rollback()
        time.sleep(0.005)


def changes(before, after):
    """Return how many rows of each table are new or changed."""
    return {name: len(after[name] - before[name]) for name in after if after[name] != before[name]}


def test_a_kill_before_any_statement_leaves_everything_or_nothing(case, filled_url, duplicate, program):
    """Killed by SIGKILL before each statement, before and after the commit; then a second run succeeds once."""
    before = rows_in(filled_url)
    with duplicate(filled_url) as url:
        sent = program(url=url, **case)["sent"]
    left = []
    for number in range(1, sent + 1):
        with duplicate(filled_url) as url:
            killed = program(url=url, **case, killed_before=number)
            first = changes(before, rows_in(url))
            again, third = program(url=url, **case), program(url=url, **case)
            left.append((killed["status"], first, again.get("refused"), third.get("refused")))

            assert changes(before, rows_in(url)) == EVERYTHING

    assert sent > len(EVERYTHING)
    assert left[:-1] == [(-signal.SIGKILL, {}, None, ["unknown_step"])] * (sent - 1)
    assert left[-1] == (-signal.SIGKILL, EVERYTHING, ["unknown_step"], ["unknown_step"])


def test_a_kill_at_any_moment_leaves_everything_or_nothing(case, filled_url, duplicate, program):
    """Killed from outside at a moment of chance, also within a statement or the commit itself."""
    before, chance = rows_in(filled_url), random.Random(20201115)  # noqa: S311 - no secret
    with duplicate(filled_url) as url:
        began = time.monotonic()
        program(url=url, **case)
        needed = time.monotonic() - began
    for _ in range(MOMENTS):
        with duplicate(filled_url) as url:
            program(url=url, **case, killed_after=chance.uniform(0, needed))
            first = changes(before, rows_in(url))
            again = program(url=url, **case)

            assert (first, again.get("refused")) in [({}, None), (EVERYTHING, ["unknown_step"])]
            assert changes(before, rows_in(url)) == EVERYTHING
