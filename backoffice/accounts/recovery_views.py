"""The forgotten password (忘记密码): a new one with a code on the phone of the account."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _
from flask_login import current_user

from backoffice.accounts.models import CodePurpose
from backoffice.accounts.picture_views import ask_for_code, new_picture, read_code, sent_words, told_to_script
from backoffice.accounts.recovery import account_behind, read_new_password, reset_password
from backoffice.accounts.words import named
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import now, sealer, sentences, session, settings


class ForgottenView(BaseView):
    """Open to everybody; no answer tells whether there is such an account."""

    route_base = "/forgotten"
    class_permission_name = "Registration"
    default_view = "forgotten"

    @expose("/", methods=["GET", "POST"])
    def forgotten(self) -> Any:  # noqa: ANN401 - a response
        """Show the form, send a code, or set the new password."""
        if current_user.is_authenticated:
            return redirect(url_for("PasswordView.password"))
        if request.method == "GET" or request.form.get("do") == "picture":
            return page(())
        if request.form.get("do") == "code":
            problems = asked()
            return page(problems, sent="" if problems else sent_words()), (422 if problems else 200)
        reader = read_new_password(request.form, now=now())
        phone = "" if reader.problems else reader.phone()
        user_id = owner(phone) if phone else None
        code, code_problem = read_code(CodePurpose.PASSWORD, phone, user_id=user_id)
        try:
            reset_password(
                session(),
                reader,
                code=code,
                code_problem=code_problem,
                signature=settings().sms_signature,
                help_line=settings().help_line,
                sealer=sealer(),
                now=now(),
            )
        except Refused as refused:
            session().rollback()
            return page(refused.problems), 422
        session().commit()
        flash(_("新密码已生效，请用新密码登录。"), "success")
        return redirect(url_for("LoginView.login"))

    @expose("/code", methods=["POST"])
    def code(self) -> Any:  # noqa: ANN401
        """Send a code, for the script of the form."""
        return told_to_script(asked())


def owner(phone: str) -> int | None:
    """Return whose account the form speaks of."""
    return account_behind(session(), request.form.get("account", ""), phone, sealer=sealer())


def asked() -> tuple[Problem, ...]:
    """Send a code if account and phone belong together; say the same if they do not."""
    if not request.form.get("account", "").strip():
        return (named("field_missing", "account"),)
    return ask_for_code(CodePurpose.PASSWORD, owner=owner)


def page(problems: tuple[Problem, ...], *, sent: str = "") -> str:
    """Return the form with everything typed but the passwords."""
    session().rollback()
    return render_template(
        "accounts/forgotten.html",
        typed=request.form,
        problems=sentences(problems),
        sent=sent,
        picture=new_picture(),
    )
