"""A learner's own data, whole: every row of every table that holds any, as JSON or as CSV."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from sqlalchemy import LargeBinary, Select, Table, select
from sqlalchemy.orm import Session

from backoffice.kernel.entity import Entity

LEARNER = "learner"
# How each table's rows are the learner's own: the columns that lead from a row to the learner, or to the user.
PATHS: dict[str, tuple[str, ...]] = {
    "learner": ("id",),
    "identity_change": ("learner_id",),
    "identity_file": ("change_id", "learner_id"),
    "identity_record": ("change_id", "learner_id"),
    "membership": ("learner_id",),
    "learner_outcome": ("learner_id",),
    "evidence": ("outcome_id", "learner_id"),
    "catalogue_proposal": ("learner_id",),
    "recognition_application": ("learner_id",),
    "recognition_record": ("application_id", "learner_id"),
    "conversion_application": ("learner_id",),
    "conversion_source": ("application_id", "learner_id"),
    "conversion_target": ("application_id", "learner_id"),
    "conversion_file": ("application_id", "learner_id"),
    "review_record": ("application_id", "learner_id"),
    "credit_entry": ("learner_id",),
    "outcome_use": ("outcome_id", "learner_id"),
    "conversion_proof": ("learner_id",),
    "proof_record": ("proof_id", "learner_id"),
    "proof_member": ("application_id", "learner_id"),
    "question": ("learner_id",),
    "answer": ("question_id", "learner_id"),
    "outbox_message": ("recipient_id",),
    "stored_file": ("uploader_id",),
}
USERS = {"outbox_message", "stored_file"}
# What the house needs for itself, or what would tell of other people: blind indexes, keys, who decided.
KEPT_BACK = {
    "learner": {"document_index", "phone_index", "user_id"},
    "identity_change": {"document_index"},
    "identity_record": {"actor_id"},
    "recognition_application": {"submission_key"},
    "recognition_record": {"actor_id"},
    "review_record": {"actor_id"},
    "answer": {"author_id"},
    "outbox_message": {"idempotency_key", "recipient_id", "problem"},
    "stored_file": {"uploader_id"},
}
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
ROWS_AT_ONCE = 200
MARK = "\ufeff"  # by which spreadsheets know UTF-8


def tables() -> dict[str, Table]:
    """Return the tables that hold a learner's data, by name."""
    known = Entity.metadata.tables
    return {name: known[name] for name in PATHS}


def columns_of(table: Table) -> list[str]:
    """Return the columns of a table that are handed out; sealed and binary ones are not."""
    kept_back = KEPT_BACK.get(table.name, set())
    return [
        each.name for each in table.columns if not isinstance(each.type, LargeBinary) and each.name not in kept_back
    ]


def rows(session: Session, table: Table, *, learner_id: int, user_id: int) -> Iterator[dict[str, Any]]:
    """Yield the learner's own rows of a table, the oldest first, a few at a time from the database."""
    names = columns_of(table)
    query = _own(select(*(table.c[each] for each in names)), table, learner_id=learner_id, user_id=user_id)
    found = session.execute(query.order_by(table.c.id).execution_options(yield_per=ROWS_AT_ONCE))
    for row in found:
        yield dict(zip(names, row, strict=True))


def _own(query: Select[Any], table: Table, *, learner_id: int, user_id: int) -> Select[Any]:
    path = PATHS[table.name]
    key = user_id if table.name in USERS else learner_id
    here = table
    for name in path[:-1]:
        (foreign,) = here.c[name].foreign_keys
        query = query.join(foreign.column.table, here.c[name] == foreign.column)
        here = foreign.column.table
    return query.where(here.c[path[-1]] == key)


def as_json(session: Session, *, learner_id: int, user_id: int) -> Iterator[str]:
    """Yield one JSON object: table by table a list of rows."""
    yield "{"
    for place, (name, table) in enumerate(tables().items()):
        yield f"{',' if place else ''}\n{json.dumps(name)}: ["
        for number, row in enumerate(rows(session, table, learner_id=learner_id, user_id=user_id)):
            plain = {key: _plain(value) for key, value in row.items()}
            yield f"{',' if number else ''}\n  {json.dumps(plain, ensure_ascii=False)}"
        yield "]"
    yield "\n}\n"


def as_csv(session: Session, table: Table, *, learner_id: int, user_id: int) -> Iterator[str]:
    """Return one table as the pieces of a CSV file."""
    found = rows(session, table, learner_id=learner_id, user_id=user_id)
    return csv_lines(columns_of(table), (row.values() for row in found))


def csv_lines(headers: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a CSV file for spreadsheets, in which no cell is run as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(headers)
    yield MARK + _taken(stream)
    for row in rows:
        writer.writerow([cell(each) for each in row])
        yield _taken(stream)


def cell(value: object) -> str:
    """Return a value as a spreadsheet may read it: a text that looks like a formula gets an apostrophe in front.

    >>> cell("=1+1"), cell("-"), cell(Decimal("-3.00")), cell(None)
    ("'=1+1", "'-", '-3.00', '')
    """
    plain = _plain(value)
    if plain is None:
        return ""
    text = plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)
    return f"'{text}" if text.startswith(DANGEROUS) and not isinstance(value, Decimal | int) else text


def _taken(stream: io.StringIO) -> str:
    text = stream.getvalue()
    stream.seek(0)
    stream.truncate()
    return text


def _plain(value: object) -> object:
    match value:
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
