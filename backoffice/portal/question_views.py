"""Asking the centre (在线解答) and being answered: the learner's pages, and the centre's."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sentences, session
from backoffice.messages.models import Question
from backoffice.messages.threads import (
    add_turn,
    all_questions,
    ask,
    make_common,
    own_question,
    questions_of,
    turns_of,
)
from backoffice.outcomes.views import me, page_number

QUESTIONS_PER_PAGE = 10
Told = list[tuple[str, str]]  # field and sentence


def typed(name: str) -> str:
    """Return a field of the form as it was typed."""
    return request.form.get(name, "")


class MyQuestionsView(BaseView):
    """What a learner has asked."""

    route_base = "/my/questions"
    class_permission_name = "MyQuestions"
    default_view = "mine"

    @expose("", methods=["GET", "POST"])
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List one's own questions, and ask another."""
        learner, problems = me(), Told()
        if request.method == "POST":
            title, body = (_("标题"), typed("title")), (_("问题"), typed("body"))
            try:
                question = ask(session(), learner=learner, title=title, body=body, now=now())
            except Refused as refused:
                session().rollback()
                problems, learner = sentences(refused.problems), me()
            else:
                session().commit()
                flash(_("已提交。管理中心解答后，您可在这里看到。"), "success")
                return redirect(url_for("MyQuestionsView.show", question_id=question.id))
        page = questions_of(session(), learner.id, page=page_number(), size=QUESTIONS_PER_PAGE)
        answer = render_template("portal/my_questions.html", page=page, typed=request.form, problems=problems)
        return answer, (422 if problems else 200)

    @expose("/<int:question_id>", methods=["GET", "POST"])
    @has_access
    def show(self, question_id: int) -> Any:  # noqa: ANN401
        """Show one's own question with all that was answered, and ask further."""
        question = own_question(session(), question_id, learner_id=me().id) or abort(404)
        problems = Told()
        if request.method == "POST":
            problems = _take_turn(question_id, by_centre=False)
            if not problems:
                flash(_("已提交。管理中心解答后，您可在这里看到。"), "success")
                return redirect(url_for("MyQuestionsView.show", question_id=question_id))
            question = own_question(session(), question_id, learner_id=me().id) or abort(404)
        turns = turns_of(session(), question_id)
        answer = render_template(
            "portal/my_question.html", question=question, turns=turns, typed=request.form, problems=problems
        )
        return answer, (422 if problems else 200)


class AnsweringView(BaseView):
    """What learners ask, for the centre to answer."""

    route_base = "/answering"
    class_permission_name = "Answering"
    default_view = "questions"

    @expose("/")
    @has_access
    def questions(self) -> Any:  # noqa: ANN401
        """List the questions that wait, or those that are answered."""
        waiting = request.args.get("show") != "done"
        page = all_questions(session(), waiting=waiting, page=page_number(), size=QUESTIONS_PER_PAGE)
        return render_template("portal/answering.html", page=page, waiting=waiting)

    @expose("/<int:question_id>", methods=["GET", "POST"])
    @has_access
    def question(self, question_id: int) -> Any:  # noqa: ANN401
        """Show a question, and answer it."""
        question, problems = session().get(Question, question_id) or abort(404), Told()
        if request.method == "POST":
            problems = _take_turn(question_id, by_centre=True)
            if not problems:
                flash(_("已解答，提问人可在网站上看到。"), "success")
                return redirect(url_for("AnsweringView.question", question_id=question_id))
        return _answering(question, problems)

    @expose("/<int:question_id>/common", methods=["POST"])
    @has_access
    def common(self, question_id: int) -> Any:  # noqa: ANN401
        """Publish a question with its answer as a common one, in the words of the form."""
        question = session().get(Question, question_id) or abort(404)
        title, body = (_("公开的问题"), typed("common-title")), (_("公开的解答"), typed("common-body"))
        try:
            make_common(session(), title=title, body=body, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return _answering(question, sentences(refused.problems))
        session().commit()
        flash(_("已列入常见问题，所有人可见。"), "success")
        return redirect(url_for("AnsweringView.question", question_id=question_id))


def _take_turn(question_id: int, *, by_centre: bool) -> Told:
    """Add what was typed to a thread; return what is wrong with it."""
    body = (_("解答") if by_centre else _("补充提问"), typed("body"))
    try:
        add_turn(session(), question_id, body=body, author_id=actor_id(), by_centre=by_centre, now=now())
    except Refused as refused:
        session().rollback()
        return sentences(refused.problems)
    session().commit()
    return []


def _answering(question: Question, problems: Told) -> Any:  # noqa: ANN401
    turns = turns_of(session(), question.id)
    answer = render_template(
        "portal/answer.html", question=question, turns=turns, typed=request.form, problems=problems
    )
    return answer, (422 if problems else 200)
