"""Rules in force that no application has ever named, in any version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.clock import day_of
from backoffice.kernel.paging import Page
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import ConversionRule, RuleEntry, RuleVersion


@dataclass(frozen=True, slots=True)
class UnusedRule:
    """A rule, and since when it could have been used."""

    version_id: int
    code: str
    title: str
    since: date | None


def unused_rules(session: Session, *, on: date, page: int = 1, size: int | None = None) -> Page[UnusedRule]:
    """Return one page of them, those longest in force first; without a size all of them."""
    query = _unused(on)
    in_all = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    size = size or max(1, in_all)
    number = min(max(1, page), max(1, -(-in_all // size)))
    rows = session.execute(query.limit(size).offset((number - 1) * size)).all()
    return Page(_rules(rows), in_all, number, size)


def _rules(rows: Sequence[Any]) -> list[UnusedRule]:
    return [
        UnusedRule(row.id, row.code, row.title, row.effective_from or (row.published_at and day_of(row.published_at)))
        for row in rows
    ]


def _unused(on: date) -> Select[Any]:
    """Return the query; a policy has no entry in the search and is never applied for."""
    other = aliased(RuleVersion)
    used = select(other.rule_id).join(ConversionApplication, ConversionApplication.rule_version_id == other.id)
    query = (
        select(
            RuleVersion.id, ConversionRule.code, RuleVersion.title, RuleVersion.effective_from, RuleVersion.published_at
        )
        .join(RuleVersion.rule)
        .join(RuleEntry, RuleEntry.rule_version_id == RuleVersion.id)
        .where(*in_force(on), RuleVersion.rule_id.not_in(used))
        .order_by(RuleVersion.published_at, RuleVersion.id)
    )
    return cast("Select[Any]", query)
