"""The centre's desk for notices: the list with where each stands, the form, and the preview."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from sqlalchemy import select

from backoffice.institutions.models import Institution
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, number_in, sentences, session
from backoffice.messages.announcing import STANDINGS, Typed, all_notices, read_notice, standing, write_notice
from backoffice.messages.models import LONGEST_NOTICE, Audience, Notice

ROWS = 25
OFFERED = 200  # institutions; others are typed
FIELDS = ("title", "body", "first_day", "last_day", "audience", "institution")


class NoticeDeskView(BaseView):
    """Where notices are written."""

    route_base = "/notice-desk"
    class_permission_name = "NoticeDesk"
    default_view = "notices"

    @expose("/")
    @has_access
    def notices(self) -> Any:  # noqa: ANN401 - a response
        """List the notices."""
        stands, words = request.args.get("show", ""), request.args.get("words", "").strip()[:100]
        today = day_of(now())
        page = all_notices(
            session(),
            stands=stands,
            words=words,
            on=today,
            page=number_in(request.args.get("page")) or 1,
            size=ROWS,
        )
        return render_template(
            "messages/notices.html",
            page=page,
            stands=stands,
            words=words,
            standings=STANDINGS,
            standing_of=lambda notice: standing(notice, today),
        )

    @expose("/new", methods=["GET", "POST"])
    @has_access
    def new(self) -> Any:  # noqa: ANN401
        """Write a notice."""
        return _form(None)

    @expose("/<int:notice_id>", methods=["GET", "POST"])
    @has_access
    def notice(self, notice_id: int) -> Any:  # noqa: ANN401
        """Change a notice."""
        return _form(session().get(Notice, notice_id) or abort(404))


def _form(notice: Notice | None) -> Any:  # noqa: ANN401
    if request.method == "GET":
        return _page(notice, _kept(notice))
    action, problems, preview = request.form.get("action"), [], None
    notice_id = notice.id if notice else None
    typed = _typed()
    try:
        if action in {"draft", "publish"}:
            write_notice(session(), notice_id, typed, draft=action == "draft", actor_id=actor_id(), now=now())
        else:
            preview = read_notice(session(), typed, draft=True)
    except Refused as refused:
        session().rollback()
        problems = sentences(refused.problems)
    else:
        if preview is None:
            session().commit()
            flash(_("草稿已保存，还没有公布。") if action == "draft" else _("公告已保存，按所定日期公布。"), "success")
            return redirect(url_for("NoticeDeskView.notices"))
    notice = session().get(Notice, notice_id) if notice_id else None
    return _page(notice, request.form, problems, preview), (422 if problems else 200)


def _page(
    notice: Notice | None,
    form: Any,  # noqa: ANN401 - values by field
    problems: list[tuple[str, str]] | None = None,
    preview: Notice | None = None,
) -> str:
    titles = select(Institution.title).where(Institution.registered).order_by(Institution.title).limit(OFFERED)
    return render_template(
        "messages/notice.html",
        notice=notice,
        stands=standing(notice, day_of(now())) if notice else "",
        form=form,
        audiences=[each.value for each in Audience],
        institutions=session().scalars(titles).all(),
        problems=problems or [],
        preview=preview,
        longest=LONGEST_NOTICE,
    )


def _typed() -> Typed:
    labels = {
        "title": _("标题"),
        "body": _("内容"),
        "first_day": _("开始日期"),
        "last_day": _("结束日期"),
        "audience": _("面向"),
    }
    typed = {name: request.form.get(name, "") for name in FIELDS}
    return Typed(**typed, pinned="pinned" in request.form, labels=labels)


def _kept(notice: Notice | None) -> dict[str, str]:
    if notice is None:
        return {"first_day": str(day_of(now())), "audience": Audience.EVERYBODY.value}
    return {
        "title": notice.title,
        "body": notice.body,
        "first_day": str(notice.published_from),
        "last_day": str(notice.published_until or ""),
        "audience": notice.audience.value,
        "institution": notice.institution.title if notice.institution else "",
    } | ({"pinned": "1"} if notice.pinned else {})
