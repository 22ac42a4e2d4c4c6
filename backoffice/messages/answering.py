"""The staff's side of questions (在线解答): which are there, who answers, closing, and telling the learner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice import access
from backoffice.accounts.models import Learner
from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel import audit
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.kernel.states import Channel
from backoffice.messages.models import Answer, Question, QuestionState
from backoffice.messages.templates import body_of

SHOWN = {"": QuestionState.OPEN, "done": QuestionState.ANSWERED, "closed": QuestionState.CLOSED}


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose desk it is: the centre's, which sees all questions, or that of some institutions."""

    user_id: int
    institutions: frozenset[int] | None = None  # None: all questions

    def may_see(self, question: Question) -> bool:
        """Tell whether a question lies on this desk."""
        return self.institutions is None or question.institution_id in self.institutions


def desk_of(session: Session, user_id: int, held: frozenset[str]) -> Desk:
    """Return the desk of somebody with some roles."""
    if held & {access.CENTRE, access.ADMIN}:
        return Desk(user_id)
    query = select(InstitutionAdministrator.institution_id).where(InstitutionAdministrator.user_id == user_id)
    return Desk(user_id, frozenset(session.scalars(query)))


def questions(
    session: Session, desk: Desk, *, show: str, words: str, whose: str, page: int, size: int
) -> Page[Question]:
    """Return one page of a desk's questions: those that wait the oldest first, others the newest first.

    `show` is "" for what waits, "done", "closed" or "all"; `whose` is "mine", "nobody" or "".
    """
    query: Select[Question] = select(Question).join(Question.learner)
    query = query.options(joinedload(Question.learner), joinedload(Question.institution), joinedload(Question.assignee))
    if desk.institutions is not None:
        query = query.where(Question.institution_id.in_(desk.institutions))
    if show in SHOWN:
        query = query.where(Question.state == SHOWN[show])
    if whose == "mine":
        query = query.where(Question.assignee_id == desk.user_id)
    elif whose == "nobody":
        query = query.where(Question.assignee_id.is_(None))
    for word in words.split()[:8]:
        columns = (Question.title, Question.body, Learner.full_name, Learner.account_number)
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in columns)))
    newest_first = (Question.asked_at.desc(), Question.id.desc())
    query = query.order_by(*newest_first) if show else query.order_by(Question.asked_at, Question.id)
    return fetch_page(session, query, number=page, size=size)


def tell_of_answer(session: Session, turn: Answer, *, signature: str, platform: str, now: datetime) -> None:
    """Tell the learner that there is an answer, once for each; in the site, unless the centre has it sent."""
    question, key = turn.question, f"answer:{turn.id}"
    if session.scalar(select(OutboxMessage.id).where(OutboxMessage.idempotency_key == key)) is not None:
        return  # the same words were sent twice
    enqueue(
        session,
        template="question_answered",
        body=body_of("question_answered", signature=signature, question=question.title, platform=platform),
        recipient_id=question.learner.user_id,
        idempotency_key=key,
        now=now,
        channel=Channel.SITE,
    )


def set_closed(session: Session, question_id: int, *, closed: bool, actor_id: int, now: datetime) -> Question:
    """Close a question, or open it again; nothing happens when it is so already."""
    question = session.get_one(Question, question_id, with_for_update=True, populate_existing=True)
    if closed == (question.state is QuestionState.CLOSED):
        return question
    question.state = QuestionState.CLOSED if closed else QuestionState.OPEN
    action = "close" if closed else "reopen"
    audit.record(session, actor_id=actor_id, action=action, entity="question", entity_id=question_id, now=now)
    session.flush()
    return question


def assign(session: Session, question_id: int, assignee_id: int, *, actor_id: int, now: datetime) -> Question:
    """Say who of the centre shall answer; 0 is nobody."""
    question = session.get_one(Question, question_id, with_for_update=True, populate_existing=True)
    if assignee_id and assignee_id not in {each.id for each in answerers(session)}:
        raise refuse("assignee_unknown", "assignee")
    if question.assignee_id != (assignee_id or None):
        question.assignee_id = assignee_id or None
        details = {"assignee": str(assignee_id)}
        audit.record(
            session,
            actor_id=actor_id,
            action="assign",
            entity="question",
            entity_id=question_id,
            now=now,
            details=details,
        )
        session.flush()
    return question


def answerers(session: Session) -> Sequence[User]:
    """Return the people of the centre."""
    query = select(User).join(User.roles).where(Role.name == access.CENTRE, User.active.is_(True))
    return session.scalars(query.order_by(User.first_name, User.id)).unique().all()
