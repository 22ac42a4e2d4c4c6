"""Notices, the questions that learners ask, and what is answered."""

from datetime import date
from enum import StrEnum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.kernel.entity import Entity, Key, Moment, Title, state_column

LONGEST_NOTICE = 4000
LONGEST_QUESTION = 2000


class Audience(StrEnum):
    """Whom a notice is for."""

    EVERYBODY = "所有人"
    LEARNERS = "学习者"
    OF_INSTITUTION = "一个机构的学习者"
    STAFF = "工作人员"


class Notice(Entity):
    """A notice (通知公告) of the centre; its lines are paragraphs. Both its days belong to it."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("published_until >= published_from", name="published_in_order"),
        CheckConstraint(
            f"audience <> '{Audience.OF_INSTITUTION.value}' OR institution_id IS NOT NULL",
            name="institution_where_it_counts",
        ),
    )

    id: Mapped[Key]
    title: Mapped[Title]
    body: Mapped[str] = mapped_column(String(LONGEST_NOTICE))
    published_from: Mapped[date] = mapped_column(index=True)
    published_until: Mapped[date | None]
    draft: Mapped[bool] = mapped_column(default=False)
    pinned: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(state_column(Audience), default=Audience.EVERYBODY)
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"))

    institution: Mapped[Institution | None] = relationship()

    def __str__(self) -> str:
        return self.title


class QuestionState(StrEnum):
    """Whether a question waits for the staff."""

    OPEN = "待解答"
    ANSWERED = "已解答"
    CLOSED = "已关闭"


class Question(Entity):
    """A learner's question (在线解答) to the centre, or to an institution; the centre sees all of them."""

    __tablename__ = "question"

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    title: Mapped[Title]
    body: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    state: Mapped[QuestionState] = mapped_column(state_column(QuestionState), index=True)
    asked_at: Mapped[Moment]
    institution_id: Mapped[int | None] = mapped_column(ForeignKey("institution.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))

    learner: Mapped[Learner] = relationship()
    institution: Mapped[Institution | None] = relationship()
    assignee: Mapped[User | None] = relationship()

    def __str__(self) -> str:
        return self.title


class Answer(Entity):
    """A turn of a question's thread: an answer of the centre or the institution, or what the learner asks further."""

    __tablename__ = "answer"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    by_centre: Mapped[bool]
    by_institution: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    answered_at: Mapped[Moment]

    question: Mapped[Question] = relationship()
    author: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.question_id} {self.id}"


class CommonQuestion(Entity):
    """A question with its answer that everybody may read; the centre's own words, naming no learner."""

    __tablename__ = "common_question"
    __table_args__ = (UniqueConstraint("title"),)

    id: Mapped[Key]
    title: Mapped[Title]
    body: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    position: Mapped[int] = mapped_column(default=0)

    def __str__(self) -> str:
        return self.title
