"""Rows of one course or exam that follow each other: each holds until the next one starts."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from grammar.declarations import Rule
from rules.imports.rows import Read, Reported, RowRefused, attempted
from rules.tables import Row

Start = TypeVar("Start", date, Decimal)


def in_turn(
    rows: Sequence[Row],
    start_of: Callable[[Row], Start],
    make: Callable[[Row, Start, Start | None], Rule],
) -> Iterator[Read]:
    """Yield the rows of one group; `make` is given where a row starts and where the next one does.

    Rows that start together, or beside one whose start cannot be read, are reported: no end can be told for them.
    """
    starts: dict[int, Start] = {}
    unread: dict[int, RowRefused] = {}
    for row in rows:
        try:
            starts[row.line] = start_of(row)
        except RowRefused as refused:
            unread[row.line] = refused
    for row in rows:
        if row.line in unread:
            yield Reported(row.line, unread[row.line].code, unread[row.line].values)
        elif unread:
            yield Reported(row.line, "neighbour_unread", {"line": str(min(unread))})
        else:
            yield _between(row, starts, make)


def _between(row: Row, starts: dict[int, Start], make: Callable[[Row, Start, Start | None], Rule]) -> Read:
    start = starts[row.line]
    beside = [line for line, other in starts.items() if other == start and line != row.line]
    if beside:
        return Reported(row.line, "same_start", {"line": str(min(beside))})
    later = [other for other in starts.values() if start < other]
    end = min(later) if later else None
    return attempted(row, lambda each: make(each, start, end))
