"""The days between two moments, computed by the database itself."""

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class DaysBetween(FunctionElement[float]):
    """Days, with their fraction, from the first moment to the second."""

    type = Float()
    name = "days_between"
    inherit_cache = True


@compiles(DaysBetween)
def _in_general(element: DaysBetween, compiler: Any, **details: Any) -> str:  # noqa: ANN401 - SQLAlchemy's own
    start, end = (compiler.process(each, **details) for each in element.clauses)
    return f"(CAST(EXTRACT(EPOCH FROM ({end}) - ({start})) AS DOUBLE PRECISION) / 86400)"


@compiles(DaysBetween, "sqlite")
def _in_sqlite(element: DaysBetween, compiler: Any, **details: Any) -> str:  # noqa: ANN401
    start, end = (compiler.process(each, **details) for each in element.clauses)
    return f"(julianday({end}) - julianday({start}))"
