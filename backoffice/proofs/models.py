"""Papers as they were issued, proofs (转换证明) and transcripts (学分成绩单), and what became of them."""

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.kernel.entity import Code, Digest, Entity, Key, LongText, Moment, state_column
from backoffice.papers.kinds import PaperKind
from backoffice.proofs.states import EndReason, ProofState


class ConversionProof(Entity):
    """A proof or a transcript: its canonical content, and the very bytes that were printed.

    One table keeps both: numbers come from one series, and one address verifies either.
    The number is given first; the pages are drawn afterwards, hence `pdf` may be empty for a moment.
    """

    __tablename__ = "conversion_proof"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[Key]
    kind: Mapped[PaperKind] = mapped_column(state_column(PaperKind), default=PaperKind.CONVERSION_PROOF)
    number: Mapped[Code]
    check_code: Mapped[str] = mapped_column(String(24))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    payload: Mapped[LongText]  # canonical JSON
    payload_hash: Mapped[Digest]
    template_version: Mapped[int] = mapped_column(default=1)  # of the looks of its kind
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    pdf_hash: Mapped[str] = mapped_column(String(64), default="", index=True)
    key_id: Mapped[str] = mapped_column(String(43), default="")  # the key that sealed the pages, by its thumbprint
    state: Mapped[ProofState] = mapped_column(state_column(ProofState))
    issued_at: Mapped[Moment]

    learner: Mapped[Learner] = relationship()

    def __str__(self) -> str:
        return self.number


class ProofRecord(Entity):
    """That a paper ended, when and why; `replaced_by` is the newer one. Never changed."""

    __tablename__ = "proof_record"

    id: Mapped[Key]
    proof_id: Mapped[int] = mapped_column(ForeignKey("conversion_proof.id"), index=True)
    state: Mapped[ProofState] = mapped_column(state_column(ProofState))  # reached
    reason: Mapped[EndReason] = mapped_column(state_column(EndReason))
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("conversion_proof.id"))
    happened_at: Mapped[Moment]

    proof: Mapped[ConversionProof] = relationship(foreign_keys=proof_id)
    replaced_by: Mapped[ConversionProof | None] = relationship(foreign_keys=replaced_by_id)

    def __str__(self) -> str:
        return f"{self.proof_id} {self.state}"
