"""Applications to convert outcomes, what they start from and aim at, and their review records."""

from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Committee, Institution, Programme
from backoffice.kernel.entity import Code, Credits, Entity, Key, Moment, state_column
from backoffice.kernel.models import StoredFile
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.recognition.models import Assessment
from backoffice.recognition.workflow import MaterialCheck
from backoffice.rulebook.models import Decision, RuleVersion


class ConversionApplication(Entity):
    """An application; rule version and facts are frozen when it is handed in.

    `rule_version_id` is empty for a performance outcome (业绩类), which is judged rather than computed.
    """

    __tablename__ = "conversion_application"
    __table_args__ = (
        UniqueConstraint("number"),
        UniqueConstraint("decision_id"),
        Index("ix_conversion_application_counted", "applied_at", "institution_id", "rule_version_id"),
    )

    id: Mapped[Key]
    number: Mapped[Code]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"), index=True)
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)  # makes the first review
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"), index=True)  # makes the final review
    state: Mapped[ConversionState] = mapped_column(state_column(ConversionState), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    applied_at: Mapped[Moment]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))
    proof_id: Mapped[int | None] = mapped_column(ForeignKey("conversion_proof.id"))

    learner: Mapped[Learner] = relationship()
    rule_version: Mapped[RuleVersion | None] = relationship()
    programme: Mapped[Programme | None] = relationship()
    institution: Mapped[Institution] = relationship()
    committee: Mapped[Committee] = relationship()
    decision: Mapped[Decision | None] = relationship()
    proof: Mapped[ConversionProof | None] = relationship()

    def __str__(self) -> str:
        return self.number


class ConversionSource(Entity):
    """An outcome that an application starts from."""

    __tablename__ = "conversion_source"
    __table_args__ = (
        UniqueConstraint("application_id", "outcome_id"),
        Index("ix_conversion_source_served", "outcome_id", "application_id"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"))
    outcome_id: Mapped[int] = mapped_column(ForeignKey("learner_outcome.id"))

    application: Mapped[ConversionApplication] = relationship()
    outcome: Mapped[LearnerOutcome] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.outcome_id}"


class ConversionTarget(Entity):
    """A catalogue outcome that an application aims at, and the outcome that its approval added."""

    __tablename__ = "conversion_target"
    __table_args__ = (UniqueConstraint("application_id", "catalogue_outcome_id"),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"))
    catalogue_outcome_id: Mapped[int] = mapped_column(ForeignKey("catalogue_outcome.id"))
    credits: Mapped[Credits]  # granted, after the ratio
    ratio: Mapped[Credits]  # percent
    added_outcome_id: Mapped[int | None] = mapped_column(ForeignKey("learner_outcome.id"))

    application: Mapped[ConversionApplication] = relationship()
    catalogue_outcome: Mapped[CatalogueOutcome] = relationship()
    added_outcome: Mapped[LearnerOutcome | None] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.catalogue_outcome_id}"


class ConversionFile(Entity):
    """A file handed in with an application, or with its first review when `record_id` names that."""

    __tablename__ = "conversion_file"

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("review_record.id"))

    file: Mapped[StoredFile] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.file_id}"


class ProofMember(Entity):
    """That a joint proof tells of an application's conversion, beside others on one paper."""

    __tablename__ = "proof_member"
    __table_args__ = (UniqueConstraint("proof_id", "application_id"),)

    id: Mapped[Key]
    proof_id: Mapped[int] = mapped_column(ForeignKey("conversion_proof.id"))
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"), index=True)

    proof: Mapped[ConversionProof] = relationship()
    application: Mapped[ConversionApplication] = relationship()

    def __str__(self) -> str:
        return f"{self.proof_id} {self.application_id}"


class ReviewRecord(Entity):
    """One step of an application, with the opinion (意见); never changed."""

    __tablename__ = "review_record"
    __table_args__ = (
        Index("ix_review_record_counted", "step", "happened_at", "application_id"),
        Index("ix_review_record_followed", "application_id", "step", "happened_at"),
    )

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"))
    step: Mapped[str] = mapped_column(String(40))
    state: Mapped[ConversionState] = mapped_column(state_column(ConversionState))  # reached by the step
    material_check: Mapped[MaterialCheck | None] = mapped_column(state_column(MaterialCheck))
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    happened_at: Mapped[Moment]

    application: Mapped[ConversionApplication] = relationship()
    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.step}"


class Recusal(Entity):
    """That a reviewer stepped back (回避) from a case, and why; whoever has may not decide it any more."""

    __tablename__ = "recusal"
    __table_args__ = (UniqueConstraint("application_id", "user_id"),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    remarks: Mapped[str] = mapped_column(String(1000))
    happened_at: Mapped[Moment]

    application: Mapped[ConversionApplication] = relationship()
    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.user_id}"


class ConversionAssessment(Entity):
    """The application that a third-party assessor was asked about."""

    __tablename__ = "conversion_assessment"
    __table_args__ = (UniqueConstraint("assessment_id"),)

    id: Mapped[Key]
    application_id: Mapped[int] = mapped_column(ForeignKey("conversion_application.id"), index=True)
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessment.id"))

    application: Mapped[ConversionApplication] = relationship()
    assessment: Mapped[Assessment] = relationship()

    def __str__(self) -> str:
        return f"{self.application_id} {self.assessment_id}"
