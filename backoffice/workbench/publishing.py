"""Publishing a draft: everything that must hold first, and what keeps it from being published."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.clock import day_of
from backoffice.kernel.database import hold
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable
from backoffice.rulebook.models import RuleVersion
from backoffice.rulebook.operations import publish_rule
from backoffice.workbench.findings import book_hash, book_notes, warnings_in
from backoffice.workbench.impact import day_compared
from backoffice.workbench.models import ImpactRun, RuleDraft
from backoffice.workbench.operations import locked, take_step, writers_of
from backoffice.workbench.reading import ERROR, Note, Reading, read_text
from backoffice.workbench.workflow import PUBLISH, DraftState, RunState

PUBLISHING = "publishing a rule"


@dataclass(frozen=True, slots=True)
class Standing:
    """A draft before its publication: what its text says, what the book says of it, and its newest computation."""

    draft: RuleDraft
    reading: Reading
    between: tuple[Note, ...]
    run: ImpactRun | None
    current: bool  # whether the computation is of exactly this text and the book of today

    @property
    def notes(self) -> tuple[Note, ...]:
        """Everything that was noted, of the text and of the book."""
        return (*self.reading.notes, *self.between)

    @property
    def warnings(self) -> list[Note]:
        """What the publisher must have seen."""
        return warnings_in(self.notes)

    def obstacles(self) -> list[Problem]:
        """Return what keeps anybody from publishing the draft."""
        found = []
        if self.reading.errors or self.reading.declared is None:
            found.append(Problem("draft_has_errors", "", {"count": str(max(1, self.reading.errors))}))
        if self.reading.failed:
            found.append(Problem("examples_fail", "", {"count": str(self.reading.failed)}))
        clashes = sum(note.severity == ERROR for note in self.between)
        if clashes:
            found.append(Problem("analysis_blocks", "", {"count": str(clashes)}))
        return found + self.about_the_run()

    def about_the_run(self) -> list[Problem]:
        """Return what keeps the computation of the effect from standing for the draft."""
        if self.reading.rule is None:
            return []  # a policy changes no verdict
        if self.run is None:
            return [Problem("impact_missing")]
        if self.run.state is RunState.FAILED:
            return [Problem("impact_failed")]
        if not self.current:
            return [Problem("impact_outdated")]
        return [] if self.run.state is RunState.DONE else [Problem("impact_running")]


def standing_of(session: Session, draft: RuleDraft, *, on: date) -> Standing:
    """Return how a draft stands on a day."""
    reading = read_text(session, draft.text, on=on)
    run = newest_run(session, draft.id)
    current = run is not None and run.text_hash == draft.text_hash and run.book_hash == book_hash(session, on=on)
    if draft.last_day:  # a text that is in force already is not weighed against the book
        day = reading.rule and day_compared(draft, reading.rule, today=on)
        return Standing(draft, reading, (), run, current and run is not None and run.effective_on == day)
    return Standing(draft, reading, book_notes(session, reading, on=on), run, current)


def newest_run(session: Session, draft_id: int) -> ImpactRun | None:
    """Return the newest computation of a draft's effect."""
    query = select(ImpactRun).where(ImpactRun.draft_id == draft_id).order_by(ImpactRun.id.desc()).limit(1)
    return session.scalars(query).one_or_none()


def publish_draft(
    session: Session, draft_id: int, *, revision: int, seen: bool, remarks: str, actor_id: int, now: datetime
) -> RuleVersion:
    """Publish a draft that a second person has looked at; raises Refused, naming everything that is in the way.

    Drafts are published one after the other, so that each is held against the book that it will join.
    """
    hold(session, PUBLISHING)
    draft = locked(session, draft_id)
    if draft.revision != revision:
        raise refuse("draft_changed_before_publishing")
    if draft.state is not DraftState.IN_REVIEW or draft.last_day:
        raise refuse("draft_closed", state=draft.word)
    if actor_id in writers_of(session, draft):
        raise refuse("writer_publishes")
    standing = standing_of(session, draft, on=day_of(now))
    problems = standing.obstacles()
    if standing.warnings and not (seen and readable(remarks)):
        problems.append(Problem("warnings_not_seen", "remarks", {"count": str(len(standing.warnings))}))
    if problems:
        raise Refused(problems)
    version = publish_rule(session, text=draft.text, author_id=draft.changed_by_id, publisher_id=actor_id, now=now)
    draft.version_id = version.id
    take_step(session, draft, PUBLISH, remarks=remarks, actor_id=actor_id, now=now)
    return version
