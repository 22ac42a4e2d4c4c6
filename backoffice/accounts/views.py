"""Logging in and out, and changing the password."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access, no_cache
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import is_safe_redirect_url
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from backoffice.accounts import captchas, carried
from backoffice.accounts.entering import (
    ENROLLING,
    WAITING,
    enter,
    renew_stamp,
    session_id,
    wait_for_second,
    waiting_user,
)
from backoffice.accounts.logins import authenticate, needs_captcha
from backoffice.accounts.operations import change_password
from backoffice.accounts.picture_views import new_picture
from backoffice.accounts.second_factor import check_second, confirmed_factor
from backoffice.accounts.sessions import end_session
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import actor_id, network_address, now, sealer, sentences, session, write_anew

Sentences = list[tuple[str, str]]


class LoginView(AuthDBView):
    """The login (登录); leaving needs a POST, so that no link can do it."""

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> Any:  # noqa: ANN401 - a response
        """Show the form, or let a person in."""
        kept = carried.unpack(request.form.get(carried.FIELD, ""))
        if current_user.is_authenticated:
            return carried.offer(kept) if kept else redirect(url_for("PortalView.home"))
        if request.method == "GET":
            ended = [("", _("登录已过期，请重新登录。刚才的内容没有保存。"))] if request.args.get("expired") else []
            return login_page(ended)
        problems = self._problems_of_entering()
        if problems:
            return login_page(problems, kept=request.form.get(carried.FIELD, "")), 422
        return second_page(()) if waiting_user() else go_on(kept)

    @expose("/login/second", methods=["GET", "POST"])
    @no_cache
    def second(self) -> Any:  # noqa: ANN401
        """Ask for the code of the second factor (动态验证码), or for a recovery code."""
        user = waiting_user()
        if user is None or current_user.is_authenticated:
            return redirect(url_for("LoginView.login", next=request.args.get("next")))
        if request.method == "GET":
            return second_page(())
        problem = check_second(session(), user, request.form.get("code", ""), sealer=sealer(), now=now())
        write_anew()
        if problem is not None:
            return second_page((problem,)), 422
        enter(user)
        return go_on(carried.unpack(request.form.get(carried.FIELD, "")))

    def _problems_of_entering(self) -> Sentences:
        """Let the person in, or say why not; every attempt is counted, so everything is kept."""
        username, password = request.form.get("username", "").strip(), request.form.get("password", "")
        address = network_address()
        if not username or not password:
            return [("username", _("请填写账号和密码。"))]
        if needs_captcha(session(), username, address=address, sealer=sealer(), now=now()):
            token, typed = request.form.get("captcha_token", ""), request.form.get("captcha", "")
            problem = captchas.check(session(), token, typed, sealer=sealer(), now=now())
            write_anew()
            if problem is not None:
                return sentences([problem])
        try:
            user = authenticate(session(), username, password, address=address, sealer=sealer(), now=now())
        except Refused as refused:
            session().rollback()
            return sentences(refused.problems)
        write_anew()
        if user is None:
            return [("username", _("账号或密码不正确，请重新输入。"))]
        if confirmed_factor(session(), user.id) is not None:
            wait_for_second(user)
        else:
            enter(user)
        return []

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Any:  # noqa: ANN401
        """Leave; the session's row ends with it."""
        if current_user.is_authenticated:
            end_session(session(), actor_id(), session_id(), now=now())
            session().commit()
        logout_user()
        for name in (ENROLLING, WAITING):
            cookie.pop(name, None)
        return redirect(url_for("PortalView.home"))


def login_page(problems: Sentences, *, kept: str = "", files: bool = False) -> str:
    """Return the login, with a picture to read for a name or an address that has failed too often.

    `kept` is a form that waits for the login.
    """
    username = request.form.get("username", "") if request.path.startswith("/login") else ""
    session().rollback()
    due = needs_captcha(session(), username.strip(), address=network_address(), sealer=sealer(), now=now())
    return render_template(
        "accounts/login.html",
        problems=problems,
        username=username,
        picture=new_picture() if due else "",
        kept=kept,
        files=files,
        next=request.args.get("next", ""),
    )


def second_page(problems: tuple[Problem, ...]) -> str:
    """Return the form of the second step; a form that waits for the login travels along."""
    return render_template(
        "accounts/second.html",
        problems=sentences(problems),
        kept=request.form.get(carried.FIELD, ""),
        next=request.args.get("next", ""),
    )


def go_on(kept: carried.Carried | None) -> Any:  # noqa: ANN401
    """Lead a person who has just entered to where they were going, with the form that they had filled in."""
    if kept is None:
        return redirect(_safe(request.args.get("next", "")))
    if kept.owner not in {0, actor_id()}:
        flash(_("刚才的内容是用另一个账号填写的，没有带过来。"), "warning")
        return redirect(url_for("PortalView.home"))
    return carried.offer(kept)


def _safe(url: str) -> str:
    """Return where to go after the login; never to another site."""
    return url if url and is_safe_redirect_url(url) else url_for("PortalView.home")


class PasswordView(BaseView):
    """The person's own password."""

    route_base = "/account/password"
    class_permission_name = "Account"
    default_view = "password"

    @expose("", methods=["GET", "POST"])
    @has_access
    def password(self) -> Any:  # noqa: ANN401
        """Change the password (修改密码); this browser stays logged in, every other one does not."""
        problems: Sentences = []
        if request.method == "POST":
            try:
                user = change_password(
                    session(),
                    user_id=actor_id(),
                    old=request.form.get("old", ""),
                    new=request.form.get("new", ""),
                    again=request.form.get("again", ""),
                    staying=session_id(),
                    now=now(),
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                renew_stamp(user)
                flash(_("密码修改成功"), "success")
                flash(_("其他设备上的登录已退出。"), "info")
                return redirect(url_for("PasswordView.password"))
        return render_template("accounts/password.html", problems=problems), (422 if problems else 200)
