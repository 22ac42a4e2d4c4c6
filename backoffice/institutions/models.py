"""Institutions, committees, programmes, and who belongs to or acts for them."""

from datetime import date

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.kernel.entity import Code, Credits, Entity, Key, Title


class Institution(Entity):
    """An institution listed in the register (资历名册机构)."""

    __tablename__ = "institution"
    __table_args__ = (UniqueConstraint("code"), UniqueConstraint("title"))

    id: Mapped[Key]
    code: Mapped[Code]  # 机构代码, as the register prints it
    title: Mapped[Title]
    registered: Mapped[bool] = mapped_column(default=True)
    pilot: Mapped[bool] = mapped_column(default=False)
    third_party_assessor: Mapped[bool] = mapped_column(default=False)
    address: Mapped[str] = mapped_column(String(300), default="")

    def __str__(self) -> str:
        return self.title


class Committee(Entity):
    """A committee (专业认定委员会) that makes the final review for one subject area."""

    __tablename__ = "committee"
    __table_args__ = (UniqueConstraint("subject"),)

    id: Mapped[Key]
    title: Mapped[Title]
    subject: Mapped[str] = mapped_column(String(100))

    def __str__(self) -> str:
        return self.title


class CommitteeMember(Entity):
    """A person who sits on a committee."""

    __tablename__ = "committee_member"
    __table_args__ = (UniqueConstraint("committee_id", "user_id"),)

    id: Mapped[Key]
    committee_id: Mapped[int] = mapped_column(ForeignKey("committee.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)

    committee: Mapped[Committee] = relationship()
    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.committee} / {self.user}"


class InstitutionAdministrator(Entity):
    """A person who reviews for an institution."""

    __tablename__ = "institution_administrator"
    __table_args__ = (UniqueConstraint("institution_id", "user_id"),)

    id: Mapped[Key]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)

    institution: Mapped[Institution] = relationship()
    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.institution} / {self.user}"


class Programme(Entity):
    """A programme (项目/专业) with its term, such as 电子商务(2019秋)."""

    __tablename__ = "programme"
    __table_args__ = (
        UniqueConstraint("institution_id", "title"),
        CheckConstraint("total_credits >= 0", name="total_credits_not_negative"),
    )

    id: Mapped[Key]
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    title: Mapped[Title]
    education_level: Mapped[str] = mapped_column(String(20), default="")
    total_credits: Mapped[Credits | None]

    institution: Mapped[Institution] = relationship()

    def __str__(self) -> str:
        return self.title


class Membership(Entity):
    """A learner's enrolment in an institution."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("learner_id", "institution_id"),)

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"))
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"), index=True)
    joined_on: Mapped[date | None]

    learner: Mapped[Learner] = relationship()
    institution: Mapped[Institution] = relationship()

    def __str__(self) -> str:
        return f"{self.learner} / {self.institution}"
