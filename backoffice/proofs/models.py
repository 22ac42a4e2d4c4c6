"""Proofs (转换证明) as they were issued."""

from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.kernel.entity import Code, Digest, Entity, Key, LongText, Moment, state_column


class ProofState(StrEnum):
    """What the verification page says of a proof."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class ConversionProof(Entity):
    """A proof: its canonical content, and the very bytes that were printed.

    The number is given with the approval; the pages are drawn afterwards, hence `pdf` may be empty for a moment.
    """

    __tablename__ = "conversion_proof"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[Key]
    number: Mapped[Code]
    check_code: Mapped[str] = mapped_column(String(24))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    payload: Mapped[LongText]  # canonical JSON
    payload_hash: Mapped[Digest]
    template_version: Mapped[int] = mapped_column(default=1)
    pdf: Mapped[bytes | None] = mapped_column(LargeBinary)
    pdf_hash: Mapped[str] = mapped_column(String(64), default="")
    key_id: Mapped[str] = mapped_column(String(43), default="")  # the key that sealed the pages, by its thumbprint
    state: Mapped[ProofState] = mapped_column(state_column(ProofState))
    issued_at: Mapped[Moment]

    learner: Mapped[Learner] = relationship()

    def __str__(self) -> str:
        return self.number
