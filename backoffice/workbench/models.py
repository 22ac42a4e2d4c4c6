"""Drafts of rules, what was done with them, and the effect that each would have on learners."""

from datetime import date

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.entity import Code, Credits, Digest, Entity, Key, LongText, Moment, Title, state_column
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import RuleVersion
from backoffice.workbench.workflow import DraftState, RunState


class RuleDraft(Entity):
    """A text on its way to be a version of a rule; unlike a version it changes, and may not be readable yet.

    With a `last_day` it is a retirement: the proposal to let its base end after that day, whose text it has.
    `revision` counts the times it was saved, so that nobody writes over what somebody else saved meanwhile.
    """

    __tablename__ = "rule_draft"
    __table_args__ = (
        CheckConstraint(
            f"(state = '{DraftState.PUBLISHED.value}') = (version_id IS NOT NULL)", name="published_has_version"
        ),
        CheckConstraint("last_day IS NULL OR (base_id IS NOT NULL AND version_id IS NULL)", name="ends_its_base"),
        CheckConstraint(f"state <> '{DraftState.CONFIRMED.value}' OR last_day IS NOT NULL", name="confirmed_has_day"),
        UniqueConstraint("version_id"),
    )

    id: Mapped[Key]
    code: Mapped[Code] = mapped_column(default="", index=True)  # as the text has it; "" while it has none
    title: Mapped[Title] = mapped_column(default="")
    text: Mapped[LongText]
    text_hash: Mapped[Digest]
    state: Mapped[DraftState] = mapped_column(state_column(DraftState), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    base_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))  # what it was made from
    version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"))  # what it became
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    changed_at: Mapped[Moment]
    last_day: Mapped[date | None]

    base: Mapped[RuleVersion | None] = relationship(foreign_keys=[base_id])
    version: Mapped[RuleVersion | None] = relationship(foreign_keys=[version_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    changed_by: Mapped[User] = relationship(foreign_keys=[changed_by_id])

    def __str__(self) -> str:
        return self.title or self.code or f"#{self.id}"

    @property
    def word(self) -> str:
        """The word of its state on the screens."""
        return "待确认" if self.last_day and self.state is DraftState.IN_REVIEW else self.state.value


class RuleRecord(Entity):
    """One step of a draft, or of a published version, with its reason; never changed."""

    __tablename__ = "rule_record"
    __table_args__ = (
        CheckConstraint("draft_id IS NOT NULL OR rule_version_id IS NOT NULL", name="speaks_of_something"),
    )

    id: Mapped[Key]
    draft_id: Mapped[int | None] = mapped_column(ForeignKey("rule_draft.id"), index=True)
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    happened_at: Mapped[Moment]

    draft: Mapped[RuleDraft | None] = relationship()
    rule_version: Mapped[RuleVersion | None] = relationship()
    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.step} {self.id}"


class ImpactRun(Entity):
    """The computation of what a text would do to learners, kept batch by batch so that it survives its process.

    It holds for exactly this text and exactly the book whose hash it carries.
    """

    __tablename__ = "impact_run"

    id: Mapped[Key]
    draft_id: Mapped[int] = mapped_column(ForeignKey("rule_draft.id"), index=True)
    text: Mapped[LongText]
    text_hash: Mapped[Digest]
    book_hash: Mapped[Digest]
    effective_on: Mapped[date]  # the day whose verdicts are compared
    state: Mapped[RunState] = mapped_column(state_column(RunState), index=True)
    total: Mapped[int] = mapped_column(default=0)  # outcomes to look at
    looked_at: Mapped[int] = mapped_column(default=0)
    last_outcome_id: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(400), default="")
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    requested_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]

    draft: Mapped[RuleDraft] = relationship()
    requested_by: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.draft_id} {self.text_hash[:8]}"


class ImpactLine(Entity):
    """One outcome whose verdict would change; with an application, a pending case that keeps its own version."""

    __tablename__ = "impact_line"
    __table_args__ = (UniqueConstraint("run_id", "outcome_id", "application_id"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("impact_run.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("learner_outcome.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("conversion_application.id"))
    effect: Mapped[str] = mapped_column(String(20))
    before_verdict: Mapped[str] = mapped_column(String(10))
    before_credits: Mapped[Credits | None]
    after_verdict: Mapped[str] = mapped_column(String(10))
    after_credits: Mapped[Credits | None]

    run: Mapped[ImpactRun] = relationship()
    learner: Mapped[Learner] = relationship()
    outcome: Mapped[LearnerOutcome] = relationship()
    application: Mapped[ConversionApplication | None] = relationship()

    def __str__(self) -> str:
        return f"{self.effect} {self.outcome_id}"
