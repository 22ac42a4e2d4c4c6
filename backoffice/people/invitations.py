"""Invitations: a link, good once and for some days, with which a person sets the password of their own account."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.logins import find_user
from backoffice.accounts.persons import EMAIL, Reader
from backoffice.accounts.sessions import end_sessions, token_text
from backoffice.accounts.users import NOBODYS_MAIL, add_user
from backoffice.accounts.words import body_of, named
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of, time_of
from backoffice.kernel.outbox import enqueue_letter
from backoffice.kernel.passwords import hashed
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.sealing import Sealer
from backoffice.people.models import Invitation
from backoffice.people.staff import Standing, changeable, seat, tell, withdraw_invitations

LIFETIME = timedelta(days=7)
WAYS = ("sms", "mail", "hand")
HIDDEN = "******"


@dataclass(frozen=True, slots=True)
class Sending:
    """How a link gets to its person: the way, to which phone or mailbox, and what the message says of this house."""

    way: str
    contact: str
    public_url: str
    signature: str
    platform: str


def read_person(form: Mapping[str, str], standing: Standing, *, now: datetime) -> tuple[str, str, list[Problem]]:
    """Return name and username of a new colleague, and everything that is wrong with the form."""
    reader = Reader(form, day_of(now))
    full_name, username = reader.full_name(), reader.username()
    if not standing.roles:
        reader.problems.append(Problem("role_missing", "roles"))
    return full_name, username, reader.problems


def read_contact(form: Mapping[str, str], *, now: datetime) -> tuple[str, str, list[Problem]]:
    """Return way and contact of a link, and what is wrong with them."""
    reader, way = Reader(form, day_of(now)), form.get("way", "")
    if way not in WAYS:
        return "", "", [named("choice_missing", "way")]
    contact = ""
    if way == "sms":
        contact = reader.phone()
    elif way == "mail":
        contact = reader.matching("email", EMAIL, "email_format")
    return way, contact, reader.problems


def invite(
    session: Session,
    form: Mapping[str, str],
    standing: Standing,
    sending: Sending,
    *,
    problems: Iterable[Problem] = (),
    actor_id: int,
    sealer: Sealer,
    now: datetime,
) -> tuple[User, str]:
    """Make the account of a new colleague with roles and seats, and return it with the address that opens it.

    Raises Refused with every problem of the form at once; `problems` are those of the contact.
    """
    full_name, username, found = read_person(form, standing, now=now)
    found += problems
    if username and find_user(session, username) is not None:
        found.append(Problem("username_taken", "username"))
    if found:
        raise Refused(found)
    user = add_user(session, username, full_name, password="", active=False, now=now)
    seat(session, user, standing)
    keep_mailbox(session, user, sending)
    address = _give_link(session, user, "invitation", sending, actor_id=actor_id, sealer=sealer, now=now)
    roles = {"roles": ["", "、".join(sorted(standing.roles))]}
    tell(session, user.id, "invite", actor_id=actor_id, now=now, way=sending.way, changes=roles)
    return user, address


def invite_again(
    session: Session,
    user_id: int,
    sending: Sending,
    *,
    problems: Iterable[Problem] = (),
    actor_id: int,
    sealer: Sealer,
    now: datetime,
) -> str:
    """Give a colleague another link, the only one that holds; whoever has a password loses it. Raises Refused."""
    if found := list(problems):
        raise Refused(found)
    user = changeable(session, user_id, actor_id=actor_id, code="own_reset")
    if user.password and not user.active:
        raise refuse("unblock_first")
    action = "reset_by_centre" if user.password else "invite_again"
    template = "password_link" if user.password else "invitation"
    user.password = ""
    keep_mailbox(session, user, sending)
    end_sessions(session, user_id, now=now)
    address = _give_link(session, user, template, sending, actor_id=actor_id, sealer=sealer, now=now)
    tell(session, user_id, action, actor_id=actor_id, now=now, way=sending.way)
    return address


def keep_mailbox(session: Session, user: User, sending: Sending) -> None:
    """Keep where a colleague was invited by mail, for the messages of their work; a mailbox has one owner here."""
    others = select(User.id).where(User.email == sending.contact, User.id != user.id)
    if sending.way == "mail" and not sending.contact.endswith(f"@{NOBODYS_MAIL}") and session.scalar(others) is None:
        user.email = sending.contact
        session.flush()


def open_invitation(session: Session, token: str, *, sealer: Sealer, now: datetime, lock: bool = False) -> Invitation:
    """Return the invitation of a link; raises Refused when it was used, replaced, or is too old."""
    query = select(Invitation).where(Invitation.token_index == sealer.index(token_text(token)))
    found = session.scalars(query.with_for_update() if lock else query).one_or_none()
    if found is None or found.used_at or found.withdrawn_at or found.expires_at <= now:
        raise refuse("invitation_over")
    return found


def accept(session: Session, token: str, form: Mapping[str, str], *, sealer: Sealer, now: datetime) -> User:
    """Set the password that the invited person has chosen, and let them in; raises Refused."""
    found = open_invitation(session, token, sealer=sealer, now=now, lock=True)
    reader = Reader(form, day_of(now))
    password = reader.password("new")
    if reader.problems:
        raise Refused(reader.problems)
    user = session.get_one(User, found.user_id)
    user.password, user.active, found.used_at = hashed(password), True, now
    audit.record(session, actor_id=user.id, action="accept", entity="ab_user", entity_id=user.id, now=now)
    session.flush()
    return user


def waiting_for(session: Session, user_ids: Sequence[int]) -> dict[int, datetime]:
    """Return until when the open link of each of these people holds, or held."""
    query = select(Invitation.user_id, Invitation.expires_at).where(
        Invitation.user_id.in_(user_ids), Invitation.used_at.is_(None), Invitation.withdrawn_at.is_(None)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def _give_link(
    session: Session, user: User, template: str, sending: Sending, *, actor_id: int, sealer: Sealer, now: datetime
) -> str:
    """Make the link and send it, unless it is handed over; earlier links end."""
    withdraw_invitations(session, user.id, now=now)
    token = secrets.token_urlsafe(24)
    made = Invitation(
        user_id=user.id,
        inviter_id=actor_id,
        token_index=sealer.index(token_text(token)),
        way=sending.way,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(made)
    session.flush()
    address = f"{sending.public_url.rstrip('/')}/invitation/{token}"
    if sending.way != "hand":
        values = {"signature": sending.signature, "platform": sending.platform, "until": time_of(made.expires_at)[:16]}
        enqueue_letter(
            session,
            phone=sending.contact,
            text=body_of(template, link=address, **values),
            shown=body_of(template, link=HIDDEN, **values),
            template=template,
            idempotency_key=f"invitation:{made.id}:{secrets.token_hex(8)}",
            sealer=sealer,
            now=now,
        )
    return address
