"""The final approval in a process of its own, which can be killed before any of its statements.

It reads a line of JSON for each approval from the standard input and answers with one line: what a killed process
leaves behind is told by the database, not by it.
"""

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime

from sqlalchemy import create_engine, event
from sqlalchemy.orm import Session, configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class
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


class Counter:
    """Counts what is sent to the database, and ends the process in front of one of it."""

    def __init__(self, engine, killed_before):
        self.seen = 0
        self.killed_before = killed_before
        event.listen(engine, "before_cursor_execute", self.note)
        event.listen(engine, "commit", self.note)

    def note(self, *sent):
        """Count one statement, or the commit; or die, as a process does whose machine takes it away."""
        del sent
        self.seen += 1
        if self.seen == self.killed_before:
            os.kill(os.getpid(), signal.SIGKILL)


def approve(*, url, application_id, actor_id, killed_before=0):
    """Pass the final review; return how much was sent to the database."""
    engine = prepare(create_engine(url))
    counter = Counter(engine, killed_before)
    opinion = Opinion(PASS_FINAL, "符合规则")
    try:
        with Session(engine) as session:
            begin_writing(session)
            review_final(session, application_id, opinion, actor_id=actor_id, now=NOW, house=HOUSE)
            session.commit()
        counter.note()  # and once more when everything is kept
    finally:
        engine.dispose()
    return counter.seen


def answered(order):
    """Make one approval; return what came of it."""
    try:
        return {"sent": approve(**order)}
    except Refused as refused:
        return {"refused": [problem.code for problem in refused.problems]}


def in_a_child(order):
    """Make one approval in a process of its own; return its id and the end of the pipe that it answers on."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    os.close(reading)
    os.write(writing, json.dumps(answered(order)).encode())
    os._exit(0)


def killed(order, after):
    """Make one approval in a child that dies, by itself or some seconds after its start; return what came of it."""
    child, reading = in_a_child(order)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading) as stream:
        answer = stream.read()
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return {"status": status} | (json.loads(answer) if answer else {})


def main():
    """Make the approvals that are asked for, one after the other; what need not die warms this process for the rest."""
    configure_mappers()
    for line in sys.stdin:
        order = json.loads(line)
        after = order.pop("killed_after", None)
        mortal = after is not None or "killed_before" in order
        print(json.dumps(killed(order, after) if mortal else answered(order)), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
