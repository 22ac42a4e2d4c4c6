"""Asking the centre or an institution (在线解答) and being answered: the learner's pages."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, number_in, sentences, session
from backoffice.messages.threads import add_turn, ask, institutions_of, own_question, questions_of, turns_of
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
                place = number_in(typed("institution")) if typed("institution") else None
                question = ask(session(), learner=learner, title=title, body=body, now=now(), institution_id=place)
            except Refused as refused:
                session().rollback()
                problems, learner = sentences(refused.problems), me()
            else:
                session().commit()
                flash(_("已提交。解答后您可在这里看到。"), "success")
                return redirect(url_for("MyQuestionsView.show", question_id=question.id))
        page = questions_of(session(), learner.id, page=page_number(), size=QUESTIONS_PER_PAGE)
        answer = render_template(
            "portal/my_questions.html",
            page=page,
            typed=request.form,
            problems=problems,
            places=institutions_of(session(), learner.id),
        )
        return answer, (422 if problems else 200)

    @expose("/<int:question_id>", methods=["GET", "POST"])
    @has_access
    def show(self, question_id: int) -> Any:  # noqa: ANN401
        """Show one's own question with all that was answered, and ask further."""
        question = own_question(session(), question_id, learner_id=me().id) or abort(404)
        problems = Told()
        if request.method == "POST":
            problems = _take_turn(question_id)
            if not problems:
                flash(_("已提交。解答后您可在这里看到。"), "success")
                return redirect(url_for("MyQuestionsView.show", question_id=question_id))
            question = own_question(session(), question_id, learner_id=me().id) or abort(404)
        turns = turns_of(session(), question_id)
        answer = render_template(
            "portal/my_question.html", question=question, turns=turns, typed=request.form, problems=problems
        )
        return answer, (422 if problems else 200)


def _take_turn(question_id: int) -> Told:
    """Add what the learner asks further; return what is wrong with it."""
    try:
        add_turn(
            session(),
            question_id,
            body=(_("补充提问"), typed("body")),
            author_id=actor_id(),
            by_centre=False,
            now=now(),
        )
    except Refused as refused:
        session().rollback()
        return sentences(refused.problems)
    session().commit()
    return []
