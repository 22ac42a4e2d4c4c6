"""A change of identity data that a learner asks for, its files, and the record of its steps."""

from datetime import date

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import DocumentKind, Learner, Sex
from backoffice.accounts.workflow import IdentityState
from backoffice.kernel.entity import Digest, Entity, Key, Moment, state_column
from backoffice.kernel.models import StoredFile


class IdentityChange(Entity):
    """What a learner's name, sex, birth date and document shall be from now on, once the centre agrees."""

    __tablename__ = "identity_change"

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    state: Mapped[IdentityState] = mapped_column(state_column(IdentityState), index=True)
    full_name: Mapped[str] = mapped_column(String(64))
    sex: Mapped[Sex] = mapped_column(state_column(Sex))
    birth_date: Mapped[date]
    country_code: Mapped[str] = mapped_column(String(8))
    document_kind: Mapped[DocumentKind] = mapped_column(state_column(DocumentKind))
    document_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    document_index: Mapped[Digest]
    document_masked: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(1000))
    applied_at: Mapped[Moment]

    learner: Mapped[Learner] = relationship()

    def __str__(self) -> str:
        return f"{self.full_name} {self.id}"


class IdentityFile(Entity):
    """A file that proves an asked change."""

    __tablename__ = "identity_file"

    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("identity_change.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    change: Mapped[IdentityChange] = relationship()
    file: Mapped[StoredFile] = relationship()

    def __str__(self) -> str:
        return f"{self.change_id} {self.file_id}"


class IdentityRecord(Entity):
    """One step of an asked change, with the remarks (意见); never changed."""

    __tablename__ = "identity_record"

    id: Mapped[Key]
    change_id: Mapped[int] = mapped_column(ForeignKey("identity_change.id"), index=True)
    step: Mapped[str] = mapped_column(String(40))
    state: Mapped[IdentityState] = mapped_column(state_column(IdentityState))  # reached by the step
    remarks: Mapped[str] = mapped_column(String(1000), default="")
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    happened_at: Mapped[Moment]

    change: Mapped[IdentityChange] = relationship()
    actor: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.change_id} {self.step}"
