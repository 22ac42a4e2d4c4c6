"""Runs of printing, and the proofs of each."""

from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.kernel.entity import Entity, Key, Moment, state_column
from backoffice.printing.workflow import ItemState, PrintForm, PrintState
from backoffice.proofs.models import ConversionProof


class PrintRun(Entity):
    """Proofs that somebody ordered; `position` is the last one whose pages are kept, `bound` how many are in the file.

    The file lies sealed until `expires_at`; `size` and `sha256` are of its content.
    """

    __tablename__ = "print_run"
    __table_args__ = (CheckConstraint("position >= 0", name="position_not_negative"),)

    id: Mapped[Key]
    form: Mapped[PrintForm] = mapped_column(state_column(PrintForm))
    chosen: Mapped[dict[str, Any]] = mapped_column(JSON)  # by which words, as the page says them again
    state: Mapped[PrintState] = mapped_column(state_column(PrintState), index=True)
    total: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    bound: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0)
    problem: Mapped[str] = mapped_column(String(400), default="")
    size: Mapped[int] = mapped_column(BigInteger, default=0)  # bytes
    sha256: Mapped[str] = mapped_column(String(64), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    created_at: Mapped[Moment]
    finished_at: Mapped[Moment | None]
    expires_at: Mapped[Moment | None]

    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.id} {self.form}"


class PrintItem(Entity):
    """A proof of a run, in the order of the file, and what became of it."""

    __tablename__ = "print_item"
    __table_args__ = (UniqueConstraint("run_id", "position"), UniqueConstraint("run_id", "proof_id"))

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("print_run.id"))
    position: Mapped[int]  # from 1
    proof_id: Mapped[int] = mapped_column(ForeignKey("conversion_proof.id"), index=True)
    state: Mapped[ItemState] = mapped_column(state_column(ItemState))

    run: Mapped[PrintRun] = relationship()
    proof: Mapped[ConversionProof] = relationship()

    def __str__(self) -> str:
        return f"{self.run_id} {self.position}"
