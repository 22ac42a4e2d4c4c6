"""Registering (注册): the terms first, then the form; the new learner is logged in at once."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask import session as cookie
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _
from flask_login import current_user

from backoffice.accounts.entering import enter
from backoffice.accounts.models import CodePurpose, DocumentKind, Sex
from backoffice.accounts.persons import FOREIGN, Reader
from backoffice.accounts.picture_views import ask_for_code, new_picture, read_code, told_to_script
from backoffice.accounts.reference import countries, divisions_under, nations
from backoffice.accounts.registration import TERMS_VERSION, read_registration, register
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.web import language, now, sealer, sentences, session, settings, translated

AGREED = "terms"
Sentences = list[tuple[str, str]]


class RegisterView(BaseView):
    """Open to everybody who is not logged in."""

    route_base = "/register"
    class_permission_name = "Registration"
    default_view = "terms"

    @expose("/", methods=["GET", "POST"])
    def terms(self) -> Any:  # noqa: ANN401 - a response
        """Show the terms (服务条款); go on once they are agreed to."""
        if current_user.is_authenticated:
            return redirect(url_for("PortalView.home"))
        problems: Sentences = []
        if request.method == "POST":
            if request.form.get("agree"):
                cookie[AGREED] = TERMS_VERSION
                return redirect(url_for("RegisterView.form"))
            problems = sentences(refuse("terms_not_agreed", "agree").problems)
        return render_template("accounts/terms.html", problems=problems), (422 if problems else 200)

    @expose("/form", methods=["GET", "POST"])
    def form(self) -> Any:  # noqa: ANN401
        """Show the form, take it, or do what its smaller buttons ask while everything typed stays."""
        if current_user.is_authenticated:
            return redirect(url_for("PortalView.home"))
        if TERMS_VERSION not in {cookie.get(AGREED), request.form.get(AGREED)}:
            return redirect(url_for("RegisterView.terms"))
        if request.method == "GET" or request.form.get("do") in {"picture", "places"}:
            return form_page([])
        if request.form.get("do") == "code":
            told = sentences(ask_for_code(CodePurpose.REGISTRATION))
            return form_page(told, sent=not told), (422 if told else 200)
        return self._take()

    def _take(self) -> Any:  # noqa: ANN401
        phone = Reader(request.form, day_of(now())).phone()
        code, code_problem = read_code(CodePurpose.REGISTRATION, phone)
        try:
            learner = register(
                session(),
                read_registration(session(), request.form, today=day_of(now())),
                code=code,
                code_problem=code_problem,
                phones_unique=settings().phones_unique,
                sealer=sealer(),
                now=now(),
            )
        except Refused as refused:
            session().rollback()
            return form_page(sentences(refused.problems)), 422
        enter(learner.user)
        cookie.pop(AGREED, None)
        flash(_("注册成功，欢迎使用。"), "success")
        return redirect(url_for("PortalView.home"))

    @expose("/code", methods=["POST"])
    def code(self) -> Any:  # noqa: ANN401
        """Send a code, for the script of the form."""
        return told_to_script(ask_for_code(CodePurpose.REGISTRATION))

    @expose("/divisions")
    def divisions(self) -> Any:  # noqa: ANN401
        """Give the script of a form the divisions below one."""
        return jsonify(divisions_under(session(), request.args.get("parent", "")))


def form_page(problems: Sentences, *, sent: bool = False) -> str:
    """Return the form with everything typed, but for the passwords and the answer to the old picture."""
    session().rollback()
    return render_template(
        "accounts/register.html",
        typed=request.form,
        problems=problems,
        sent=sent,
        agreed=TERMS_VERSION,
        picture=new_picture(),
        **choices(request.form.get("province", ""), request.form.get("city", "")),
    )


def choices(province: str, city: str) -> dict[str, list[tuple[str, str]]]:
    """Return what the drop-downs of a person's form offer."""
    return {
        "countries": countries(session(), language()),
        "nations": [*nations(session()), (FOREIGN, _("外国籍，无民族"))],
        "sexes": [(each.value, translated(each.value)) for each in Sex],
        "kinds": [(each.value, translated(each.value)) for each in DocumentKind],
        **places(province, city),
    }


def places(province: str, city: str) -> dict[str, list[tuple[str, str]]]:
    """Return what the three drop-downs of an address offer."""
    city = city if province and city.startswith(province) else ""
    return {
        "provinces": divisions_under(session(), ""),
        "cities": divisions_under(session(), province) if province else [],
        "districts": divisions_under(session(), city) if city else [],
    }
