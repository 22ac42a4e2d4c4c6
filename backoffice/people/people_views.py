"""The people who work here (人员管理): the list, an invitation, one person and what can be done about them."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_appbuilder.security.sqla.models import User
from flask_babel import gettext as _

from backoffice.accounts.safety_views import shown_session
from backoffice.accounts.second_factor import confirmed_factor, lacking, reset_factor
from backoffice.accounts.sessions import end_session, end_sessions, sessions_of
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, now, number_in, sealer, sentences, session, settings
from backoffice.people.invitations import Sending, invite, invite_again, read_contact, waiting_for
from backoffice.people.places import SORTS, offered
from backoffice.people.staff import (
    PLAIN,
    STAFF,
    Search,
    Standing,
    block,
    change_standing,
    is_staff,
    list_staff,
    person,
    places_of,
    standing_of,
    tell,
    unblock,
)
from backoffice.people.words import role_word

ROWS = 25
Sentences = list[tuple[str, str]]


class PeopleView(BaseView):
    """Where the centre keeps its staff."""

    route_base = "/people"
    class_permission_name = "People"
    default_view = "people"

    @expose("/")
    @has_access
    def people(self) -> Any:  # noqa: ANN401 - a response
        """List the staff; narrowed by name, role, and whether they can get in."""
        asked = request.args
        active = {"active": True, "out": False}.get(asked.get("state", ""))
        search = Search(asked.get("words", "").strip()[:100], asked.get("role", ""), active)
        page = list_staff(session(), search, number=number_in(asked.get("page")) or 1, size=ROWS)
        ids = [each.id for each in page.items]
        return render_template(
            "people/people.html",
            page=page,
            search=search,
            state=asked.get("state", ""),
            roles=[(role, role_word(role)) for role in STAFF],
            role_word=role_word,
            places=places_of(session(), ids),
            waiting=(waiting := waiting_for(session(), ids)),
            states={each.id: state_of(each, waiting.get(each.id) is not None) for each in page.items},
            lacking=lacking(session(), ids),
        )

    @expose("/invite", methods=["GET", "POST"])
    @has_access
    def invite(self) -> Any:  # noqa: ANN401
        """Invite a new colleague: name, username, what they are here, and how the link gets to them."""
        problems: Sentences = []
        if request.method == "POST" and request.form.get("do") != "find":
            way, contact, found = read_contact(request.form, now=now())
            try:
                user, address = invite(
                    session(),
                    request.form,
                    standing_in_form(),
                    sending(way, contact),
                    problems=found,
                    actor_id=actor_id(),
                    sealer=sealer(),
                    now=now(),
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                return self._sent(user, way, address)
        wanted = standing_in_form()
        return render_template(
            "people/invite.html", typed=request.form, problems=problems, **standing_fields(wanted)
        ), (422 if problems else 200)

    @expose("/<int:user_id>")
    @has_access
    def person(self, user_id: int) -> Any:  # noqa: ANN401
        """Show one person."""
        return self._page(self._found(user_id), [])

    @expose("/<int:user_id>/roles", methods=["POST"])
    @has_access
    def roles(self, user_id: int) -> Any:  # noqa: ANN401
        """Change roles and seats; `do=find` looks for places first."""
        found = self._found(user_id)
        if request.form.get("do") == "find":
            return self._page(found, [], standing_in_form())

        def act() -> str:
            changed = change_standing(session(), user_id, standing_in_form(), actor_id=actor_id(), now=now())
            return _("角色已更改，此人须重新登录。") if changed else _("没有需要更改的。")

        return self._done(found, act, wanted=standing_in_form())

    @expose("/<int:user_id>/block", methods=["POST"])
    @has_access
    def block(self, user_id: int) -> Any:  # noqa: ANN401
        """Shut a person out, or let them in again."""
        reason = request.form.get("why", "")

        def act() -> str:
            if request.form.get("do") == "unblock":
                unblock(session(), user_id, actor_id=actor_id(), now=now())
                return _("账号已启用。")
            block(session(), user_id, reason=reason, actor_id=actor_id(), now=now())
            return _("账号已停用，登录和邀请随即失效。")

        return self._done(self._found(user_id), act)

    @expose("/<int:user_id>/link", methods=["POST"])
    @has_access
    def link(self, user_id: int) -> Any:  # noqa: ANN401
        """Give a person another link to set the password with."""
        found = self._found(user_id)
        way, contact, problems = read_contact(request.form, now=now())
        try:
            address = invite_again(
                session(),
                user_id,
                sending(way, contact),
                problems=problems,
                actor_id=actor_id(),
                sealer=sealer(),
                now=now(),
            )
        except Refused as refused:
            return self._refused(found, refused.problems)
        session().commit()
        return self._sent(found, way, address)

    @expose("/<int:user_id>/factor", methods=["POST"])
    @has_access
    def factor(self, user_id: int) -> Any:  # noqa: ANN401
        """Take a person's lost second factor away."""
        reason = request.form.get("why", "")

        def act() -> str:
            reset_factor(session(), user_id, reason=reason, actor_id=actor_id(), now=now())
            return _("动态验证码已重置，此人下次登录时须重新设置。")

        return self._done(self._found(user_id), act)

    @expose("/<int:user_id>/sessions/end", methods=["POST"])
    @has_access
    def end(self, user_id: int) -> Any:  # noqa: ANN401
        """End one session of a person, or all."""
        key = number_in(request.form.get("session"))

        def act() -> str:
            if key:
                end_session(session(), user_id, key, now=now())
            else:
                end_sessions(session(), user_id, now=now())
            tell(session(), user_id, "end_sessions", actor_id=actor_id(), now=now())
            return _("登录已结束。")

        return self._done(self._found(user_id), act)

    def _found(self, user_id: int) -> User:
        found = person(session(), user_id)
        return found if found is not None and is_staff(found) else abort(404)

    def _done(self, found: User, act: Callable[[], str], *, wanted: Standing | None = None) -> Any:  # noqa: ANN401
        """Do it and say so, or show the page with what is wrong."""
        try:
            told = act()
        except Refused as refused:
            return self._refused(found, refused.problems, wanted=wanted)
        session().commit()
        flash(told, "success")
        there = person(session(), found.id)
        keeps = there is not None and is_staff(there)
        return redirect(url_for("PeopleView.person", user_id=found.id) if keeps else url_for("PeopleView.people"))

    def _refused(self, found: User, problems: tuple[Problem, ...], *, wanted: Standing | None = None) -> Any:  # noqa: ANN401
        key = found.id
        session().rollback()
        return self._page(self._found(key), sentences(problems), wanted), 422

    def _page(self, found: User, problems: Sentences, wanted: Standing | None = None) -> str:
        waiting = waiting_for(session(), [found.id]).get(found.id)
        return render_template(
            "people/person.html",
            person=found,
            own=found.id == actor_id(),
            state=state_of(found, waiting is not None),
            waiting=waiting,
            late=waiting is not None and waiting <= now(),
            factor=confirmed_factor(session(), found.id),
            sessions=[shown_session(each) for each in sessions_of(session(), found.id, now=now())],
            problems=problems,
            typed=request.form,
            role_word=role_word,
            **standing_fields(wanted or standing_of(session(), found)),
        )

    def _sent(self, user: User, way: str, address: str) -> str:
        return render_template("people/sent.html", person=user, way=way, address=address)


def standing_in_form() -> Standing:
    """Return what the form says that somebody shall be."""
    sent = request.form
    keys = {name: frozenset(filter(None, map(number_in, sent.getlist(name)))) for name in SORTS}
    return Standing(frozenset(sent.getlist("role")) & frozenset(PLAIN), keys["institution"], keys["committee"])


def standing_fields(wanted: Standing) -> dict[str, Any]:
    """Return what the fields of roles and seats offer; the words typed for a search are in the form."""
    sent = request.form
    return {
        "wanted": wanted,
        "plain": [(role, role_word(role)) for role in PLAIN],
        "institutions": offered(
            session(), SORTS["institution"], sent.get("institution_words", ""), wanted.institutions
        ),
        "committees": offered(session(), SORTS["committee"], sent.get("committee_words", ""), wanted.committees),
    }


def sending(way: str, contact: str) -> Sending:
    """Return how a link gets to its person."""
    known = settings()
    return Sending(way, contact, known.public_url, known.sms_signature, known.platform)


def state_of(user: User, invited: bool) -> str:  # noqa: FBT001 - a fact
    """Return where an account stands, in a word of the screens."""
    if user.active:
        return "在用" if user.password else "待设密码"
    return "已邀请" if invited and not user.password else "已停用"
