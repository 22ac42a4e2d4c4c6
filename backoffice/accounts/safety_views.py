"""The safety of one's own account (账号安全): where one is logged in, and the second factor."""

from base64 import b64encode
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _
from flask_login import current_user

from backoffice.accounts.entering import ENROLLING, needs_factor, session_id
from backoffice.accounts.second_factor import (
    address_of,
    begin_enrolment,
    confirm_enrolment,
    confirmed_factor,
    factor_of,
    in_groups,
    renew_recovery_codes,
    secret_place,
)
from backoffice.accounts.sessions import LoginSession, device_words, end_session, end_sessions, sessions_of
from backoffice.kernel.clock import time_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, now, sealer, sentences, session, settings
from reports.quick_response import code_of

Sentences = list[tuple[str, str]]
OPEN_WHILE_ENROLLING = ("SecondFactorView.", "LoginView.", "InstallableView.", "static")


def shown_session(each: LoginSession, *, own: int = 0) -> dict[str, Any]:
    """Return a session as the lists draw it."""
    return {
        "id": each.id,
        "device": device_words(each.device) or _("未知设备"),
        "program": each.program,
        "network": each.network,
        "started_at": time_of(each.started_at),
        "seen_at": time_of(each.seen_at),
        "own": each.id == own,
    }


def lead_to_enrolment() -> Any:  # noqa: ANN401 - a response or nothing
    """Before any page: who must set a second factor up first can do nothing else."""
    held = cookie.get(ENROLLING) and current_user.is_authenticated
    if not held or request.path == "/language" or (request.endpoint or "").startswith(OPEN_WHILE_ENROLLING):
        return None
    return redirect(url_for("SecondFactorView.factor"))


class SafetyView(BaseView):
    """What guards the account of whoever is logged in."""

    route_base = "/account/safety"
    class_permission_name = "Account"
    default_view = "safety"

    @expose("/")
    @has_access
    def safety(self) -> Any:  # noqa: ANN401 - a response
        """Show the sessions, and whether there is a second factor."""
        held = sessions_of(session(), actor_id(), now=now())
        factor = confirmed_factor(session(), actor_id())
        return render_template(
            "accounts/safety.html",
            sessions=[shown_session(each, own=session_id()) for each in held],
            factor=factor,
            left=len(factor.recovery_index) if factor else 0,
            end_url=lambda key: url_for("SafetyView.end", session_id=key),
        )

    @expose("/sessions/<int:session_id>/end", methods=["POST"])
    @has_access
    def end(self, session_id: int) -> Any:  # noqa: ANN401
        """End one session of one's own."""
        if not end_session(session(), actor_id(), session_id, now=now()):
            abort(404)
        session().commit()
        flash(_("已退出这台设备。"), "success")
        return redirect(url_for("SafetyView.safety"))

    @expose("/sessions/end", methods=["POST"])
    @has_access
    def end_others(self) -> Any:  # noqa: ANN401
        """End every session of one's own but this."""
        end_sessions(session(), actor_id(), now=now(), but=session_id())
        session().commit()
        flash(_("其他设备上的登录已全部退出。"), "success")
        return redirect(url_for("SafetyView.safety"))


class SecondFactorView(BaseView):
    """Setting the second factor up (动态验证码): secret, confirmation, recovery codes."""

    route_base = "/account/second-factor"
    class_permission_name = "Account"
    default_view = "factor"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def factor(self) -> Any:  # noqa: ANN401
        """Show the secret of an enrolment that was begun; begin or confirm it."""
        problems: Sentences = []
        if request.method == "POST":
            try:
                return self._answer()
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
        return self._page(problems), (422 if problems else 200)

    def _answer(self) -> Any:  # noqa: ANN401
        if request.form.get("do") == "begin":
            begin_enrolment(session(), actor_id(), sealer=sealer(), now=now())
            session().commit()
            return redirect(url_for("SecondFactorView.factor"))
        if request.form.get("do") == "renew":
            codes = renew_recovery_codes(session(), actor_id(), request.form.get("old", ""), sealer=sealer(), now=now())
        else:
            codes = confirm_enrolment(session(), actor_id(), request.form.get("code", ""), sealer=sealer(), now=now())
        session().commit()
        cookie.pop(ENROLLING, None)
        return render_template("accounts/recovery_codes.html", codes=[in_groups(each, 5) for each in codes])

    def _page(self, problems: Sentences) -> str:
        found = factor_of(session(), actor_id())
        secret = ""
        if found is not None and found.confirmed_at is None:
            secret = sealer().open(found.secret_sealed, secret_place(actor_id()))
        return render_template(
            "accounts/factor.html",
            problems=problems,
            factor=found,
            secret=in_groups(secret),
            picture=_picture(secret) if secret else "",
            must=needs_factor(current_user),
        )


def _picture(secret: str) -> str:
    """Return the QR code that the app on the phone reads."""
    address = address_of(secret, account=current_user.username, issuer=settings().short_name)
    drawn = code_of(address).to_svg(scale=5).encode()
    return f"data:image/svg+xml;base64,{b64encode(drawn).decode()}"
