"""Notices, the questions that learners ask, and what is answered."""

from datetime import date
from enum import StrEnum

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.accounts.models import Learner
from backoffice.kernel.entity import Entity, Key, Moment, Title, state_column

LONGEST_NOTICE = 4000
LONGEST_QUESTION = 2000


class Notice(Entity):
    """A notice (通知公告) of the centre; its lines are paragraphs."""

    __tablename__ = "notice"
    __table_args__ = (CheckConstraint("published_until >= published_from", name="published_in_order"),)

    id: Mapped[Key]
    title: Mapped[Title]
    body: Mapped[str] = mapped_column(String(LONGEST_NOTICE))
    published_from: Mapped[date] = mapped_column(index=True)
    published_until: Mapped[date | None]

    def __str__(self) -> str:
        return self.title


class QuestionState(StrEnum):
    """Whether a question waits for the centre."""

    OPEN = "待解答"
    ANSWERED = "已解答"


class Question(Entity):
    """A learner's question to the centre (在线解答)."""

    __tablename__ = "question"

    id: Mapped[Key]
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.id"), index=True)
    title: Mapped[Title]
    body: Mapped[str] = mapped_column(String(LONGEST_QUESTION))
    state: Mapped[QuestionState] = mapped_column(state_column(QuestionState), index=True)
    asked_at: Mapped[Moment]

    learner: Mapped[Learner] = relationship()

    def __str__(self) -> str:
        return self.title


class Answer(Entity):
    """A turn of a question's thread: the centre's answer, or what the learner asks further."""

    __tablename__ = "answer"

    id: Mapped[Key]
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    by_centre: Mapped[bool]
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
