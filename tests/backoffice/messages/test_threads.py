"""Questions, answers and common questions, on both databases."""

from datetime import timedelta

import pytest

from backoffice.kernel.problems import Refused
from backoffice.messages.answering import Desk, questions
from backoffice.messages.models import CommonQuestion, Question, QuestionState
from backoffice.messages.notices import common_questions
from backoffice.messages.threads import add_turn, ask, make_common, own_question, turns_of
from tests.factories import MOMENT, make

BAD = [
    ("", "field_missing"),
    (" \n ", "field_missing"),
    ("长" * 2001, "field_too_long"),
    ("反\u202e向", "text_unreadable"),
    ("空\0字", "text_unreadable"),
]


def asked(session, learner, title="怎样转换", body="请问怎样转换？\n谢谢。"):
    """Ask a question."""
    return ask(session, learner=learner, title=("标题", title), body=("问题", body), now=MOMENT)


def turn(session, question, author, body, *, by_centre):
    """Add a turn to a thread."""
    return add_turn(session, question.id, body=("解答", body), author_id=author.id, by_centre=by_centre, now=MOMENT)


def test_a_thread_goes_back_and_forth(session):
    """It waits until it is answered, and waits again when the learner asks further."""
    learner, centre = make(session, "Learner"), make(session, "User")
    question = asked(session, learner)
    states = [question.state]
    turn(session, question, centre, "在转换成果申请里选规则。", by_centre=True)
    states.append(question.state)
    turn(session, question, learner.user, "选哪一条？", by_centre=False)
    states.append(question.state)

    assert states == [QuestionState.OPEN, QuestionState.ANSWERED, QuestionState.OPEN]
    assert [(each.body, each.by_centre) for each in turns_of(session, question.id)] == [
        ("在转换成果申请里选规则。", True),
        ("选哪一条？", False),
    ]


@pytest.mark.parametrize(("typed", "code"), BAD)
def test_bad_words_are_refused_with_their_field(session, typed, code):
    """Nothing, too much, and what cannot be shown are told; nothing is kept."""
    learner = make(session, "Learner")
    with pytest.raises(Refused) as refused:
        ask(session, learner=learner, title=("标题", typed[:101]), body=("问题", typed), now=MOMENT)

    told = {(each.code, each.field) for each in refused.value.problems}
    assert told == {(code, "title"), (code, "body")}
    assert session.query(Question).count() == 0


def test_rare_characters_are_kept(session):
    """Names of rare characters and emoji stay as they were typed."""
    question = asked(session, make(session, "Learner"), "𠮷田与㼆", "𡈽、👩‍🎓".replace("\u200d", ""))

    assert (question.title, question.body) == ("𠮷田与㼆", "𡈽、👩🎓")


def test_what_is_sent_twice_is_kept_once(session):
    """A double submit makes no second question and no second turn."""
    learner, centre = make(session, "Learner"), make(session, "User")
    first, second = asked(session, learner), asked(session, learner)
    turns = [turn(session, first, centre, "好的。", by_centre=True).id for _ in range(2)]

    assert first.id == second.id
    assert turns[0] == turns[1]
    assert asked(session, learner).id != first.id  # answered meanwhile: asked anew


def test_the_centre_answers_the_oldest_first(session):
    """Those that wait stand apart from those that are answered."""
    old, new, done = (
        make(session, "Question", asked_at=MOMENT - timedelta(days=days), state=state)
        for days, state in ((2, QuestionState.OPEN), (1, QuestionState.OPEN), (3, QuestionState.ANSWERED))
    )

    desk = Desk(1)
    common = {"words": "", "whose": "", "page": 1, "size": 10}

    assert questions(session, desk, show="", **common).items == [old, new]
    assert questions(session, desk, show="done", **common).items == [done]


def test_a_question_is_its_learners_own(session):
    """Nobody reads another's question."""
    question, other = make(session, "Question"), make(session, "Learner")

    assert own_question(session, question.id, learner_id=question.learner_id) is question
    assert own_question(session, question.id, learner_id=other.id) is None


def test_a_common_question_is_in_words_of_its_own_and_published_once(session):
    """The centre writes what everybody reads; the same question is not published twice."""
    centre = make(session, "User")
    words = {"title": ("公开的问题", "怎样转换？"), "body": ("公开的解答", "选一条适用的规则。")}
    make_common(session, **words, actor_id=centre.id, now=MOMENT)
    with pytest.raises(Refused) as refused:
        make_common(session, **words, actor_id=centre.id, now=MOMENT)

    assert [each.code for each in refused.value.problems] == ["common_question_taken"]
    assert [each.title for each in common_questions(session)] == ["怎样转换？"]


def test_common_questions_are_searched_in_question_and_answer(session):
    """Every word must stand in one of them; a sign of the database is a plain letter."""
    for number, title in enumerate(["怎样登录", "怎样转换"]):
        session.add(CommonQuestion(title=title, body="先登录。", position=number))
    session.flush()

    assert [each.title for each in common_questions(session, "登录 转换")] == ["怎样转换"]
    assert len(common_questions(session, "登录")) == 2
    assert common_questions(session, "%") == []
