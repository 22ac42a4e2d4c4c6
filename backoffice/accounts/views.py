"""Logging in and out, and changing the password."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access, no_cache
from flask_appbuilder.security.views import AuthDBView
from flask_appbuilder.utils.base import is_safe_redirect_url
from flask_babel import gettext as _
from flask_login import current_user, login_user, logout_user

from backoffice.accounts.operations import change_password
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sentences, session


class LoginView(AuthDBView):
    """The login (登录); leaving needs a POST, so that no link can do it."""

    @expose("/login/", methods=["GET", "POST"])
    @no_cache
    def login(self) -> Any:  # noqa: ANN401 - a response
        """Show the form, or let a person in."""
        if current_user.is_authenticated:
            return redirect(url_for("PortalView.home"))
        problems: list[tuple[str, str]] = []
        if request.args.get("expired"):
            problems = [("", _("登录已过期，请重新登录。刚才的内容没有保存。"))]
        if request.method == "POST":
            username, password = request.form.get("username", "").strip(), request.form.get("password", "")
            user = self.appbuilder.sm.auth_user_db(username, password) if username and password else None
            session().commit()
            if user is not None:
                login_user(user, remember=False)
                return redirect(_safe(request.args.get("next", "")))
            problems = [("username", _("账号或密码不正确，请重新输入。"))]
        return render_template("accounts/login.html", problems=problems, username=request.form.get("username", ""))

    @expose("/logout/", methods=["POST"])
    def logout(self) -> Any:  # noqa: ANN401
        """Leave."""
        logout_user()
        return redirect(url_for("PortalView.home"))


def _safe(url: str) -> str:
    """Return where to go after the login; never to another site."""
    return url if url and is_safe_redirect_url(url) else url_for("PortalView.home")


class AccountView(BaseView):
    """The person's own account."""

    route_base = "/account"
    class_permission_name = "Account"
    default_view = "password"

    @expose("/password", methods=["GET", "POST"])
    @has_access
    def password(self) -> Any:  # noqa: ANN401
        """Change the password (修改密码)."""
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                change_password(
                    session(),
                    user_id=actor_id(),
                    old=request.form.get("old", ""),
                    new=request.form.get("new", ""),
                    again=request.form.get("again", ""),
                    now=now(),
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("密码修改成功"), "success")
                return redirect(url_for("AccountView.password"))
        return render_template("accounts/password.html", problems=problems)
