"""Applications to have outcomes recognised, and every step taken with them."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.kernel.entity import Entity, Key, Moment, Title, state_column
from backoffice.kernel.models import StoredFile
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.workflow import AssessmentState, Conclusion, MaterialCheck, RequestState


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
    __table_args__ = (
        Index("ix_recognition_record_counted", "step", "happened_at", "application_id"),
        Index("ix_recognition_record_followed", "application_id", "step", "happened_at"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("recognition_application.id"))
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


class RecognitionAssignment(Entity):
    """That the centre gave an application to one of its people; the newest assignment holds."""

    __tablename__ = "recognition_assignment"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("recognition_application.id"), index=True)
    assignee_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    assigner_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    assigned_at: Mapped[Moment]

    application: Mapped[RecognitionApplication] = relationship()
    assignee: Mapped[User] = relationship(foreign_keys=[assignee_id])
    assigner: Mapped[User] = relationship(foreign_keys=[assigner_id])

    def __str__(self) -> str:
        return f"{self.application_id} {self.assignee_id}"


class Assessment(Entity):
    """An opinion that a third-party assessor was asked for, and gave.

    `recognition_id` is empty where the case is a conversion, which has its own link to the assessment.
    """

    __tablename__ = "assessment"
    __table_args__ = (CheckConstraint("(conclusion IS NULL) = (answered_at IS NULL)", name="answered_whole"),)

    id: Mapped[Key]
    recognition_id: Mapped[int | None] = mapped_column(ForeignKey("recognition_application.id"), index=True)
    assessor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    asker_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    request: Mapped[str] = mapped_column(String(1000))  # what the assessor should look at
    state: Mapped[AssessmentState] = mapped_column(state_column(AssessmentState), index=True)
    conclusion: Mapped[Conclusion | None] = mapped_column(state_column(Conclusion))
    opinion: Mapped[str] = mapped_column(String(1000), default="")
    asked_at: Mapped[Moment]
    answered_at: Mapped[Moment | None]

    recognition: Mapped[RecognitionApplication | None] = relationship()
    assessor: Mapped[User] = relationship(foreign_keys=[assessor_id])
    asker: Mapped[User] = relationship(foreign_keys=[asker_id])

    def __str__(self) -> str:
        return f"{self.id} {self.assessor_id}"


class AssessmentFile(Entity):
    """A file that an assessor handed in with an opinion."""

    __tablename__ = "assessment_file"

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    assessment: Mapped[Assessment] = relationship()
    file: Mapped[StoredFile] = relationship()

    def __str__(self) -> str:
        return f"{self.assessment_id} {self.file_id}"
