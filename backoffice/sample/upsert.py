"""Adding a row unless the table already holds one of its name."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from flask_appbuilder import Model
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

Kept = TypeVar("Kept", bound=Model)


def ensure(session: Session, table: type[Kept], names: Mapping[str, Any], **values: Any) -> Kept:  # noqa: ANN401 - columns
    """Return the row that `names` identify; a new one gets `values`, an old one is left as people made it."""
    found: Kept | None = session.scalars(select(table).filter_by(**names)).one_or_none()
    if found is not None:
        return found
    made: Kept = table(**names, **values)
    session.add(made)
    session.flush()
    return made


def ensure_all(session: Session, table: type[Kept], rows: Iterable[Mapping[str, str]]) -> None:
    """Add the rows whose `code` the table does not hold, in one statement."""
    code = table.__table__.c["code"]
    known = set(session.scalars(select(code)))
    missing = [dict(row) for row in rows if row["code"] not in known]
    if missing:
        session.execute(insert(table), missing)
