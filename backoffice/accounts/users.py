"""Adding a user, for whatever way somebody comes into the house."""

from datetime import datetime

from flask_appbuilder.security.sqla.models import User
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.kernel.problems import refuse

NOBODYS_MAIL = "users.invalid"  # people's own addresses stand elsewhere, and may be shared by a family


def add_user(session: Session, username: str, full_name: str, *, password: str, active: bool, now: datetime) -> User:
    """Add a user without a role; `password` is its hash. Raises Refused when the username is taken."""
    moment = now.replace(tzinfo=None)  # the framework keeps its own moments without a zone
    user = User(
        username=username,
        first_name=full_name,
        last_name="",
        email=f"{username.lower()}@{NOBODYS_MAIL}",  # unique, so no two names differ by capitals alone
        password=password,
        active=active,
        created_on=moment,
        changed_on=moment,
    )
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError:
        raise refuse("username_taken", "username") from None
    return user
