"""The staff's desk for questions (在线解答): the list, a thread with its answer, closing, and common questions."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, number_in, roles, sentences, session, settings
from backoffice.messages.answering import answerers, assign, desk_of, questions, set_closed, tell_of_answer
from backoffice.messages.models import Question, QuestionState
from backoffice.messages.threads import add_turn, make_common, turns_of
from backoffice.outcomes.views import page_number
from backoffice.portal.question_views import Told, typed

QUESTIONS_PER_PAGE = 20


def asked(question_id: int) -> Question:
    """Return a question that lies on the actor's desk."""
    question = session().get(Question, question_id)
    if question is None or not desk_of(session(), actor_id(), roles()).may_see(question):
        abort(404)
    return question


class AnsweringView(BaseView):
    """What learners ask, for the centre and the institutions to answer."""

    route_base = "/answering"
    class_permission_name = "Answering"
    default_view = "questions"

    @expose("/")
    @has_access
    def questions(self) -> Any:  # noqa: ANN401 - a response
        """List the questions of the desk."""
        show, whose = request.args.get("show", ""), request.args.get("whose", "")
        words, desk = request.args.get("words", "").strip()[:100], desk_of(session(), actor_id(), roles())
        page = questions(
            session(), desk, show=show, words=words, whose=whose, page=page_number(), size=QUESTIONS_PER_PAGE
        )
        return render_template(
            "portal/answering.html",
            page=page,
            show=show,
            whose=whose,
            words=words,
            centre=desk.institutions is None,
            days_since=lambda moment: (day_of(now()) - day_of(moment)).days,
        )

    @expose("/<int:question_id>", methods=["GET", "POST"])
    @has_access
    def question(self, question_id: int) -> Any:  # noqa: ANN401
        """Show a question, and answer it."""
        question, problems = asked(question_id), Told()
        if request.method == "POST":
            problems = _answer(question)
            if not problems:
                flash(_("已解答，提问人可在网站上看到。"), "success")
                return redirect(url_for("AnsweringView.question", question_id=question_id))
            question = asked(question_id)
        return _page(question, problems)

    @expose("/<int:question_id>/state", methods=["POST"])
    @has_access
    def state(self, question_id: int) -> Any:  # noqa: ANN401
        """Close a question, or open it again."""
        asked(question_id)
        closed = request.form.get("step") == "close"
        set_closed(session(), question_id, closed=closed, actor_id=actor_id(), now=now())
        session().commit()
        flash(_("问题已关闭。") if closed else _("问题已重新打开。"), "success")
        return redirect(url_for("AnsweringView.question", question_id=question_id))


class CommonQuestionsView(BaseView):
    """What the centre alone does with questions: hand them to somebody, and make them common."""

    route_base = "/answering"
    class_permission_name = "CommonQuestions"
    default_view = "common"

    @expose("/<int:question_id>/assignee", methods=["POST"])
    @has_access
    def assignee(self, question_id: int) -> Any:  # noqa: ANN401
        """Say who shall answer."""
        question = asked(question_id)
        try:
            assign(session(), question_id, number_in(typed("assignee")), actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return _page(question, sentences(refused.problems))
        session().commit()
        flash(_("已指定解答人。"), "success")
        return redirect(url_for("AnsweringView.question", question_id=question_id))

    @expose("/<int:question_id>/common", methods=["POST"])
    @has_access
    def common(self, question_id: int) -> Any:  # noqa: ANN401
        """Publish a question with its answer as a common one, in the words of the form."""
        question = asked(question_id)
        title, body = (_("公开的问题"), typed("common-title")), (_("公开的解答"), typed("common-body"))
        try:
            make_common(session(), title=title, body=body, actor_id=actor_id(), now=now(), asker=question.learner)
        except Refused as refused:
            session().rollback()
            return _page(question, sentences(refused.problems))
        session().commit()
        flash(_("已列入常见问题，所有人可见。"), "success")
        return redirect(url_for("AnsweringView.question", question_id=question_id))


def _answer(question: Question) -> Told:
    """Add the answer that was typed, and tell the learner; return what is wrong with it."""
    centre = desk_of(session(), actor_id(), roles()).institutions is None
    try:
        turn = add_turn(
            session(),
            question.id,
            body=(_("解答"), typed("body")),
            author_id=actor_id(),
            by_centre=centre,
            by_institution=not centre,
            now=now(),
        )
        tell_of_answer(session(), turn, signature=settings().sms_signature, platform=settings().platform, now=now())
    except Refused as refused:
        session().rollback()
        return sentences(refused.problems)
    session().commit()
    return []


def _page(question: Question, problems: Told) -> Any:  # noqa: ANN401
    centre = desk_of(session(), actor_id(), roles()).institutions is None
    drawn = render_template(
        "portal/answer.html",
        question=question,
        turns=turns_of(session(), question.id),
        typed=request.form,
        problems=problems,
        closed=question.state is QuestionState.CLOSED,
        centre=centre,
        answerers=[(each.id, str(each)) for each in answerers(session())] if centre else [],
    )
    return drawn, (422 if problems else 200)
