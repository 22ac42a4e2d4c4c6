"""The ledger of credits: entries are added, never changed."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.kernel.entity import Credits, Entity, Key, Moment
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import Decision


class CreditEntry(Entity):
    """Credits (学分) that a decision books for a target; a reversal is a new entry with the opposite sign."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        UniqueConstraint("decision_id", "target_id"),
        UniqueConstraint("reverses_id"),
        Index("ix_credit_entry_counted", "booked_at", "target_id", "decision_id", "reverses_id", "credits"),
        CheckConstraint(
            "(reverses_id IS NULL AND credits >= 0) OR (reverses_id IS NOT NULL AND credits <= 0)", name="sign"
        ),
    )

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    target_id: Mapped[int] = mapped_column(ForeignKey("catalogue_outcome.id"))
    credits: Mapped[Credits]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entry.id"))
    remarks: Mapped[str] = mapped_column(String(400), default="")
    booked_at: Mapped[Moment]

    learner: Mapped[Learner] = relationship()
    decision: Mapped[Decision | None] = relationship()
    target: Mapped[CatalogueOutcome] = relationship()

    def __str__(self) -> str:
        return f"{self.learner_id} {self.credits}"


class OutcomeUse(Entity):
    """That a decision used an outcome; a consumed outcome serves no other conversion."""

    __tablename__ = "outcome_use"
    __table_args__ = (
        UniqueConstraint("outcome_id", "decision_id"),
        Index(
            "uq_outcome_use_consumed",
            "outcome_id",
            unique=True,
            sqlite_where=text("consumed AND released_at IS NULL"),
            postgresql_where=text("consumed AND released_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    outcome_id: Mapped[int] = mapped_column(ForeignKey("learner_outcome.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"))
    consumed: Mapped[bool]
    released_at: Mapped[Moment | None]  # when the decision was revoked: the outcome is free again

    outcome: Mapped[LearnerOutcome] = relationship()
    decision: Mapped[Decision] = relationship()

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.decision_id}"
