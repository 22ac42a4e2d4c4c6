"""Registering (注册): a form read whole, a user and the account made together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.codes import use_code
from backoffice.accounts.documents import Document
from backoffice.accounts.logins import find_user
from backoffice.accounts.models import Learner, SmsCode
from backoffice.accounts.operations import Person, is_taken, open_account
from backoffice.accounts.persons import EMAIL, Reader
from backoffice.accounts.users import add_user
from backoffice.accounts.workflow import LEARNER
from backoffice.kernel import audit
from backoffice.kernel.passwords import hashed
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.sealing import Sealer

TERMS_VERSION = "1"  # raised whenever the words of the terms change
NO_PERSON = Person(full_name="", document_number="", phone="")


@dataclass(frozen=True, slots=True)
class Registration:
    """A form as it was read; of no use while there are problems."""

    username: str
    password: str
    person: Person
    problems: tuple[Problem, ...]


def read_registration(session: Session, form: Mapping[str, str], *, today: date) -> Registration:
    """Read every field of the form, in its order; nothing is looked up that tells of other people."""
    reader = Reader(form, today)
    username, full_name, password = reader.username(), reader.full_name(), reader.password()
    country = reader.country(session)
    nation = reader.nation(session, country)
    sex, birth_date = reader.sex(), reader.birth_date()
    document = reader.document(country, birth_date=birth_date, sex=sex)
    person = replace(
        NO_PERSON,
        full_name=full_name,
        country_code=country,
        nation_code=nation,
        sex=sex,
        birth_date=birth_date,
        email=reader.matching("email", EMAIL, "email_format"),
        division_code=reader.division(session),
        address=reader.text("address"),
        phone=reader.phone(),
    )
    if document is not None:
        person = replace(person, document_kind=document.kind, document_number=document.number)
    if username and find_user(session, username) is not None:
        reader.problems.insert(0, Problem("username_taken", "username"))
    return Registration(username, password, person, tuple(reader.problems))


def register(
    session: Session,
    registration: Registration,
    *,
    code: SmsCode | None,
    code_problem: Problem | None,
    phones_unique: bool,
    sealer: Sealer,
    now: datetime,
) -> Learner:
    """Make the user and the account; raises Refused with every problem of the form at once.

    Whether a document or a phone is known here is told only to who has read the code on that phone: a form alone
    must not find out who is a learner.
    """
    person, problems = registration.person, list(registration.problems)
    if code_problem is not None:
        problems.append(code_problem)
    elif code is not None:
        problems += _known_here(session, person, phones_unique=phones_unique, sealer=sealer)
    if problems or code is None:
        raise Refused(problems)
    use_code(session, code.id, now=now)
    user = _add_user(session, registration, now=now)
    learner = open_account(session, user=user, person=person, sealer=sealer, now=now)
    audit.record(
        session,
        actor_id=user.id,
        action="agree_to_terms",
        entity="learner",
        entity_id=learner.id,
        now=now,
        details={"version": TERMS_VERSION},
    )
    session.flush()
    return learner


def _known_here(session: Session, person: Person, *, phones_unique: bool, sealer: Sealer) -> list[Problem]:
    found = []
    document = Document(person.document_kind, person.document_number, person.country_code)
    if person.document_number and is_taken(session, document, sealer):
        found.append(Problem("document_taken", "document_number"))
    if phones_unique and phone_is_taken(session, person.phone, sealer):
        found.append(Problem("phone_taken", "phone"))
    return found


def phone_is_taken(session: Session, phone: str, sealer: Sealer, *, but: int = 0) -> bool:
    """Tell whether an account other than the learner `but` has this number."""
    query = select(Learner.id).where(Learner.phone_index == sealer.index(phone), Learner.id != but)
    return session.scalar(query.limit(1)) is not None


def _add_user(session: Session, registration: Registration, *, now: datetime) -> User:
    role = session.scalars(select(Role).filter_by(name=LEARNER)).one()
    user = add_user(
        session,
        registration.username,
        registration.person.full_name,
        password=hashed(registration.password),
        active=True,
        now=now,
    )
    user.roles.append(role)
    return user
