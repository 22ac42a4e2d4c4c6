"""Being logged in: what the cookie carries, and what it is held against on every page."""

from typing import Any, cast

from flask import g, request
from flask import session as cookie
from flask_appbuilder.security.sqla.models import User
from flask_login import login_user
from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload

from backoffice.access import LEARNER, PUBLIC
from backoffice.accounts.logins import session_stamp
from backoffice.accounts.second_factor import confirmed_factor
from backoffice.accounts.sessions import SEEN_EVERY, Device, LoginSession, begin_session, token_text
from backoffice.kernel.database import begin_writing
from backoffice.kernel.web import READING, database, network_address, now, sealer, session, settings

STAMP = "stamp"
TOKEN = "entered"  # noqa: S105 - the name of what the cookie carries
WAITING = "waiting"  # who has given the password and not yet the second factor, and since when
ENROLLING = "enrolling"  # whether this session may do nothing before it has a second factor
PATIENCE = 300  # seconds between the two


def enter(user: Any) -> None:  # noqa: ANN401 - the framework's user
    """Log a user in on this browser; the session is kept as a row, in the transaction that is open, which ends here."""
    cookie.pop(WAITING, None)
    cookie[TOKEN] = begin_session(session(), user.id, device(), sealer=sealer(), now=now())
    if must_enrol(user):
        cookie[ENROLLING] = True
    session().commit()
    login_user(user, remember=False)
    renew_stamp(user)


def device(*, program: bool = False) -> Device:
    """Return what asks to be let in."""
    return Device(request.headers.get("User-Agent", ""), network_address(), program)


def must_enrol(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the house asks this person for a second factor that is not there yet."""
    return needs_factor(user) and confirmed_factor(session(), user.id) is None


def needs_factor(user: Any) -> bool:  # noqa: ANN401
    """Tell whether the house asks this person for a second factor."""
    return settings().second_factor == "staff" and bool({role.name for role in user.roles} - {LEARNER, PUBLIC})


def wait_for_second(user: Any) -> None:  # noqa: ANN401
    """Remember on this browser, for a few minutes, that the password was right."""
    cookie[WAITING] = [user.id, int(now().timestamp()), session_stamp(user, settings().secret_key)]


def waiting_user() -> User | None:
    """Return who has given the password on this browser a moment ago, unless it was changed since."""
    held = cookie.get(WAITING)
    if not held or not 0 <= now().timestamp() - held[1] <= PATIENCE:
        return None
    user = session().get(User, held[0])
    return user if user and user.active and session_stamp(user, settings().secret_key) == held[2] else None


def renew_stamp(user: Any) -> None:  # noqa: ANN401
    """Let this browser's session go on after the password was changed; all others have the old stamp."""
    cookie[STAMP] = session_stamp(user, settings().secret_key)


def session_id() -> int:
    """Return the key of this browser's session; 0 when there is none."""
    return cast("int", g.get("login_session_id", 0))


def entered_user(user_id: int) -> User | None:
    """Return the user of this browser's session, in one query: still active, the password unchanged, nothing ended."""
    found = _held(user_id, cookie.get(TOKEN, ""))
    if found is None or cookie.get(STAMP) != session_stamp(found[0], settings().secret_key):
        return None
    _note_seen(found[1])
    g.login_session_id = found[1].id
    return found[0]


def user_of_token(user_id: int, token: str) -> User | None:
    """Return the user of a program's token, unless it was ended, by hand or by a new password or other roles."""
    found = _held(user_id, token)
    return found[0] if found is not None and found[1].program else None


def _held(user_id: int, token: str) -> tuple[User, LoginSession] | None:
    query = (
        select(User, LoginSession)
        .join(LoginSession, LoginSession.user_id == User.id)
        .options(joinedload(User.roles), joinedload(User.groups))
        .where(
            User.id == user_id,
            User.active,
            LoginSession.token_index == sealer().index(token_text(token)),
            LoginSession.ended_at.is_(None),
        )
    )
    found = session().execute(query).unique().one_or_none()
    return None if found is None else (found[0], found[1])


def _note_seen(held: LoginSession) -> None:
    """Keep when a session was last seen, to a quarter of an hour; a page that is read has no write lock, so apart."""
    if held.seen_at + SEEN_EVERY > now():
        return
    seeing = update(LoginSession).where(LoginSession.id == held.id).values(seen_at=now())
    if request.method not in READING:
        session().execute(seeing)
        return
    with Session(database.engine) as apart:
        begin_writing(apart)
        apart.execute(seeing)
        apart.commit()
