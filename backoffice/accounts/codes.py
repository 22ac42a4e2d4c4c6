"""Codes sent by SMS (短信验证码): sealed on their way, kept as a digest, bound to one number and one purpose."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import CodePurpose, SmsCode
from backoffice.accounts.words import body_of, named
from backoffice.kernel.database import hold
from backoffice.kernel.outbox import enqueue_letter
from backoffice.kernel.problems import Problem, refuse
from backoffice.kernel.sealing import Sealer

LENGTH = 6
LIFETIME = timedelta(minutes=10)
RESEND_AFTER = timedelta(seconds=60)
MOST_ATTEMPTS = 5
WINDOW = timedelta(hours=1)
MOST_FOR_PHONE = 5  # in the window
MOST_FROM_ADDRESS = 20
REMEMBERED = timedelta(days=1)
HIDDEN = "*" * LENGTH


@dataclass(frozen=True, slots=True)
class Wanted:
    """A code that somebody asks for, or answers: for what, at which number, from which network address.

    `user_id` is the account that the code is to open, where there is one already.
    """

    purpose: CodePurpose
    phone: str
    address: str = ""
    user_id: int | None = None


def send_code(
    session: Session, wanted: Wanted, *, sealer: Sealer, signature: str, now: datetime, really: bool = True
) -> None:
    """Send a new code, which replaces the ones before; raises Refused when it is too soon or too often.

    With `really` false everything happens but the sending: nobody shall learn that there is no such account.
    """
    hold(session, f"sms:{sealer.index(wanted.phone)}")
    session.execute(delete(SmsCode).where(SmsCode.created_at < now - REMEMBERED))
    _check_pace(session, wanted, sealer=sealer, now=now)
    code = "".join(secrets.choice("0123456789") for _place in range(LENGTH))
    kept = SmsCode(
        purpose=wanted.purpose,
        phone_index=sealer.index(wanted.phone),
        address_index=sealer.index(wanted.address),
        code_index=_digest(wanted, code, sealer),
        user_id=wanted.user_id,
        created_at=now,
        expires_at=now + LIFETIME,
        attempts=0,
        used_at=None,
    )
    session.add(kept)
    session.flush()
    if really:
        values = {"signature": signature, "minutes": str(LIFETIME.seconds // 60)}
        enqueue_letter(
            session,
            phone=wanted.phone,
            text=body_of("sms_code", code=code, **values),
            shown=body_of("sms_code", code=HIDDEN, **values),
            template="sms_code",
            idempotency_key=f"code:{kept.id}:{secrets.token_hex(8)}",
            sealer=sealer,
            now=now,
        )


def check_code(
    session: Session, wanted: Wanted, typed: str, *, sealer: Sealer, now: datetime
) -> tuple[SmsCode | None, Problem | None]:
    """Hold what was typed against the newest code; a wrong attempt is counted, so the caller commits either way."""
    typed = "".join(typed.split())
    if not typed:
        return None, named("field_missing", "code")
    newest = (
        select(SmsCode)
        .where(SmsCode.purpose == wanted.purpose, SmsCode.phone_index == sealer.index(wanted.phone))
        .order_by(SmsCode.id.desc())
        .limit(1)
        .with_for_update()
    )
    kept = session.scalar(newest)
    if kept is None or not _is_open(kept, now):
        return None, Problem("sms_code_expired", "code")
    right = secrets.compare_digest(kept.code_index, _digest(wanted, typed, sealer))
    if not right or kept.user_id != wanted.user_id:
        kept.attempts += 1
        session.flush()
        return None, Problem("sms_code_wrong", "code")
    return kept, None


def use_code(session: Session, code_id: int, *, now: datetime) -> None:
    """Use up a code that was found right; raises Refused when somebody was faster."""
    kept = session.get(SmsCode, code_id, with_for_update=True, populate_existing=True)
    if kept is None or not _is_open(kept, now):
        raise refuse("sms_code_expired", "code")
    kept.used_at = now
    session.flush()


def _is_open(kept: SmsCode, now: datetime) -> bool:
    return kept.used_at is None and kept.attempts < MOST_ATTEMPTS and kept.expires_at > now


def _check_pace(session: Session, wanted: Wanted, *, sealer: Sealer, now: datetime) -> None:
    phone, address = sealer.index(wanted.phone), sealer.index(wanted.address)
    last = session.scalar(select(func.max(SmsCode.created_at)).where(SmsCode.phone_index == phone))
    if last is not None and last + RESEND_AFTER > now:
        seconds = int((last + RESEND_AFTER - now).total_seconds()) + 1
        raise refuse("sms_too_soon", "phone", seconds=str(min(seconds, RESEND_AFTER.seconds)))
    recent = select(func.count()).select_from(SmsCode).where(SmsCode.created_at > now - WINDOW)
    if (session.scalar(recent.where(SmsCode.phone_index == phone)) or 0) >= MOST_FOR_PHONE:
        raise refuse("sms_too_many", "phone")
    if (session.scalar(recent.where(SmsCode.address_index == address)) or 0) >= MOST_FROM_ADDRESS:
        raise refuse("sms_too_many", "phone")


def _digest(wanted: Wanted, code: str, sealer: Sealer) -> str:
    return sealer.index(f"{wanted.purpose.value}:{wanted.phone}:{code}")
