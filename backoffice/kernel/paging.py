"""One page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """The items of page `number` (from 1) with at most `size` items, out of `total`."""

    items: Sequence[Item]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first item shown, from 1; 0 when nothing is."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last item shown."""
        return self.first + len(self.items) - 1 if self.items else 0


def fetch_page(session: Session, query: Select[Any], *, number: int, size: int) -> Page[Any]:
    """Run an ordered query for one page; a number beyond the end gives the last page."""
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    items = session.scalars(query.limit(size).offset((number - 1) * size)).all()
    return Page(items, total, number, size)
