"""Engines and transactions: what SQLite needs in order to behave like PostgreSQL."""

from typing import Any

from sqlalchemy import Connection, Engine, event, func, select
from sqlalchemy.orm import Session

WAIT_MILLISECONDS = 30_000
MAPPED = 1 << 30  # bytes of the file that are read where they lie, not copied page by page
WRITING = "credit_bank_writing"
SQLITE_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    f"PRAGMA busy_timeout={WAIT_MILLISECONDS}",
    f"PRAGMA mmap_size={MAPPED}",
)


def prepare(engine: Engine) -> Engine:
    """Give a SQLite engine its settings and explicit transactions; leave other engines alone."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _set_up)
        event.listen(engine, "begin", _begin)
    return engine


def begin_writing(session: Session) -> None:
    """Start the session's transaction as one that will write.

    SQLite takes its one write lock at once: a transaction that reads first and writes later fails when another
    has written in between. PostgreSQL locks rows, so nothing is done there.
    """
    if session.get_bind().dialect.name == "sqlite":
        session.connection(execution_options={WRITING: True})


def hold(session: Session, name: str) -> None:
    """Let nobody else do what goes by this name until the transaction ends.

    For what no row stands for yet. SQLite's writers stand in line anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))


def _set_up(connection: Any, record: object) -> None:  # noqa: ANN401 - the driver's own class
    del record
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(setting)
    cursor.close()


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get(WRITING)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
