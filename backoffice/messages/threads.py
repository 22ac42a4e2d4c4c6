"""Questions to the centre (在线解答): asking, answering, asking further, and making one common."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution, Membership
from backoffice.kernel import audit
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.messages.models import LONGEST_QUESTION, Answer, CommonQuestion, Question, QuestionState
from backoffice.messages.typed import LONGEST_TITLE, Field, read


def ask(
    session: Session,
    *,
    learner: Learner,
    title: tuple[str, str],
    body: tuple[str, str],
    now: datetime,
    institution_id: int | None = None,
) -> Question:
    """Ask the centre, or an institution that the learner belongs to; title and body are (label, typed).

    The same question sent twice is one.
    """
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    head, text = _checked([("title", *title, LONGEST_TITLE), ("body", *body, LONGEST_QUESTION)])
    if institution_id is not None and institution_id not in {each.id for each in institutions_of(session, learner.id)}:
        raise refuse("question_place_unknown", "institution")
    mine = select(Question).where(Question.learner_id == learner.id, Question.state == QuestionState.OPEN)
    same = (Question.title == head, Question.body == text, Question.institution_id == institution_id)
    twin: Question | None = session.scalars(mine.where(*same)).first()
    if twin is not None:
        return twin
    question = Question(
        learner_id=learner.id,
        title=head,
        body=text,
        state=QuestionState.OPEN,
        asked_at=now,
        institution_id=institution_id,
    )
    session.add(question)
    session.flush()
    return question


def institutions_of(session: Session, learner_id: int) -> Sequence[Institution]:
    """Return the institutions that a learner may ask: those of the learner's memberships."""
    query = select(Institution).join(Membership, Membership.institution_id == Institution.id)
    return session.scalars(query.where(Membership.learner_id == learner_id).order_by(Institution.title)).all()


def add_turn(
    session: Session,
    question_id: int,
    *,
    body: tuple[str, str],
    author_id: int,
    by_centre: bool,
    now: datetime,
    by_institution: bool = False,
) -> Answer:
    """Add an answer, or what the learner asks further; the caller has found that the author may.

    The same words sent twice in a row by one person are one turn. What is closed gets no answer; a learner who asks
    further opens it again.
    """
    question = session.get_one(Question, question_id, with_for_update=True)
    by_staff = by_centre or by_institution
    if by_staff and question.state is QuestionState.CLOSED:
        raise refuse("question_closed")
    (text,) = _checked([("body", *body, LONGEST_QUESTION)])
    last = next(reversed(turns_of(session, question_id)), None)
    if last is not None and (last.author_id, last.body) == (author_id, text):
        return last
    turn = Answer(
        question_id=question_id,
        author_id=author_id,
        by_centre=by_centre,
        by_institution=by_institution,
        body=text,
        answered_at=now,
    )
    question.state = QuestionState.ANSWERED if by_staff else QuestionState.OPEN
    session.add(turn)
    session.flush()
    if by_staff:
        audit.record(session, actor_id=author_id, action="answer", entity="question", entity_id=question_id, now=now)
    return turn


def make_common(
    session: Session,
    *,
    title: tuple[str, str],
    body: tuple[str, str],
    actor_id: int,
    now: datetime,
    asker: Learner | None = None,
) -> CommonQuestion:
    """Publish a question with its answer in the centre's own words; what the learner wrote stays where it is.

    Words that name the asker are refused.
    """
    head, text = _checked([("common-title", *title, LONGEST_TITLE), ("common-body", *body, LONGEST_QUESTION)])
    naming = [
        Problem("learner_named", field, {"text": word})
        for word in ((asker.full_name, asker.account_number) if asker else ())
        for field, words in (("common-title", head), ("common-body", text))
        if word in words
    ]
    if naming:
        raise Refused(naming)
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
    problems: list[Problem] = []
    texts = read(fields, problems)
    if problems:
        raise Refused(problems)
    return texts
