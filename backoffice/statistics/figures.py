"""How large the whole house is, for everybody to see."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import RuleEntry

FEWEST = 5  # fewer people than these are not counted in public


@dataclass(frozen=True, slots=True)
class HouseFigures:
    """How large the house is."""

    learners: int
    outcomes: int
    conversions: int
    credits: Decimal
    catalogue: int
    rules: int
    institutions: int

    @property
    def few(self) -> bool:
        """Whether the people are so few that their number is not told in public."""
        return 0 < self.learners < FEWEST


def house_figures(session: Session, *, on: date) -> HouseFigures:
    """Count what the house holds, in one statement."""
    converted = ConversionApplication.state == ConversionState.CONVERTED
    rules = select(func.count(RuleEntry.id)).join(RuleEntry.rule_version).where(*in_force(on))
    query = select(
        _count(select(func.count(Learner.id))),
        _count(select(func.count(LearnerOutcome.id))),
        _count(select(func.count(ConversionApplication.id)).where(converted)),
        select(func.sum(CreditEntry.credits)).scalar_subquery(),
        _count(select(func.count(CatalogueOutcome.id)).where(CatalogueOutcome.current)),
        _count(rules),
        _count(select(func.count(Institution.id)).where(Institution.registered)),
    )
    learners, outcomes, conversions, credits_, catalogue, counted, institutions = session.execute(query).one()
    return HouseFigures(learners, outcomes, conversions, credits_ or Decimal(0), catalogue, counted, institutions)


def _count(query: Select[Any]) -> ColumnElement[int]:
    return query.scalar_subquery()
