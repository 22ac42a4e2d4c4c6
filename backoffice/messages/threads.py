"""Questions to the centre (在线解答): asking, answering, asking further, and making one common."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.kernel import audit
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.messages.models import LONGEST_QUESTION, Answer, CommonQuestion, Question, QuestionState

LONGEST_TITLE = 100
Field = tuple[str, str, str, int]  # key, label, what was typed, most characters


def ask(
    session: Session, *, learner: Learner, title: tuple[str, str], body: tuple[str, str], now: datetime
) -> Question:
    """Ask the centre; title and body are (label, typed). The same question sent twice is one."""
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    head, text = _checked([("title", *title, LONGEST_TITLE), ("body", *body, LONGEST_QUESTION)])
    mine = select(Question).where(Question.learner_id == learner.id, Question.state == QuestionState.OPEN)
    twin: Question | None = session.scalars(mine.where(Question.title == head, Question.body == text)).first()
    if twin is not None:
        return twin
    question = Question(learner_id=learner.id, title=head, body=text, state=QuestionState.OPEN, asked_at=now)
    session.add(question)
    session.flush()
    return question


def add_turn(
    session: Session, question_id: int, *, body: tuple[str, str], author_id: int, by_centre: bool, now: datetime
) -> Answer:
    """Add the centre's answer, or what the learner asks further; the caller has found that the author may.

    The same words sent twice in a row by one person are one turn.
    """
    question = session.get_one(Question, question_id, with_for_update=True)
    (text,) = _checked([("body", *body, LONGEST_QUESTION)])
    last = next(reversed(turns_of(session, question_id)), None)
    if last is not None and (last.author_id, last.body) == (author_id, text):
        return last
    turn = Answer(question_id=question_id, author_id=author_id, by_centre=by_centre, body=text, answered_at=now)
    question.state = QuestionState.ANSWERED if by_centre else QuestionState.OPEN
    session.add(turn)
    session.flush()
    if by_centre:
        audit.record(session, actor_id=author_id, action="answer", entity="question", entity_id=question_id, now=now)
    return turn


def make_common(
    session: Session, *, title: tuple[str, str], body: tuple[str, str], actor_id: int, now: datetime
) -> CommonQuestion:
    """Publish a question with its answer in the centre's own words; what the learner wrote stays where it is."""
    head, text = _checked([("common-title", *title, LONGEST_TITLE), ("common-body", *body, LONGEST_QUESTION)])
    if session.scalar(select(CommonQuestion.id).where(CommonQuestion.title == head)) is not None:
        raise refuse("common_question_taken", "common-title", title=head)
    common = CommonQuestion(title=head, body=text)
    session.add(common)
    session.flush()
    audit.record(session, actor_id=actor_id, action="publish", entity="common_question", entity_id=common.id, now=now)
    return common


def questions_of(session: Session, learner_id: int, *, page: int, size: int) -> Page[Question]:
    """Return one page of a learner's questions, the newest first."""
    query = select(Question).where(Question.learner_id == learner_id)
    return fetch_page(session, query.order_by(Question.asked_at.desc(), Question.id.desc()), number=page, size=size)


def all_questions(session: Session, *, waiting: bool, page: int, size: int) -> Page[Question]:
    """Return one page of everybody's questions: those that wait, the oldest first, or all others, the newest first."""
    query: Select[Question] = select(Question).options(joinedload(Question.learner))
    if waiting:
        query = query.where(Question.state == QuestionState.OPEN).order_by(Question.asked_at, Question.id)
    else:
        query = query.where(Question.state != QuestionState.OPEN).order_by(Question.asked_at.desc(), Question.id.desc())
    return fetch_page(session, query, number=page, size=size)


def own_question(session: Session, question_id: int, *, learner_id: int) -> Question | None:
    """Return a question, if the learner asked it."""
    query = select(Question).where(Question.id == question_id, Question.learner_id == learner_id)
    found: Question | None = session.scalar(query)
    return found


def turns_of(session: Session, question_id: int) -> Sequence[Answer]:
    """Return what was said after the question, the oldest first."""
    query = select(Answer).options(joinedload(Answer.author)).where(Answer.question_id == question_id)
    return session.scalars(query.order_by(Answer.id)).all()


def _checked(fields: Iterable[Field]) -> list[str]:
    """Return what was typed without blanks around it; raises Refused with every problem."""
    problems, texts = [], []
    for key, label, typed, most in fields:
        text = typed.strip().replace("\r\n", "\n")
        texts.append(text)
        if not text:
            problems.append(Problem("field_missing", key, {"label": label}))
        elif has_hidden(text, lines=most > LONGEST_TITLE):
            problems.append(Problem("text_unreadable", key, {"label": label}))
        elif len(text) > most:
            problems.append(Problem("field_too_long", key, {"label": label, "limit": str(most)}))
    if problems:
        raise Refused(problems)
    return texts
