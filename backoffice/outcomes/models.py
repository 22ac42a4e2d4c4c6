"""A learner's outcomes (学习成果) and their evidence (佐证材料)."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.kernel.entity import Credits, Entity, Key, Moment, Title, state_column
from backoffice.kernel.models import StoredFile


class EntryChannel(StrEnum):
    """How an outcome came into the account (成果来源)."""

    LEARNER = "自助添加"
    INSTITUTION = "机构导入"
    CONVERSION = "转换获得"
    EXCHANGE = "数据对接"


class RecognitionState(StrEnum):
    """Where the recognition (认定) of an outcome stands."""

    NOT_APPLIED = "未申请"
    APPLIED = "已申请认定"
    RETURNED = "退回补正"
    CATALOGUED = "名录成果"
    RECOGNISED = "已认定"
    REFUSED = "认定未通过"


class ProposalState(StrEnum):
    """What the centre has said to a proposal for the catalogue."""

    WAITING = "待处理"
    ACCEPTED = "已采纳"
    DECLINED = "未采纳"


class LearnerOutcome(Entity):
    """An outcome that a learner holds; `fields` keeps every field of its kind's form as it was filled in."""

    __tablename__ = "learner_outcome"
    __table_args__ = (
        Index("ix_learner_outcome_counted", "added_at", "kind_id", "catalogue_outcome_id", "entry_channel", "state"),
        Index("ix_learner_outcome_held", "learner_id", "kind_id"),
        Index("uq_learner_outcome_submission", "learner_id", "submission_key", unique=True),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        CheckConstraint("score >= 0", name="score_not_negative"),
    )

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    kind_id: Mapped[int] = mapped_column(ForeignKey("outcome_kind.id"))
    catalogue_outcome_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_outcome.id"), index=True)
    title: Mapped[Title]
    institution_title: Mapped[str] = mapped_column(String(200), default="")
    code: Mapped[str] = mapped_column(String(64), default="")
    programme_title: Mapped[str] = mapped_column(String(200), default="")
    education_level: Mapped[str] = mapped_column(String(20), default="")
    qf_level: Mapped[int | None]
    credits: Mapped[Credits | None]
    study_hours: Mapped[int | None]
    score: Mapped[Credits | None]
    grade: Mapped[str] = mapped_column(String(40), default="")
    grade_scale: Mapped[str] = mapped_column(String(40), default="")
    certificate_number: Mapped[str] = mapped_column(String(100), default="", index=True)
    awarded_on: Mapped[date | None]
    description: Mapped[str] = mapped_column(String(1000), default="")
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    entry_channel: Mapped[EntryChannel] = mapped_column(state_column(EntryChannel))
    state: Mapped[RecognitionState] = mapped_column(state_column(RecognitionState), index=True)
    added_at: Mapped[Moment]
    submission_key: Mapped[str | None] = mapped_column(String(64))  # of the form that made it: sent twice, it adds once

    learner: Mapped[Learner] = relationship()
    kind: Mapped[OutcomeKind] = relationship()
    catalogue_outcome: Mapped[CatalogueOutcome | None] = relationship()

    @property
    def is_revoked(self) -> bool:
        """Whether a conversion added it that was revoked (撤销); nothing else refuses what was converted."""
        return self.entry_channel is EntryChannel.CONVERSION and self.state is RecognitionState.REFUSED

    @property
    def standing(self) -> str:
        """Where it stands, in the word that pages show."""
        return "已撤销" if self.is_revoked else self.state.value

    def __str__(self) -> str:
        return self.title


class Evidence(Entity):
    """A file that proves an outcome, filed under one entry of the kind's evidence list."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("outcome_id", "evidence_key", "file_id"),)

    id: Mapped[Key]
    outcome_id: Mapped[int] = mapped_column(ForeignKey("learner_outcome.id"))
    evidence_key: Mapped[str] = mapped_column(String(64))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    outcome: Mapped[LearnerOutcome] = relationship()
    file: Mapped[StoredFile] = relationship()

    def __str__(self) -> str:
        return f"{self.outcome} / {self.file}"


class CatalogueProposal(Entity):
    """An outcome that a learner typed because the catalogue lacks it, for the centre to look at.

    `typed` keeps the form as it was filled in; `outcome_id` is empty once the learner has deleted the outcome.
    """

    __tablename__ = "catalogue_proposal"
    __table_args__ = (
        UniqueConstraint("outcome_id"),
        CheckConstraint(f"(state = '{ProposalState.ACCEPTED}') = (entry_id IS NOT NULL)", name="entry_made"),
    )

    id: Mapped[Key]
    title: Mapped[Title]
    kind_id: Mapped[int] = mapped_column(ForeignKey("outcome_kind.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    outcome_id: Mapped[int | None] = mapped_column(ForeignKey("learner_outcome.id"))
    typed: Mapped[dict[str, str]] = mapped_column(JSON)
    state: Mapped[ProposalState] = mapped_column(state_column(ProposalState), index=True)
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("catalogue_outcome.id"))
    proposed_at: Mapped[Moment]
    decided_at: Mapped[Moment | None]

    kind: Mapped[OutcomeKind] = relationship()
    learner: Mapped[Learner] = relationship()
    outcome: Mapped[LearnerOutcome | None] = relationship()
    entry: Mapped[CatalogueOutcome | None] = relationship()

    def __str__(self) -> str:
        return self.title
