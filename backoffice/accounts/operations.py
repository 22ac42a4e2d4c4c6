"""Opening a learner's account, and reading what is sealed in it."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.accounts.documents import RESIDENT_LENGTH, Document, is_resident_number, written
from backoffice.accounts.models import DocumentKind, Learner, Sex
from backoffice.accounts.persons import SHORTEST_PASSWORD, is_weak
from backoffice.accounts.reference import CHINA
from backoffice.accounts.sessions import end_sessions
from backoffice.accounts.users import NOBODYS_MAIL
from backoffice.kernel import audit
from backoffice.kernel.passwords import hashed, matches
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.sealing import Sealer, mask
from backoffice.kernel.states import Channel


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
    country_code: str = CHINA
    document_kind: DocumentKind = DocumentKind.RESIDENT
    email: str = ""
    division_code: str = ""
    address: str = ""
    major: str = ""
    education_level: str = ""
    enrolled_on: date | None = None


def open_account(session: Session, *, user: User, person: Person, sealer: Sealer, now: datetime) -> Learner:
    """Open the one lifelong account of a person; refuses a second one and a wrong resident number.

    Of two requests at the same moment the database lets one through, and the other is refused in the same words.
    """
    document = Document(person.document_kind, written(person.document_number), person.country_code)
    if is_taken(session, document, sealer):
        raise refuse("document_taken", "document_number")
    if len(document.number) == RESIDENT_LENGTH and not is_resident_number(document.number):
        raise refuse("document_number", "document_number")
    learner = _learner(user, person, document, sealer=sealer, now=now)
    try:
        with session.begin_nested():
            session.add(learner)
            session.flush()
    except IntegrityError:
        if is_taken(session, document, sealer):
            raise refuse("document_taken", "document_number") from None
        raise
    audit.record(session, actor_id=user.id, action="open_account", entity="learner", entity_id=learner.id, now=now)
    return learner


def _learner(user: User, person: Person, document: Document, *, sealer: Sealer, now: datetime) -> Learner:
    number = f"LA{user.id:08d}"
    return Learner(
        user_id=user.id,
        account_number=number,
        full_name=person.full_name,
        latin_name=person.latin_name,
        sex=person.sex,
        birth_date=person.birth_date,
        nation_code=person.nation_code,
        country_code=person.country_code,
        document_kind=person.document_kind,
        document_sealed=sealer.seal(document.number, document_place(number)),
        document_index=sealer.index(document.identity),
        document_masked=mask(document.number),
        phone_sealed=sealer.seal(person.phone, phone_place(number)),
        phone_index=sealer.index(person.phone),
        email=person.email,
        division_code=person.division_code,
        address=person.address,
        major=person.major,
        education_level=person.education_level,
        enrolled_on=person.enrolled_on,
        opened_at=now,
    )


def is_taken(session: Session, document: Document, sealer: Sealer, *, but: int = 0) -> bool:
    """Tell whether a document has an account already, other than the learner `but`."""
    query = select(Learner.id).where(Learner.document_index == sealer.index(document.identity), Learner.id != but)
    return session.scalar(query) is not None


def document_place(account_number: str) -> str:
    """Return what binds a sealed document number to its account."""
    return f"learner.document.{account_number}"


def phone_place(account_number: str) -> str:
    """Return what binds a sealed phone number to its account."""
    return f"learner.phone.{account_number}"


def change_password(
    session: Session, *, user_id: int, old: str, new: str, again: str, now: datetime, staying: int = 0
) -> User:
    """Change a password (修改密码); raises Refused with everything that is wrong at once.

    Every session and token ends but the session `staying`.
    """
    user = session.get_one(User, user_id)
    problems = []
    if not matches(user.password or "", old):
        problems.append(Problem("password_wrong", "old"))
    if is_weak(new):
        problems.append(Problem("password_weak", "new", {"length": str(SHORTEST_PASSWORD)}))
    elif new == old:
        problems.append(Problem("password_same", "new"))
    if new != again:
        problems.append(Problem("password_differs", "again"))
    if problems:
        raise Refused(problems)
    user.password = hashed(new)
    end_sessions(session, user_id, now=now, but=staying)
    audit.record(session, actor_id=user_id, action="change_password", entity="ab_user", entity_id=user_id, now=now)
    session.flush()
    return user


def phone_number(session: Session, user_id: int, sealer: Sealer) -> str:
    """Return the phone number of a user's account; raises LookupError when there is no account."""
    learner = session.scalar(select(Learner).where(Learner.user_id == user_id))
    if learner is None:
        message = f"user {user_id} has no account"
        raise LookupError(message)
    return sealer.open(learner.phone_sealed, phone_place(learner.account_number))


def email_of(session: Session, user_id: int) -> str:
    """Return the email address of a user: the account's, or that of a colleague; LookupError when there is none."""
    address = session.scalar(select(Learner.email).where(Learner.user_id == user_id)) or mailbox_of(session, user_id)
    if not address:
        message = f"user {user_id} has no email address"
        raise LookupError(message)
    return address


def mailbox_of(session: Session, user_id: int) -> str:
    """Return the email address that a colleague is known by here; empty when there is none."""
    address = session.scalar(select(User.email).where(User.id == user_id)) or ""
    return "" if address.endswith(f"@{NOBODYS_MAIL}") else address


def reach_of(session: Session, user_id: int) -> frozenset[Channel]:
    """Return the ways that reach a user: the inbox, the phone of an account, the mailbox of a colleague."""
    ways = {Channel.SITE}
    if learner_of(session, user_id) is not None:
        ways.add(Channel.SMS)
    if mailbox_of(session, user_id):
        ways.add(Channel.MAIL)
    return frozenset(ways)


def learner_of(session: Session, user_id: int) -> Learner | None:
    """Return the learner behind a user, if the user has an account."""
    return session.scalar(select(Learner).where(Learner.user_id == user_id))
