"""How long a review may take by the published turnaround, and how much of that is left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.workflow import ASIDE, ConversionState
from backoffice.kernel.clock import day_of


@dataclass(frozen=True, slots=True)
class Turnaround:
    """The published days of each review, counted on the calendar."""

    first_review: int
    final_review: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when a review should be done, and the days left: below 0 it is overdue."""

    final: bool
    on: date
    left: int

    @property
    def overdue(self) -> bool:
        """Whether the day has passed."""
        return self.left < 0


def waits_since(application: ConversionApplication, records: Iterable[ReviewRecord]) -> datetime:
    """Return when an application came to where it stands; checks and opinions leave it there."""
    moved = [each.happened_at for each in records if each.step not in ASIDE]
    return moved[-1] if moved else application.applied_at


def deadline_of(
    application: ConversionApplication, since: datetime, turnaround: Turnaround, *, now: datetime
) -> Deadline | None:
    """Return the deadline of the review that an application waits for; None when it waits for none."""
    if application.state is ConversionState.APPLIED:
        final, days = False, turnaround.first_review
    elif application.state is ConversionState.FIRST_PASSED:
        final, days = True, turnaround.final_review
    else:
        return None
    on = day_of(since) + timedelta(days=days)
    return Deadline(final, on, (on - day_of(now)).days)
