"""A filled form whose session has ended: its fields travel along, signed, until the person has logged in again.

Files cannot travel; passwords do not.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

from backoffice.kernel.web import settings

FIELD = "carried"
LIFETIME = 3600  # seconds to log in again
LARGEST = 200_000  # characters; no form of ours that a hand fills comes near
LEFT_BEHIND = frozenset({"csrf_token", "password", "again", "old", "new", "captcha", "captcha_token", FIELD})
NOT_CARRIED = ("/login", "/logout", "/language")
OPEN_TO_ALL = ("/register", "/forgotten", "/invitation")


@dataclass(frozen=True, slots=True)
class Carried:
    """Where a form was sent, what stood in it, whether files were lost, and who had been logged in (0: not known)."""

    path: str
    fields: list[tuple[str, str]]
    files: bool
    owner: int


def carry() -> str:
    """Return the form of this request, signed; empty when it is not a form of our own pages, or there is nothing.

    A form that another site sends must not be kept for the moment when its victim has logged in.
    """
    fields = [(name, text) for name, text in request.form.items(multi=True) if name not in LEFT_BEHIND]
    size = sum(len(name) + len(text) for name, text in fields)
    origin = urlsplit(request.headers.get("Origin", "")).netloc
    if not fields or size > LARGEST or origin != request.host or request.path.startswith(NOT_CARRIED):
        return ""
    files = any(file.filename for file in request.files.values())
    return _signer().dumps([request.full_path.rstrip("?"), fields, files, _owner()])


def unpack(text: str) -> Carried | None:
    """Return a carried form; nothing when it is too old or not ours."""
    try:
        path, fields, files, owner = _signer().loads(text, max_age=LIFETIME)
    except BadSignature:
        return None
    return Carried(path, [(name, value) for name, value in fields], files, owner)


def is_open_to_all() -> bool:
    """Tell whether the form of this request needs nobody to be logged in."""
    return request.path.startswith(OPEN_TO_ALL)


def offer(kept: Carried) -> str:
    """Return the page on which the person sends the form on, with a token that holds."""
    return render_template("accounts/continue.html", kept=kept)


def _owner() -> int:
    """Return who the ended session belonged to; its signature must still be ours."""
    interface = SecureCookieSessionInterface()
    signer = interface.get_signing_serializer(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001
    cookie = request.cookies.get(interface.get_cookie_name(current_app), "")
    try:
        held = signer.loads(cookie) if signer else {}
    except BadSignature:
        return 0
    return int(held.get("_user_id") or 0)


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(settings().secret_key, salt="carried-form")
