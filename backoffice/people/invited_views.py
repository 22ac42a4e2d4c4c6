"""What an invited person opens: the link, and the password that they choose themselves."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _
from flask_login import current_user, logout_user

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import now, sealer, sentences, session
from backoffice.people.invitations import accept, open_invitation

TOKEN = "<string(length=32):token>"  # noqa: S105 - a pattern of addresses


class InvitedView(BaseView):
    """Open to whoever holds a link."""

    route_base = "/invitation"
    class_permission_name = "Registration"
    default_view = "invited"

    @expose(f"/{TOKEN}", methods=["GET", "POST"])
    def invited(self, token: str) -> Any:  # noqa: ANN401 - a response
        """Show the form, or set the password."""
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                accept(session(), token, request.form, sealer=sealer(), now=now())
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                if current_user.is_authenticated:
                    logout_user()
                flash(_("密码已设置，请登录。"), "success")
                return redirect(url_for("LoginView.login"))
        try:
            found = open_invitation(session(), token, sealer=sealer(), now=now())
        except Refused as refused:
            told = problems or sentences(refused.problems)
            return render_template("people/invited.html", person=None, problems=told), 410
        return render_template("people/invited.html", person=found.user, problems=problems), (422 if problems else 200)
