"""Letting people in: the password, the picture after five failures, and what ties a session to its password."""

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import cache

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import LoginFailure
from backoffice.kernel.database import hold
from backoffice.kernel.passwords import hashed, matches
from backoffice.kernel.problems import refuse
from backoffice.kernel.sealing import Sealer

FREE_FAILURES = 5
WINDOW = timedelta(minutes=30)  # after it a failure is forgotten
STAMP_LENGTH = 32


def authenticate(
    session: Session, username: str, password: str, *, address: str, sealer: Sealer, now: datetime
) -> User | None:
    """Return the user behind name and password, or nobody, which is counted for the name and for the address.

    Raises Refused for a user who is shut out; only who knows the password learns of it.
    """
    user = find_user(session, username)
    right = matches(user.password or _nobody(), password) if user is not None else matches(_nobody(), password)
    if user is None or not right:
        failed(session, [f"name:{username}", f"address:{address}"], sealer=sealer, now=now)
        return None
    if not user.active:
        raise refuse("user_shut_out", "username")
    forget_failures(session, user.username, sealer=sealer)
    user.login_count = (user.login_count or 0) + 1
    user.last_login = now.replace(tzinfo=None)  # the framework keeps its own moments without a zone
    user.fail_login_count = 0
    session.flush()
    return user


def find_user(session: Session, username: str) -> User | None:
    """Return the user of a name; capitals make no difference, since no two names differ by them alone."""
    return session.scalars(select(User).where(func.lower(User.username) == username.strip().lower())).one_or_none()


def needs_captcha(session: Session, username: str, *, address: str, sealer: Sealer, now: datetime) -> bool:
    """Tell whether a name or an address has failed so often that a person must read a picture first."""
    subjects = [f"name:{username}", f"address:{address}"]
    return failures_of(session, subjects, sealer=sealer, now=now) >= FREE_FAILURES


def failures_of(session: Session, subjects: Iterable[str], *, sealer: Sealer, now: datetime) -> int:
    """Return the most failures that any of these has had of late."""
    worst = session.scalar(
        select(func.max(LoginFailure.failures)).where(
            LoginFailure.subject_index.in_([sealer.index(each) for each in subjects]),
            LoginFailure.last_at > now - WINDOW,
        )
    )
    return worst or 0


def failed(session: Session, subjects: Iterable[str], *, sealer: Sealer, now: datetime) -> None:
    """Count a failure for each of these."""
    for subject in subjects:
        _count(session, sealer.index(subject), now)


def guessed_too_often(session: Session, username: str, *, sealer: Sealer, now: datetime) -> bool:
    """Tell whether a program, which reads no pictures, may not try this name for a while."""
    return needs_captcha(session, username, address="", sealer=sealer, now=now)


def forget_failures(session: Session, username: str, *, sealer: Sealer) -> None:
    """Start counting a name's failures anew; those of an address stay, or a guesser would wash them off."""
    forget_subject(session, f"name:{username}", sealer=sealer)


def forget_subject(session: Session, subject: str, *, sealer: Sealer) -> None:
    """Start counting the failures of one subject anew."""
    session.execute(delete(LoginFailure).where(LoginFailure.subject_index == sealer.index(subject)))


def session_stamp(user: User, secret_key: bytes) -> str:
    """Return what a session carries: it changes with the password, and every other session ends then."""
    return hmac.new(secret_key, f"session:{user.id}:{user.password}".encode(), hashlib.sha256).hexdigest()[
        :STAMP_LENGTH
    ]


def _count(session: Session, subject_index: str, now: datetime) -> None:
    hold(session, f"login:{subject_index}")
    session.execute(delete(LoginFailure).where(LoginFailure.last_at <= now - WINDOW))
    row = session.scalar(select(LoginFailure).where(LoginFailure.subject_index == subject_index))
    if row is None:
        session.add(LoginFailure(subject_index=subject_index, failures=1, last_at=now))
    else:
        row.failures, row.last_at = LoginFailure.failures + 1, now
    session.flush()


@cache
def _nobody() -> str:
    """Return a hash that takes as long to check as a person's, so that time tells nothing."""
    return hashed("nobody")
