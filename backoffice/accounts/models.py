"""The learner and the one lifelong account (学习账户)."""

from datetime import date
from enum import StrEnum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.kernel.entity import Digest, Entity, Key, Moment, state_column


class Sex(StrEnum):
    """Sex as the identity document states it."""

    FEMALE = "female"
    MALE = "male"


class Learner(Entity):
    """A person who keeps learning outcomes; one per identity document.

    Document number and phone are sealed; the blind indexes allow to look them up without opening any.
    """

    __tablename__ = "learner"
    __table_args__ = (
        UniqueConstraint("user_id"),
        UniqueConstraint("account_number"),
        UniqueConstraint("document_index"),
    )

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    account_number: Mapped[str] = mapped_column(String(32))
    full_name: Mapped[str] = mapped_column(String(100))
    latin_name: Mapped[str] = mapped_column(String(100), default="")
    sex: Mapped[Sex | None] = mapped_column(state_column(Sex))
    birth_date: Mapped[date | None]
    nation_code: Mapped[str] = mapped_column(String(8), default="")  # GB/T 3304
    document_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    document_index: Mapped[Digest]
    document_masked: Mapped[str] = mapped_column(String(40))
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_index: Mapped[Digest] = mapped_column(index=True)
    major: Mapped[str] = mapped_column(String(100), default="")
    education_level: Mapped[str] = mapped_column(String(20), default="")
    enrolled_on: Mapped[date | None]
    opened_at: Mapped[Moment]

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.full_name
