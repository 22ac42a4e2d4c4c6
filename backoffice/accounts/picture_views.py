"""Pictures to read and their spoken form, and codes by SMS that such a picture guards."""

from collections.abc import Callable
from typing import Any

from flask import Response, abort, jsonify, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _

from backoffice.accounts import captchas
from backoffice.accounts.codes import RESEND_AFTER, Wanted, check_code, send_code
from backoffice.accounts.models import CodePurpose, SmsCode
from backoffice.accounts.persons import Reader
from backoffice.kernel.clock import day_of
from backoffice.kernel.database import begin_writing
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.web import (
    language,
    network_address,
    now,
    sealer,
    sentences,
    session,
    settings,
    write_anew,
)

TOKEN = "<string(length=32):token>"  # noqa: S105 - a part of an address


class PictureView(BaseView):
    """Open to everybody."""

    route_base = "/captcha"
    class_permission_name = "Registration"
    default_view = "another"

    @expose("/", methods=["POST"])
    def another(self) -> Any:  # noqa: ANN401 - a response
        """Give the script of a page another picture."""
        return jsonify({"picture": new_picture()})

    @expose(f"/{TOKEN}.png")
    def drawn(self, token: str) -> Any:  # noqa: ANN401
        """Send the picture."""
        return Response(captchas.drawn(self._answer(token)), mimetype="image/png")

    @expose(f"/{TOKEN}.wav")
    def spoken(self, token: str) -> Any:  # noqa: ANN401
        """Send the figures spoken in the language of the page."""
        return Response(captchas.spoken(self._answer(token), language()), mimetype="audio/wav")

    def _answer(self, token: str) -> str:
        return captchas.answer_of(session(), token, sealer=sealer(), now=now()) or abort(404)


def new_picture() -> str:
    """Make a picture and keep it; return its token. Whatever the request wrote before must be kept already."""
    session().rollback()
    begin_writing(session())
    token = captchas.issue(session(), sealer=sealer(), now=now())
    session().commit()
    return token


def picture_problem() -> Problem | None:
    """Return what is wrong with the answer to the form's picture; the picture is gone for good."""
    token, typed = request.form.get("captcha_token", ""), request.form.get("captcha", "")
    problem = captchas.check(session(), token, typed, sealer=sealer(), now=now())
    write_anew()
    return problem


def ask_for_code(
    purpose: CodePurpose, *, owner: Callable[[str], int | None] | None = None, picture: bool = True
) -> tuple[Problem, ...]:
    """Send a code to the phone of the form; return what stands in the way.

    `owner` finds, by the phone, whose account the code is to open; where it finds nobody, nothing is sent and the
    answer is the same. `picture` asks for the answer to a picture.
    """
    reader = Reader(request.form, day_of(now()))
    phone = reader.phone()
    problem = picture_problem() if picture else None
    problems = (*reader.problems, *((problem,) if problem else ()))
    if problems:
        return problems
    found = owner(phone) if owner else None
    try:
        send_code(
            session(),
            Wanted(purpose, phone, network_address(), found),
            sealer=sealer(),
            signature=settings().sms_signature,
            now=now(),
            really=owner is None or found is not None,
        )
    except Refused as refused:
        session().rollback()
        return refused.problems
    session().commit()
    return ()


def told_to_script(problems: tuple[Problem, ...], *, picture: bool = True) -> Any:  # noqa: ANN401 - a response
    """Answer the script that asked for a code; it gets the next picture along."""
    answer: dict[str, object] = {
        "problems": sentences(problems),
        "wait": RESEND_AFTER.seconds,
        "sentence": sent_words(),
    }
    if picture:
        answer["picture"] = new_picture()
    return jsonify(answer), (422 if problems else 200)


def sent_words() -> str:
    """Return what is said once a code is on its way; the same words whether or not there is such an account."""
    return _("如果填写无误，验证码会很快发到该手机，10分钟内有效。")


def read_code(purpose: CodePurpose, phone: str, *, user_id: int | None = None) -> tuple[SmsCode | None, Problem | None]:
    """Hold the code of the form against the one that was sent; a wrong attempt is kept whatever comes after."""
    found = check_code(
        session(), Wanted(purpose, phone, user_id=user_id), request.form.get("code", ""), sealer=sealer(), now=now()
    )
    write_anew()
    return found
