"""What the address of a page of figures asks for, read and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_, select, true
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.institutions.models import CommitteeMember, Institution, InstitutionAdministrator
from backoffice.kernel.problems import Problem
from backoffice.rulebook.models import ConversionRule
from backoffice.statistics.measures import By
from backoffice.statistics.narrowing import Narrowing, Reach, Value
from backoffice.statistics.reasons import Reason

NONE = "-"  # in an address: those that belong to nothing
LONGEST = 5  # years at once
LONGEST_DAYS = LONGEST * 366
FILTERS = ("from", "to", "institution", "kind")
BY_ADDRESS = ("institution", "kind", "rule", "reason")
MOST_CHOICES = 200
MONTHS = 12
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 31)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked for: as it was typed, as a narrowing, and what is wrong with it."""

    typed: Mapping[str, str]
    narrowing: Narrowing
    problems: tuple[Problem, ...]
    titles: Mapping[By, str]  # of what was chosen


def reach_of(session: Session, *, actor_id: int, whole: bool, institution: bool) -> Reach:
    """Return what somebody may see, by their seats; whoever has seats of both sorts sees their institutions."""
    if whole:
        return Reach()
    seats: Any = InstitutionAdministrator.institution_id if institution else CommitteeMember.committee_id
    table = InstitutionAdministrator if institution else CommitteeMember
    found = tuple(session.scalars(select(seats).where(table.user_id == actor_id)))
    return Reach(institutions=found) if institution else Reach(committees=found)


def read(session: Session, typed: Mapping[str, str], *, reach: Reach, on: date, labels: Mapping[str, str]) -> Asked:
    """Read what was asked; without a period it is the last twelve months. What is wrong is left out, and told."""
    since, until = _day(typed, "from", year_before(on)), _day(typed, "to", on)
    problems = [
        Problem("field_not_a_date", name, {"label": labels[name]})
        for name, day in (("from", since), ("to", until))
        if day is None
    ]
    since, until = since or on, until or on
    until = until if typed.get("to", "").strip() else max(on, since)
    if since > until:
        problems.append(Problem("period_reversed", "from"))
    elif (until - since).days > LONGEST_DAYS:
        problems.append(Problem("period_too_long", "from", {"years": str(LONGEST)}))
    if problems:
        since, until = year_before(on), on
    chosen, titles = _chosen(session, typed, reach, problems)
    narrowing = Narrowing(since, until, chosen, reach, _days(typed, "least"), _days(typed, "most"))
    return Asked(typed, narrowing, tuple(problems), titles)


def year_before(on: date) -> date:
    """Return the first day of the twelve months that end with the month of a day.

    >>> year_before(date(2020, 11, 15))
    datetime.date(2019, 12, 1)
    """
    number = on.year * MONTHS + on.month - MONTHS
    return date(number // MONTHS, number % MONTHS + 1, 1)


def institution_titles(session: Session, reach: Reach) -> list[str]:
    """Return the institutions to choose from, a list's worth of them."""
    query = select(Institution.title).order_by(Institution.title).limit(MOST_CHOICES)
    if reach.institutions is not None:
        query = query.where(Institution.id.in_(reach.institutions))
    return list(session.scalars(query))


def _day(typed: Mapping[str, str], name: str, otherwise: date) -> date | None:
    """Return the day that was typed; None for what is no day of this or a near century."""
    text = typed.get(name, "").strip()
    if not text:
        return otherwise
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if FIRST <= found <= LAST else None


def _days(typed: Mapping[str, str], name: str) -> int | None:
    text = typed.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else None  # noqa: PLR2004 - days of a life


def _chosen(
    session: Session, typed: Mapping[str, str], reach: Reach, problems: list[Problem]
) -> tuple[dict[By, Value], dict[By, str]]:
    chosen: dict[By, Value] = {}
    titles: dict[By, str] = {}
    for name in BY_ADDRESS:
        text = typed.get(name, "").strip()
        if not text:
            continue
        by, found = By(name), _found(session, By(name), text, reach)
        if found is None:
            problems.append(Problem(f"{name}_not_found", name, {"text": text}))
        else:
            chosen[by], titles[by] = found
    return chosen, titles


def _found(session: Session, by: By, text: str, reach: Reach) -> tuple[Value, str] | None:
    """Return the value that a text names, with its title."""
    if text == NONE:
        return None, ""
    if by is By.REASON:
        return (text, text) if text in set(Reason) else None
    queries: dict[By, Any] = {
        By.INSTITUTION: select(Institution.id, Institution.title).where(
            or_(Institution.code == text, Institution.title == text), _seen(reach)
        ),
        By.KIND: select(OutcomeKind.id, OutcomeKind.title).where(OutcomeKind.code == text),
        By.RULE: select(ConversionRule.id, ConversionRule.code).where(ConversionRule.code == text),
    }
    row = session.execute(queries[by]).first()
    return (row[0], row[1]) if row else None


def _seen(reach: Reach) -> Any:  # noqa: ANN401 - a condition
    return true() if reach.institutions is None else Institution.id.in_(reach.institutions)
