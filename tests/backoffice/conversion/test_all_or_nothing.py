"""The final approval is one transaction: killed anywhere, it leaves everything or nothing."""

import random
import signal
import time

import pytest
from sqlalchemy import create_engine, text

from backoffice.kernel.database import prepare
from backoffice.kernel.entity import Entity
from tests.effort import FULL

PROGRAM = "tests.backoffice.conversion.final_approval"
MOMENTS = 200 if FULL else 8
REFERENCE = {"country", "division", "nation"}
EVERYTHING = {
    "audit_event": 1,
    "audit_head": 1,
    "audit_link": 1,
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
def program(nursery):
    """Return what makes an approval, in a process of its own when it dies; it gives what came of it."""

    def order(killed_after=None, **details):
        here = killed_after is None and "killed_before" not in details
        done = nursery.run(PROGRAM, details, here=here, killed_after=killed_after)
        return {"status": done["status"]} | (done["given"] or {})

    return order


@pytest.fixture
def case(line, filled_url):
    """Return what the committee's member decides on."""
    application_id = line.reviewed_once()
    with line.writing() as session:
        actor_id = line.user(session, "committeea")
    line.engine.dispose()
    return {"url": filled_url, "application_id": application_id, "actor_id": actor_id}


def rows_in(url):
    """Return every row of every table that work changes, once nobody else is at it."""
    engine = prepare(create_engine(url))
    with engine.connect() as connection:
        _wait_until_alone(connection)
        found = {
            table.name: {*map(repr, connection.execute(text(f'SELECT * FROM "{table.name}"')))}  # noqa: S608 - our own
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


@pytest.fixture
def sent(case, duplicate, program):
    """Return how often an approval whose rule is known speaks to the database, the commit and its end included."""

    def approved():
        with duplicate(case["url"]) as url:
            return program(**case | {"url": url})["sent"]

    return [approved(), approved()][-1]


def test_a_kill_before_any_statement_leaves_nothing(case, program, sent):
    """Killed by SIGKILL before each statement in turn and before the commit, it leaves nothing; after it, all."""
    before, left = rows_in(case["url"]), []
    for number in range(1, sent + 1):
        killed = program(**case, killed_before=number)
        left.append((killed["status"], changes(before, rows_in(case["url"]))))

    assert sent > len(EVERYTHING)
    assert left == [(-signal.SIGKILL, {})] * (sent - 1) + [(-signal.SIGKILL, EVERYTHING)]


def test_what_was_killed_succeeds_once_afterwards(case, duplicate, program, sent):
    """A second run brings everything where the first left nothing, and a third is told that it is done."""
    before, left = rows_in(case["url"]), {}
    for number in range(1, sent + 1) if FULL else (2, sent // 2, sent - 1, sent):
        with duplicate(case["url"]) as url:
            runs = [
                program(**case | {"url": url, "killed_before": number}),
                *(program(**case | {"url": url}) for _ in range(2)),
            ]
            left[number] = [run.get("refused") for run in runs], changes(before, rows_in(url))

    done = ["unknown_step"]
    assert left.pop(sent) == ([None, done, done], EVERYTHING)
    assert all(found == ([None, None, done], EVERYTHING) for found in left.values())


@pytest.mark.usefixtures("sent")  # the program is warm
def test_a_kill_at_any_moment_leaves_everything_or_nothing(case, duplicate, program):
    """Killed from outside at a moment of chance, also within a statement or the commit itself."""
    before, chance = rows_in(case["url"]), random.Random(20201115)  # noqa: S311 - no secret
    with duplicate(case["url"]) as url:
        began = time.monotonic()
        program(**case | {"url": url})
        needed = time.monotonic() - began
    for _ in range(MOMENTS):
        with duplicate(case["url"]) as url:
            program(**case | {"url": url, "killed_after": chance.uniform(0, needed)})
            first = changes(before, rows_in(url))
            again = program(**case | {"url": url})

            assert (first, again.get("refused")) in [({}, None), (EVERYTHING, ["unknown_step"])]
            assert changes(before, rows_in(url)) == EVERYTHING
