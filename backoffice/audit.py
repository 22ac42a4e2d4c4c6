"""Verifies the chain of the audit trail from the command line: `python -m backoffice.audit verify`.

Ends with 0 when every event holds, with 1 when one does not, with 2 when it was called wrongly.
"""

import argparse
import sys

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, configure_mappers

import backoffice.tables  # noqa: F401 - every relationship finds its class
from backoffice.kernel.chain import Verification, keep_check, verify
from backoffice.kernel.clock import present
from backoffice.kernel.database import begin_writing, prepare
from config import from_environment

WORDS = {
    "event_changed": "这条记录的内容被改动过  the event was changed",
    "event_missing": "这一环所指的记录不见了  the event is missing",
    "event_unlinked": "这条记录没有接入链条  the event is not linked",
    "link_missing": "链条在这里缺了一环  a link is missing",
    "previous_differs": "这一环与前一环接不上  the link does not fit the one before",
    "head_differs": "链条末端与另存的总数、摘要不符  count and digest kept apart differ; the last events may be gone",
    "kept_differs": "与给出的总数和摘要不符  the count and digest given do not fit",
}


def main(words: list[str]) -> int:
    """Read the command line, verify, note what was found, say it."""
    parser = argparse.ArgumentParser(prog="python -m backoffice.audit")
    commands = parser.add_subparsers(dest="command", required=True)
    verifying = commands.add_parser("verify")
    verifying.add_argument("--kept", metavar="COUNT:DIGEST", help="what was noted down elsewhere at an earlier time")
    kept = parser.parse_args(words).kept
    count, _colon, digest = (kept or "0:").partition(":")
    if not count.isdecimal():
        parser.error("--kept is written COUNT:DIGEST")
    configure_mappers()
    engine = prepare(create_engine(from_environment().database_url))
    try:
        return run(Session(engine), (int(count), digest) if kept else None)
    finally:
        engine.dispose()


def run(session: Session, kept: tuple[int, str] | None) -> int:
    """Verify on a session of its own; return the exit code."""
    with session:
        found = verify(session, kept=kept)
        session.rollback()
        begin_writing(session)
        keep_check(session, found, actor_id=None, now=present())
        session.commit()
    sys.stdout.write(told(found))
    return 1 if found.problem else 0


def told(found: Verification) -> str:
    """Return what was found, in both languages."""
    if not found.problem:
        return f"✓ {found.count} 条记录前后相连  events hold: {found.count}\n  {found.count}:{found.digest}\n"
    place = f"第 {found.position} 条  at {found.position}" + (
        f"（记录编号 {found.event_id}  event id {found.event_id}）" if found.event_id else ""
    )
    return (
        f"✗ {place}：{WORDS[found.problem]}\n  此前 {found.count} 条无误  events that hold before it: {found.count}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
