"""Applications to have outcomes recognised, and every step taken with them."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.kernel.entity import Entity, Key, Moment, Title, state_column
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.workflow import MaterialCheck, RequestState


class RecognitionApplication(Entity):
    """An application to have one outcome recognised; the learner names the institution that checks the originals.

    `outcome_id` is empty once the learner has deleted the outcome of an application that has ended; `title` stays.
    """

    __tablename__ = "recognition_application"
    __table_args__ = (UniqueConstraint("learner_id", "submission_key"),)

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("learner_outcome.id"), index=True)
    title: Mapped[Title]  # of the outcome, as it was handed in
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)  # checks the originals
    state: Mapped[RequestState] = mapped_column(state_column(RequestState), index=True)
    applied_at: Mapped[Moment]
    submission_key: Mapped[str | None] = mapped_column(String(64))  # of the form: sent twice, it applies once

    learner: Mapped[Learner] = relationship()
    outcome: Mapped[LearnerOutcome | None] = relationship()
    institution: Mapped[Institution] = relationship()

    def __str__(self) -> str:
        return self.title


class RecognitionRecord(Entity):
    """One step of an application (认定记录), with the opinion (意见); never changed."""

    __tablename__ = "recognition_record"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("recognition_application.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    state: Mapped[RequestState] = mapped_column(state_column(RequestState))  # reached by the step
    originals_check: Mapped[MaterialCheck | None] = mapped_column(state_column(MaterialCheck))
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    happened_at: Mapped[Moment]

    application: Mapped[RecognitionApplication] = relationship()
    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.step}"
