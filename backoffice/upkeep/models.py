"""Imports of whole tables, and the rows that they refused."""

from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.kernel.entity import Digest, Entity, Key, Moment, Title, state_column
from backoffice.upkeep.workflow import ImportContent, RunState


class ImportRun(Entity):
    """A file that is checked, confirmed and taken over; `position` is the last row that is done for good.

    The counts are those of the phase that the state names: first of the check, then of the import itself.
    """

    __tablename__ = "import_run"
    __table_args__ = (CheckConstraint("position >= 0", name="position_not_negative"),)

    id: Mapped[Key]
    content: Mapped[ImportContent] = mapped_column(state_column(ImportContent))
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)  # whose rows alone
    name: Mapped[Title]  # of the file, made safe
    sha256: Mapped[Digest]  # of the file's content
    state: Mapped[RunState] = mapped_column(state_column(RunState), index=True)
    position: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)  # rows of the file, known once it is checked
    added: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    stopped_by: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # why the file cannot be read on
    touched: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # rules and cases, by the check
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    created_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]
    finished_at: Mapped[Moment | None]

    institution: Mapped[Institution | None] = relationship()
    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.name


class ImportRefusal(Entity):
    """A row that an import did not take, with every problem of it; the cells are sealed, as they may name people."""

    __tablename__ = "import_refusal"
    __table_args__ = (UniqueConstraint("run_id", "row_number"),)

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    row_number: Mapped[int]  # as the spreadsheet counts: the heading is row 1
    problems: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cells_sealed: Mapped[bytes] = mapped_column(LargeBinary)

    run: Mapped[ImportRun] = relationship()

    def __str__(self) -> str:
        return f"{self.run_id} {self.row_number}"


class ImportReceipt(Entity):
    """How many outcomes an import has put into an account; it goes once the learner has been told."""

    __tablename__ = "import_receipt"
    __table_args__ = (
        UniqueConstraint("run_id", "learner_id"),
        CheckConstraint("outcomes > 0", name="outcomes_positive"),
    )

    id: Mapped[Key]
    run_id: Mapped[int] = mapped_column(ForeignKey("import_run.id"))
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    outcomes: Mapped[int]

    run: Mapped[ImportRun] = relationship()
    learner: Mapped[Learner] = relationship()

    def __str__(self) -> str:
        return f"{self.run_id} {self.learner_id}"
