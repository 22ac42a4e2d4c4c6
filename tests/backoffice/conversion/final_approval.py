"""The final approval in a process of its own, which can be killed before any of its statements.

What a killed process leaves behind is told by the database, not by it.
"""

import os
import signal
from contextlib import contextmanager
from datetime import UTC, datetime

from sqlalchemy import create_engine, event, make_url
from sqlalchemy.orm import Session

from backoffice.conversion.approval import House
from backoffice.conversion.reviews import PASS_FINAL, Opinion, review_final
from backoffice.kernel.database import begin_writing, prepare
from backoffice.kernel.problems import Refused

NOW = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
HOUSE = House(
    platform="平台",
    issuer="管理中心",
    sms_signature="【学银】",
    number_prefix="XY",
    proof_key=b"p" * 32,
)


ENGINES = {}  # one of each sort of database
AIM = {}  # where the next connection leads


class Counter:
    """Counts what is sent to the database, and ends the process in front of one of it."""

    def __init__(self, killed_before):
        self.seen = 0
        self.killed_before = killed_before

    def note(self, *sent):
        """Count one statement, or the commit; or die, as a process does whose machine takes it away."""
        del sent
        self.seen += 1
        if self.seen == self.killed_before:
            os.kill(os.getpid(), signal.SIGKILL)


def engine_on(url):
    """Return the engine of a sort of database, aimed at this one; to prepare the statements anew takes the longest."""
    AIM["url"] = address = make_url(url)
    sort = address.get_backend_name()
    if sort not in ENGINES:
        ENGINES[sort] = prepare(create_engine(url))
        event.listen(ENGINES[sort], "do_connect", connected)
    return ENGINES[sort]


def connected(dialect, *ignored):
    """Return a connection to the database that is aimed at."""
    del ignored
    arguments, named = dialect.create_connect_args(AIM["url"])
    return dialect.connect(*arguments, **named)


@contextmanager
def counting(engine, killed_before):
    """Count what is sent to the database meanwhile, and the end of it."""
    counter = Counter(killed_before)
    for name in ("before_cursor_execute", "commit"):
        event.listen(engine, name, counter.note)
    try:
        yield counter
    finally:
        for name in ("before_cursor_execute", "commit"):
            event.remove(engine, name, counter.note)
        engine.dispose()


def approve(*, url, application_id, actor_id, killed_before=0):
    """Pass the final review; return how much was sent to the database."""
    engine, opinion = engine_on(url), Opinion(PASS_FINAL, "符合规则")
    with counting(engine, killed_before) as counter:
        with Session(engine) as session:
            begin_writing(session)
            review_final(session, application_id, opinion, actor_id=actor_id, now=NOW, house=HOUSE)
            session.commit()
        counter.note()  # and once more when everything is kept
    return counter.seen


def main(order):
    """Make one approval; return what came of it."""
    try:
        return {"sent": approve(**order)}
    except Refused as refused:
        return {"refused": [problem.code for problem in refused.problems]}
