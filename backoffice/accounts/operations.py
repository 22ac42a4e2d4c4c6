"""Opening a learner's account, and reading what is sealed in it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from backoffice.accounts.models import Learner, Sex
from backoffice.kernel import audit
from backoffice.kernel.passwords import hashed, matches
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.sealing import Sealer, mask

RESIDENT_LENGTH = 18
SHORTEST_PASSWORD = 10


@dataclass(frozen=True, slots=True)
class Person:
    """What an account says of its owner; the document number is a GB 11643 number or a foreign document's."""

    full_name: str
    document_number: str
    phone: str
    latin_name: str = ""
    sex: Sex | None = None
    birth_date: date | None = None
    nation_code: str = ""
    major: str = ""
    education_level: str = ""
    enrolled_on: date | None = None


def open_account(session: Session, *, user: User, person: Person, sealer: Sealer, now: datetime) -> Learner:
    """Open the one lifelong account of a person; refuses a second one and a wrong resident number."""
    document_number = "".join(person.document_number.split()).upper()
    index = sealer.index(document_number)
    if session.scalar(select(Learner.id).where(Learner.document_index == index)) is not None:
        raise refuse("document_taken", "document_number")
    if len(document_number) == RESIDENT_LENGTH and not is_resident_number(document_number):
        raise refuse("document_number", "document_number")
    number = f"LA{user.id:08d}"
    learner = Learner(
        user_id=user.id,
        account_number=number,
        full_name=person.full_name,
        latin_name=person.latin_name,
        sex=person.sex,
        birth_date=person.birth_date,
        nation_code=person.nation_code,
        document_sealed=sealer.seal(document_number, f"learner.document.{number}"),
        document_index=index,
        document_masked=mask(document_number),
        phone_sealed=sealer.seal(person.phone, f"learner.phone.{number}"),
        phone_index=sealer.index(person.phone),
        major=person.major,
        education_level=person.education_level,
        enrolled_on=person.enrolled_on,
        opened_at=now,
    )
    session.add(learner)
    session.flush()
    audit.record(session, actor_id=user.id, action="open_account", entity="learner", entity_id=learner.id, now=now)
    return learner


def is_resident_number(number: str) -> bool:
    """Tell whether a number has the form, the birth date and the check digit of GB 11643.

    The county is not looked up: many did not exist yet, or exist no more, and their people keep the number.
    """
    try:
        ric.get_birth_date(number)
    except ValidationError:
        return False
    return number[:17].isdecimal() and ric.calc_check_digit(number) == number[-1].upper()


def change_password(session: Session, *, user_id: int, old: str, new: str, again: str, now: datetime) -> None:
    """Change a password (修改密码); raises Refused with everything that is wrong at once."""
    user = session.get_one(User, user_id)
    problems = []
    if not matches(user.password, old):
        problems.append(Problem("password_wrong", "old"))
    if len(new) < SHORTEST_PASSWORD or new.isalpha() or new.isdecimal():
        problems.append(Problem("password_weak", "new", {"length": str(SHORTEST_PASSWORD)}))
    elif new == old:
        problems.append(Problem("password_same", "new"))
    if new != again:
        problems.append(Problem("password_differs", "again"))
    if problems:
        raise Refused(problems)
    user.password = hashed(new)
    audit.record(session, actor_id=user_id, action="change_password", entity="ab_user", entity_id=user_id, now=now)
    session.flush()


def phone_number(session: Session, user_id: int, sealer: Sealer) -> str:
    """Return the phone number of a user's account; raises LookupError when there is no account."""
    learner = session.scalar(select(Learner).where(Learner.user_id == user_id))
    if learner is None:
        message = f"user {user_id} has no account"
        raise LookupError(message)
    return sealer.open(learner.phone_sealed, f"learner.phone.{learner.account_number}")


def learner_of(session: Session, user_id: int) -> Learner | None:
    """Return the learner behind a user, if the user has an account."""
    return session.scalar(select(Learner).where(Learner.user_id == user_id))
