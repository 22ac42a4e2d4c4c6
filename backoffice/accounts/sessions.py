"""Being logged in, on a browser or as a program: kept as rows, so that each can be seen and ended."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import ForeignKey, String, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column, relationship

from backoffice.kernel.entity import Digest, Entity, Key, Moment
from backoffice.kernel.sealing import Sealer

LIFETIME = timedelta(hours=8, minutes=15)  # of a browser's cookie, and the quarter of an hour that `seen_at` may lag
SEEN_EVERY = timedelta(minutes=15)
REMEMBERED = timedelta(days=90)
LONGEST_DEVICE = 200


class LoginSession(Entity):
    """One time of being logged in; the cookie or token carries a secret whose index is kept here."""

    __tablename__ = "login_session"
    __table_args__ = (UniqueConstraint("token_index"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    token_index: Mapped[Digest]
    program: Mapped[bool] = mapped_column(default=False)
    device: Mapped[str] = mapped_column(String(LONGEST_DEVICE), default="")  # as the browser calls itself
    network: Mapped[str] = mapped_column(String(64), default="")  # the address, masked
    started_at: Mapped[Moment]
    seen_at: Mapped[Moment]  # within a quarter of an hour
    ended_at: Mapped[Moment | None]

    user: Mapped[User] = relationship()

    def __str__(self) -> str:
        return f"{self.user_id} {self.id}"


@dataclass(frozen=True, slots=True)
class Device:
    """Who asks to be let in: what calls itself how, from which network address."""

    name: str
    address: str
    program: bool = False


def begin_session(session: Session, user_id: int, device: Device, *, sealer: Sealer, now: datetime) -> str:
    """Keep a new session and return its secret; what ended long ago is forgotten."""
    old = LoginSession.seen_at < now - REMEMBERED
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id, old))
    token = secrets.token_urlsafe(24)
    session.add(
        LoginSession(
            user_id=user_id,
            token_index=sealer.index(token_text(token)),
            program=device.program,
            device="".join(each for each in device.name if each.isprintable())[:LONGEST_DEVICE],
            network=masked_address(device.address),
            started_at=now,
            seen_at=now,
        )
    )
    session.flush()
    return token


def token_text(token: str) -> str:
    """Return what is indexed: an index folds capitals, which in a secret make a difference.

    >>> token_text("aB")
    '6142'
    """
    return token.encode().hex()


def sessions_of(session: Session, user_id: int, *, now: datetime) -> Sequence[LoginSession]:
    """Return where somebody is logged in, the last seen first."""
    query = select(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.ended_at.is_(None), LoginSession.seen_at > now - LIFETIME
    )
    return session.scalars(query.order_by(LoginSession.seen_at.desc(), LoginSession.id.desc()).limit(100)).all()


def end_session(session: Session, user_id: int, session_id: int, *, now: datetime) -> bool:
    """End one session of this person; tell whether there was one."""
    ending = update(LoginSession).where(
        LoginSession.id == session_id, LoginSession.user_id == user_id, LoginSession.ended_at.is_(None)
    )
    return _ended(session, ending.values(ended_at=now).returning(LoginSession.id)) > 0


def end_sessions(session: Session, user_id: int, *, now: datetime, but: int = 0) -> int:
    """End every session and token of a person, `but` one; return how many."""
    ending = update(LoginSession).where(
        LoginSession.user_id == user_id, LoginSession.id != but, LoginSession.ended_at.is_(None)
    )
    return _ended(session, ending.values(ended_at=now).returning(LoginSession.id))


def _ended(session: Session, ending: object) -> int:
    return len(session.scalars(ending).all())  # type: ignore[call-overload]


def masked_address(address: str) -> str:
    """Return a network address without what tells one house from the next.

    >>> masked_address("203.0.113.77"), masked_address("2001:db8:1:2:3:4:5:6"), masked_address("")
    ('203.0.113.*', '2001:db8:1:*', '')
    """
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    if known.version == 4:  # noqa: PLR2004 - the version of the protocol
        return address.rpartition(".")[0] + ".*"
    parts = known.exploded.split(":")[:3]
    return ":".join(part.lstrip("0") or "0" for part in parts) + ":*"


def device_words(name: str) -> str:
    """Return browser and system in the words that people use; the start of the name for what is not known.

    >>> device_words("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36")
    'Chrome · Windows'
    >>> device_words("curl/8.5.0")
    'curl/8.5.0'
    """
    browsers = (
        ("MicroMessenger", "WeChat"),
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    )
    systems = (
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    )
    found = [next((word for mark, word in known if mark in name), "") for known in (browsers, systems)]
    return " · ".join(filter(None, found)) or name[:40]
