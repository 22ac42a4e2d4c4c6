"""The person's own account (我的账户): what it holds, contact data, and changes of identity data."""

from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.changes import ask_for_change, open_change, withdraw_change
from backoffice.accounts.contact import change_contact, change_phone
from backoffice.accounts.identity_pages import changes_of, files_of, own_change, send_scan, timeline
from backoffice.accounts.models import CodePurpose, Learner
from backoffice.accounts.operations import learner_of, phone_number
from backoffice.accounts.persons import Reader
from backoffice.accounts.picture_views import ask_for_code, read_code, told_to_script
from backoffice.accounts.reference import countries, nations, place_name
from backoffice.accounts.register_views import choices, places
from backoffice.accounts.workflow import IdentityState
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.sealing import mask
from backoffice.kernel.web import (
    actor_id,
    folder,
    language,
    now,
    sealer,
    sentences,
    session,
    settings,
    uploads_in,
)

Sentences = list[tuple[str, str]]


def me() -> Learner:
    """Return the learner who acts; a user without an account has nothing of this kind."""
    return learner_of(session(), actor_id()) or abort(403)


def masked_phone() -> str:
    """Return the actor's phone number with its middle starred out."""
    return mask(phone_number(session(), actor_id(), sealer()), head=3)


class AccountView(BaseView):
    """The account of whoever is logged in; a learner's says who they are."""

    route_base = "/account"
    class_permission_name = "Account"
    default_view = "account"

    @expose("/")
    @has_access
    def account(self) -> Any:  # noqa: ANN401 - a response
        """Show the account, numbers masked."""
        learner = learner_of(session(), actor_id())
        if learner is None:
            return redirect(url_for("SafetyView.safety"))
        return render_template(
            "accounts/account.html",
            learner=learner,
            phone=masked_phone(),
            country=dict(countries(session(), language())).get(learner.country_code, ""),
            nation=dict(nations(session())).get(learner.nation_code, ""),
            place=place_name(session(), learner.division_code),
            changes=changes_of(session(), learner.id),
        )


class IdentityView(BaseView):
    """What a learner changes in the own account: contact data at once, identity data by review."""

    route_base = "/account"
    class_permission_name = "MyIdentity"
    default_view = "contact"

    @expose("/contact", methods=["GET", "POST"])
    @has_access
    def contact(self) -> Any:  # noqa: ANN401
        """Change email and address."""
        learner, problems = me(), list[tuple[str, str]]()
        if request.method == "POST" and request.form.get("do") != "places":
            try:
                change_contact(session(), learner, request.form, actor_id=actor_id(), now=now())
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("联系方式已保存。"), "success")
                return redirect(url_for("AccountView.account"))
        code = learner.division_code
        kept = {"province": code[:2], "city": code[:4], "district": code[:6]}
        kept |= {"email": learner.email, "address": learner.address}
        typed = request.form if request.method == "POST" else kept
        return render_template(
            "accounts/contact.html",
            typed=typed,
            problems=problems,
            **places(typed.get("province", ""), typed.get("city", "")),
        ), (422 if problems else 200)

    @expose("/phone", methods=["GET", "POST"])
    @has_access
    def phone(self) -> Any:  # noqa: ANN401
        """Change the phone, with a code sent to the new one."""
        learner, problems, sent = me(), list[tuple[str, str]](), False
        if request.method == "POST":
            try:
                sent = self._take_phone(learner)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                if not sent:
                    session().commit()
                    flash(_("手机号码已更改。"), "success")
                    return redirect(url_for("AccountView.account"))
        return render_template(
            "accounts/phone.html", typed=request.form, problems=problems, sent=sent, phone=masked_phone()
        ), (422 if problems else 200)

    def _take_phone(self, learner: Learner) -> bool:
        """Send a code and return true, or change the phone."""
        if request.form.get("do") == "code":
            told = self._asked(learner)
            if told:
                raise Refused(told)
            return True
        reader = Reader(request.form, day_of(now()))
        phone = Reader(request.form, reader.today).phone()
        code, code_problem = read_code(CodePurpose.PHONE, phone, user_id=actor_id())
        change_phone(
            session(),
            learner,
            reader,
            code=code,
            code_problem=code_problem,
            phones_unique=settings().phones_unique,
            sealer=sealer(),
            now=now(),
        )
        return False

    def _asked(self, learner: Learner) -> Any:  # noqa: ANN401 - problems
        user_id = learner.user_id
        return ask_for_code(CodePurpose.PHONE, owner=lambda _phone: user_id, picture=False)

    @expose("/phone/code", methods=["POST"])
    @has_access
    def phone_code(self) -> Any:  # noqa: ANN401
        """Send a code, for the script of the form."""
        return told_to_script(self._asked(me()), picture=False)

    @expose("/identity", methods=["GET", "POST"])
    @has_access
    def identity(self) -> Any:  # noqa: ANN401
        """Ask for a change of identity data (身份信息更正), with proof."""
        learner, problems = me(), list[tuple[str, str]]()
        waiting = open_change(session(), learner.id)
        if waiting is not None and request.method == "GET":
            return redirect(url_for("IdentityView.change", change_id=waiting.id))
        if request.method == "POST":
            try:
                change = ask_for_change(
                    session(),
                    learner,
                    request.form,
                    uploads_in(["proof"]),
                    sealer=sealer(),
                    now=now(),
                    folder=folder(),
                )
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(_("提交成功，审核结果会发短信告知。"), "success")
                return redirect(url_for("IdentityView.change", change_id=change.id))
        kept = {"full_name": learner.full_name, "sex": learner.sex, "birth_date": learner.birth_date or ""}
        kept |= {"country": learner.country_code, "document_kind": learner.document_kind.value}
        return render_template(
            "accounts/identity.html",
            typed=request.form if request.method == "POST" else kept,
            masked=learner.document_masked,
            problems=problems,
            **choices("", ""),
        ), (422 if problems else 200)

    @expose("/identity/<int:change_id>")
    @has_access
    def change(self, change_id: int) -> Any:  # noqa: ANN401
        """Show what was asked for and how it stands."""
        change = own_change(session(), change_id, learner_id=me().id) or abort(404)
        return render_template(
            "accounts/change.html",
            change=change,
            open=change.state is IdentityState.APPLIED,
            country=dict(countries(session(), language())).get(change.country_code, ""),
            files=files_of(session(), change.id, "IdentityView.scan"),
            history=timeline(session(), change.id),
        )

    @expose("/identity/<int:change_id>/withdraw", methods=["POST"])
    @has_access
    def withdraw(self, change_id: int) -> Any:  # noqa: ANN401
        """Take back what nobody has decided yet."""
        change = own_change(session(), change_id, learner_id=me().id) or abort(404)
        try:
            withdraw_change(session(), change.id, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            for _field, sentence in sentences(refused.problems):
                flash(sentence, "danger")
        else:
            session().commit()
            flash(_("已撤回。"), "success")
        return redirect(url_for("IdentityView.change", change_id=change_id))

    @expose("/identity/<int:change_id>/scan/<int:scan_id>")
    @has_access
    def scan(self, change_id: int, scan_id: int) -> Response:
        """Send a file of one's own change."""
        change = own_change(session(), change_id, learner_id=me().id) or abort(404)
        return send_scan(change.id, scan_id)
