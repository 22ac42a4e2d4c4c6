"""The second factor (动态验证码, RFC 6238) of a person, and the codes for the day on which the device is lost."""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

import pyotp
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import JSON, ForeignKey, LargeBinary, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from backoffice.accounts.logins import failed, failures_of, forget_subject
from backoffice.accounts.reasons import reason_in
from backoffice.accounts.sessions import end_sessions
from backoffice.accounts.words import named
from backoffice.kernel import audit
from backoffice.kernel.entity import Entity, Key, Moment
from backoffice.kernel.passwords import matches
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.sealing import Sealer

STEP = timedelta(seconds=30)
DIGITS = 6
RECOVERY_CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # without those that look like others
RECOVERY_LENGTH = 10
FREE_FAILURES = 5


class SecondFactor(Entity):
    """A person's secret, sealed; it counts once it is confirmed. Recovery codes are kept as indexes, until used."""

    __tablename__ = "second_factor"
    __table_args__ = (UniqueConstraint("user_id"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    recovery_index: Mapped[list[str]] = mapped_column(JSON)
    last_step: Mapped[int] = mapped_column(default=0)  # of the newest code that was accepted; none before it is again
    begun_at: Mapped[Moment]
    confirmed_at: Mapped[Moment | None]

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.user_id}"


def factor_of(session: Session, user_id: int, *, lock: bool = False) -> SecondFactor | None:
    """Return a person's factor, confirmed or not."""
    query = select(SecondFactor).where(SecondFactor.user_id == user_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def confirmed_factor(session: Session, user_id: int) -> SecondFactor | None:
    """Return the factor that is asked for at the login."""
    found = factor_of(session, user_id)
    return found if found is not None and found.confirmed_at is not None else None


def begin_enrolment(session: Session, user_id: int, *, sealer: Sealer, now: datetime) -> str:
    """Return the secret to show: that of an enrolment that was begun, or a new one. Raises Refused when one holds."""
    found = factor_of(session, user_id, lock=True)
    if found is None:
        secret = pyotp.random_base32()
        sealed = sealer.seal(secret, secret_place(user_id))
        session.add(SecondFactor(user_id=user_id, secret_sealed=sealed, recovery_index=[], last_step=0, begun_at=now))
        session.flush()
        return secret
    if found.confirmed_at is not None:
        raise refuse("factor_there")
    return sealer.open(found.secret_sealed, secret_place(user_id))


def confirm_enrolment(session: Session, user_id: int, typed: str, *, sealer: Sealer, now: datetime) -> list[str]:
    """Let the factor count from now on and return its recovery codes, which nobody sees again; raises Refused."""
    found = factor_of(session, user_id, lock=True)
    if found is None or found.confirmed_at is not None:
        raise refuse("factor_there")
    step = _step_of(found, typed, sealer, now)
    if not step:
        raise Refused([_wrong(typed)])
    found.last_step, found.confirmed_at = step, now
    codes = _new_recovery_codes(found, sealer)
    _tell(session, user_id, "enrol_second_factor", actor_id=user_id, now=now)
    return codes


def renew_recovery_codes(session: Session, user_id: int, password: str, *, sealer: Sealer, now: datetime) -> list[str]:
    """Return new recovery codes instead of the old; raises Refused without the password."""
    found = factor_of(session, user_id, lock=True)
    if found is None or found.confirmed_at is None:
        raise refuse("factor_missing")
    if not matches(session.get_one(User, user_id).password or "", password):
        raise refuse("password_wrong", "old")
    codes = _new_recovery_codes(found, sealer)
    _tell(session, user_id, "renew_recovery_codes", actor_id=user_id, now=now)
    return codes


def check_second(session: Session, user: User, typed: str, *, sealer: Sealer, now: datetime) -> Problem | None:
    """Hold what was typed against code and recovery codes; each is good for one login.

    A wrong one is counted, so the caller commits either way.
    """
    subject = f"factor:{user.id}"
    if failures_of(session, [subject], sealer=sealer, now=now) >= FREE_FAILURES:
        return Problem("factor_too_often", "code")
    found = factor_of(session, user.id, lock=True)
    if found is None or found.confirmed_at is None:
        return Problem("factor_missing")
    step = _step_of(found, typed, sealer, now)
    if step:
        found.last_step = step
    elif not _uses_recovery_code(session, found, typed, sealer=sealer, now=now):
        failed(session, [subject], sealer=sealer, now=now)
        return _wrong(typed)
    forget_subject(session, subject, sealer=sealer)
    session.flush()
    return None


def reset_factor(session: Session, user_id: int, *, reason: str, actor_id: int, now: datetime) -> None:
    """Take a lost factor away; the person's sessions end, and the next login asks to enrol anew. Raises Refused."""
    if user_id == actor_id:
        raise refuse("own_factor")
    found = factor_of(session, user_id, lock=True)
    if found is None:
        raise refuse("factor_missing")
    reason = reason_in(reason)
    session.delete(found)
    end_sessions(session, user_id, now=now)
    _tell(session, user_id, "reset_second_factor", actor_id=actor_id, now=now, reason=reason)


def secret_place(user_id: int) -> str:
    """Return what binds a sealed secret to its person."""
    return f"second_factor.secret.{user_id}"


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Return what the QR code says to the app on the phone."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def in_groups(text: str, size: int = 4) -> str:
    """Return a text in groups that can be read aloud.

    >>> in_groups("ABCDEFGHIJ", 5)
    'ABCDE FGHIJ'
    """
    return " ".join(text[at : at + size] for at in range(0, len(text), size))


def _step_of(found: SecondFactor, typed: str, sealer: Sealer, now: datetime) -> int:
    """Return the time step whose code was typed, one before or after the present at most; 0 when none, or used."""
    code = "".join(typed.split())
    if not (code.isascii() and code.isdecimal() and len(code) == DIGITS):
        return 0
    maker = pyotp.TOTP(sealer.open(found.secret_sealed, secret_place(found.user_id)))
    present = int(now.timestamp()) // int(STEP.total_seconds())
    fitting = [
        step
        for step in (present - 1, present, present + 1)
        if step > found.last_step and secrets.compare_digest(maker.generate_otp(step), code)
    ]
    return fitting[0] if fitting else 0


def _uses_recovery_code(session: Session, found: SecondFactor, typed: str, *, sealer: Sealer, now: datetime) -> bool:
    code = "".join(each for each in typed.upper() if each.isalnum())
    index = _recovery_index(found.user_id, code, sealer)
    if len(code) != RECOVERY_LENGTH or index not in found.recovery_index:
        return False
    found.recovery_index = [each for each in found.recovery_index if each != index]
    _tell(session, found.user_id, "use_recovery_code", actor_id=found.user_id, now=now)
    return True


def _new_recovery_codes(found: SecondFactor, sealer: Sealer) -> list[str]:
    codes = ["".join(secrets.choice(LETTERS) for _place in range(RECOVERY_LENGTH)) for _each in range(RECOVERY_CODES)]
    found.recovery_index = [_recovery_index(found.user_id, code, sealer) for code in codes]
    return codes


def _recovery_index(user_id: int, code: str, sealer: Sealer) -> str:
    return sealer.index(f"recovery:{user_id}:{code}")


def _wrong(typed: str) -> Problem:
    return Problem("factor_wrong", "code") if typed.strip() else named("field_missing", "code")


def _tell(session: Session, user_id: int, action: str, *, actor_id: int, now: datetime, reason: str = "") -> None:
    details = {"reason": reason} if reason else {}
    audit.record(
        session, actor_id=actor_id, action=action, entity="ab_user", entity_id=user_id, now=now, details=details
    )
    session.flush()


def lacking(session: Session, user_ids: Iterable[int]) -> set[int]:
    """Return those of these people who have no factor that counts."""
    wanted = set(user_ids)
    holding = select(SecondFactor.user_id).where(
        SecondFactor.user_id.in_(wanted), SecondFactor.confirmed_at.is_not(None)
    )
    return wanted - set(session.scalars(holding))
