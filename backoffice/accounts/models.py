"""The learner with the one lifelong account (学习账户), and what guards the ways into it."""

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


class DocumentKind(StrEnum):
    """What kind of identity document (证件类型) a number stands on."""

    RESIDENT = "resident_card"
    RESIDENCE_PERMIT = "hmt_residence_permit"  # of people from Hong Kong, Macao and Taiwan; numbered by GB 11643 too
    HONG_KONG_MACAO = "hk_macao_permit"
    TAIWAN = "taiwan_permit"
    FOREIGN_RESIDENT = "foreign_resident_card"
    PASSPORT = "passport"


class CodePurpose(StrEnum):
    """What a code sent by SMS is good for; it is worth nothing elsewhere."""

    REGISTRATION = "registration"
    PASSWORD = "forgotten_password"  # noqa: S105 - a purpose
    PHONE = "phone_change"


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
    nation_code: Mapped[str] = mapped_column(String(8), default="")  # GB/T 3304; empty for foreigners
    country_code: Mapped[str] = mapped_column(String(8), default="CN")  # ISO 3166-1 alpha-2
    document_kind: Mapped[DocumentKind] = mapped_column(state_column(DocumentKind), default=DocumentKind.RESIDENT)
    document_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    document_index: Mapped[Digest]
    document_masked: Mapped[str] = mapped_column(String(40))
    phone_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    phone_index: Mapped[Digest] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(String(254), default="")
    division_code: Mapped[str] = mapped_column(String(12), default="")  # GB/T 2260, as deep as it goes
    address: Mapped[str] = mapped_column(String(300), default="")
    major: Mapped[str] = mapped_column(String(100), default="")
    education_level: Mapped[str] = mapped_column(String(20), default="")
    enrolled_on: Mapped[date | None]
    opened_at: Mapped[Moment] = mapped_column(index=True)

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return self.full_name


class SmsCode(Entity):
    """A code (验证码) sent to a phone: for one purpose, for a while, for a few attempts, and used once.

    `user_id` names whose account it opens; nobody's when it was asked for an account that does not exist.
    """

    __tablename__ = "sms_code"

    id: Mapped[Key]
    purpose: Mapped[CodePurpose] = mapped_column(state_column(CodePurpose))
    phone_index: Mapped[Digest] = mapped_column(index=True)
    address_index: Mapped[Digest] = mapped_column(index=True)  # of the network address that asked for it
    code_index: Mapped[Digest]  # of number, purpose and code together, under the house's key
    user_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)  # wrong ones
    used_at: Mapped[Moment | None]

    def __str__(self) -> str:
        return f"{self.purpose} {self.id}"


class Captcha(Entity):
    """A picture that a person must read (图形验证码); gone with the first answer, right or wrong."""

    __tablename__ = "captcha"
    __table_args__ = (UniqueConstraint("token_index"),)

    id: Mapped[Key]
    token_index: Mapped[Digest]
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)

    def __str__(self) -> str:
        return f"{self.id}"


class LoginFailure(Entity):
    """How often in a row logging in has failed for one name, or from one network address."""

    __tablename__ = "login_failure"
    __table_args__ = (UniqueConstraint("subject_index"),)

    id: Mapped[Key]
    subject_index: Mapped[Digest]
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[Moment]

    def __str__(self) -> str:
        return f"{self.id}"
