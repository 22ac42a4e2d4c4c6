"""The demo accounts of every role."""

from datetime import datetime
from typing import Any

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner, Sex
from backoffice.accounts.operations import Person, open_account
from backoffice.institutions.models import (
    Committee,
    CommitteeMember,
    Institution,
    InstitutionAdministrator,
    Membership,
)
from backoffice.kernel.passwords import hashed
from backoffice.kernel.sealing import Sealer
from backoffice.sample.reading import table_of
from backoffice.sample.upsert import ensure


def load_accounts(session: Session, *, sealer: Sealer, now: datetime) -> None:
    """Add the demo accounts that are not there yet; a changed password stays changed."""
    table = table_of("accounts.toml")
    known = set(session.scalars(select(User.username)))
    fresh = any(account["username"] not in known for account in table["account"])
    password = hashed(table["password"]) if fresh else ""  # slow by design: once for all
    for account in table["account"]:
        user = session.scalars(select(User).filter_by(username=account["username"])).one_or_none()
        if user is None:
            user = add_user(session, account, password, now=now)
        _give_place(session, user, account, sealer=sealer, now=now)


def add_user(session: Session, account: dict[str, Any], password: str, *, now: datetime) -> User:
    """Add a user with one role; `password` is a hash."""
    moment = now.replace(tzinfo=None)  # Flask-AppBuilder keeps its own moments without a zone
    user = User(
        username=account["username"],
        first_name=account["full_name"],
        last_name="",
        email=f"{account['username']}@example.org",
        password=password,
        active=bool(password),
        roles=[ensure(session, Role, {"name": account["role"]})],
        created_on=moment,
        changed_on=moment,
    )
    session.add(user)
    session.flush()
    return user


def _give_place(session: Session, user: User, account: dict[str, Any], *, sealer: Sealer, now: datetime) -> None:
    if "institution" in account:
        institution = ensure(session, Institution, {"title": account["institution"]})
        ensure(session, InstitutionAdministrator, {"institution_id": institution.id, "user_id": user.id})
    if "subject" in account:
        committee = ensure(session, Committee, {"subject": account["subject"]})
        ensure(session, CommitteeMember, {"committee_id": committee.id, "user_id": user.id})
    if "person" in account:
        _open(session, user, account, sealer=sealer, now=now)


def _open(session: Session, user: User, account: dict[str, Any], *, sealer: Sealer, now: datetime) -> None:
    learner = session.scalars(select(Learner).filter_by(user_id=user.id)).one_or_none()
    if learner is None:
        details = account["person"] | {"sex": Sex(account["person"]["sex"])}
        person = Person(full_name=account["full_name"], **details)
        learner = open_account(session, user=user, person=person, sealer=sealer, now=now)
    for title in account["member_of"]:
        institution = ensure(session, Institution, {"title": title})
        ensure(session, Membership, {"learner_id": learner.id, "institution_id": institution.id})
