"""The rows that a figure counts, one page of them at a time, and as lines for a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.kernel.clock import time_of
from backoffice.kernel.paging import Page
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.statistics.counting import total
from backoffice.statistics.measures import Measure
from backoffice.statistics.narrowing import Narrowing, counted, joined, keys, multiplied
from backoffice.statistics.tables import Shown

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Line:
    """A row in words: where it leads (an entity and its key), and its cells; `learner` is kept from some."""

    entity: str
    key: int
    title: str
    learner: str
    cells: tuple[Shown, ...]
    state: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """One page of a figure's rows; `figure` is what the page that led here shows."""

    page: Page[Line]
    figure: Decimal


def rows_of(session: Session, measure: Measure, narrowing: Narrowing, *, page: int, size: int) -> Rows:
    """Return one page of the rows, the newest first, with their figure."""
    figure = total(session, measure, narrowing)
    count = int(figure) if measure.total is None else _count(session, measure, narrowing)
    number = min(max(1, page), max(1, -(-count // size)))
    query = _query(session, measure, narrowing).limit(size).offset((number - 1) * size)
    return Rows(Page([_line(each) for each in session.scalars(query)], count, number, size), figure)


def all_lines(session: Session, measure: Measure, narrowing: Narrowing, *, most: int) -> list[Line]:
    """Return the rows as lines, at most so many."""
    found = session.scalars(_query(session, measure, narrowing).limit(most).execution_options(yield_per=AT_ONCE))
    return [_line(each) for each in found]


def _count(session: Session, measure: Measure, narrowing: Narrowing) -> int:
    plain = Measure(measure.name, measure.model, measure.moment, measure.dimensions, measure.where)
    return int(session.scalar(joined(select(counted(plain, narrowing)), session, plain, narrowing)) or 0)


def _query(session: Session, measure: Measure, narrowing: Narrowing) -> Any:  # noqa: ANN401 - a query
    if multiplied(measure, narrowing):
        query = select(measure.model).where(measure.model.id.in_(keys(session, measure, narrowing)))
    else:
        query = joined(select(measure.model), session, measure, narrowing)
    ordered = query.order_by(measure.moment.desc(), measure.model.id.desc())
    return ordered.options(*_LOADED[measure.model])


def _of_learner(row: Learner) -> Line:
    return Line("Learner", row.id, row.account_number, row.full_name, (time_of(row.opened_at),))


def _of_outcome(row: LearnerOutcome) -> Line:
    cells = (row.kind.title, time_of(row.added_at))
    return Line("LearnerOutcome", row.id, row.title, row.learner.full_name, cells, row.state.value)


def _of_application(row: ConversionApplication) -> Line:
    cells = (row.institution.title, time_of(row.applied_at))
    return Line("ConversionApplication", row.id, row.number, row.learner.full_name, cells, row.state.value)


def _of_record(row: ReviewRecord) -> Line:
    held = row.application
    check = row.material_check.value if row.material_check else None
    cells = (held.institution.title, check, row.remarks, time_of(row.happened_at))
    return Line("ConversionApplication", held.id, held.number, held.learner.full_name, cells, row.state.value)


def _of_entry(row: CreditEntry) -> Line:
    cells = (row.target.institution.title, row.credits, time_of(row.booked_at))
    return Line("CreditEntry", row.id, row.target.title, row.learner.full_name, cells)


def _of_recognition(row: RecognitionRecord) -> Line:
    held = row.application
    cells = (held.institution.title, row.remarks, time_of(row.happened_at))
    return Line("RecognitionApplication", held.id, held.title, held.learner.full_name, cells, row.state.value)


def _line(row: Any) -> Line:  # noqa: ANN401 - a row of a measure's model
    return _LINES[type(row)](row)


_LINES: dict[type, Callable[[Any], Line]] = {
    Learner: _of_learner,
    LearnerOutcome: _of_outcome,
    ConversionApplication: _of_application,
    ReviewRecord: _of_record,
    CreditEntry: _of_entry,
    RecognitionRecord: _of_recognition,
}
_APPLIED = joinedload(ReviewRecord.application)
_ASKED = joinedload(RecognitionRecord.application)
_LOADED: dict[Any, Sequence[Any]] = {
    Learner: (),
    LearnerOutcome: (joinedload(LearnerOutcome.kind), joinedload(LearnerOutcome.learner)),
    ConversionApplication: (joinedload(ConversionApplication.learner), joinedload(ConversionApplication.institution)),
    ReviewRecord: (
        _APPLIED.joinedload(ConversionApplication.learner),
        _APPLIED.joinedload(ConversionApplication.institution),
    ),
    CreditEntry: (
        joinedload(CreditEntry.learner),
        joinedload(CreditEntry.target).joinedload(CatalogueOutcome.institution),
    ),
    RecognitionRecord: (
        _ASKED.joinedload(RecognitionApplication.learner),
        _ASKED.joinedload(RecognitionApplication.institution),
    ),
}
