"""What the centre tells everybody: notices (通知公告) and common questions (常见问题)."""

from typing import Any

from flask import abort, render_template, request
from flask_appbuilder.baseviews import BaseView, expose

from backoffice.kernel.clock import day_of
from backoffice.kernel.web import actor_or_none, now, roles, session
from backoffice.messages.notices import Reader, common_questions, notices_of, published_notice, reader_of
from backoffice.outcomes.views import page_number

NOTICES_PER_PAGE = 10


def me_reading() -> Reader:
    """Return as whom the acting person reads."""
    return reader_of(session(), actor_or_none(), roles())


class NoticesView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "notices"
    class_permission_name = "Portal"

    @expose("/notices")
    def notices(self) -> Any:  # noqa: ANN401 - a response
        """List the notices of the day."""
        page = notices_of(session(), on=day_of(now()), page=page_number(), size=NOTICES_PER_PAGE, reader=me_reading())
        return render_template("portal/notices.html", page=page)

    @expose("/notices/<int:notice_id>")
    def notice(self, notice_id: int) -> Any:  # noqa: ANN401
        """Show one notice, while it is published."""
        notice = published_notice(session(), notice_id, on=day_of(now()), reader=me_reading()) or abort(404)
        return render_template("portal/notice.html", notice=notice)

    @expose("/questions")
    def questions(self) -> Any:  # noqa: ANN401
        """List the common questions."""
        words = request.args.get("words", "").strip()[:200]
        return render_template("portal/questions.html", words=words, common=common_questions(session(), words))
