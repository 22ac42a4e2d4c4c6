"""Being logged in: what the cookie carries, and what it is held against on every page."""

from typing import Any

from flask import session as cookie
from flask_login import login_user

from backoffice.accounts.logins import session_stamp
from backoffice.kernel.web import settings

STAMP = "stamp"


def enter(user: Any) -> None:  # noqa: ANN401 - the framework's user
    """Log a user in on this browser."""
    login_user(user, remember=False)
    renew_stamp(user)


def renew_stamp(user: Any) -> None:  # noqa: ANN401
    """Let this browser's session go on after the password was changed; all others have the old stamp."""
    cookie[STAMP] = session_stamp(user, settings().secret_key)


def is_current(user: Any) -> bool:  # noqa: ANN401
    """Tell whether this browser's session began under the password that holds now."""
    return cookie.get(STAMP) == session_stamp(user, settings().secret_key)
