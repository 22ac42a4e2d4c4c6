"""Contact data that learners change themselves: email, address, and the phone with a code sent to the new one."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from backoffice.accounts.codes import use_code
from backoffice.accounts.models import Learner, SmsCode
from backoffice.accounts.operations import phone_place
from backoffice.accounts.persons import EMAIL, Reader
from backoffice.accounts.registration import phone_is_taken
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.differences import differences
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.sealing import Sealer


def change_contact(
    session: Session, learner: Learner, form: Mapping[str, str], *, actor_id: int, now: datetime
) -> None:
    """Change email and address; raises Refused with every problem at once."""
    reader = Reader(form, day_of(now))
    email = reader.matching("email", EMAIL, "email_format")
    division, address = reader.division(session), reader.text("address")
    if reader.problems:
        raise Refused(reader.problems)
    if (learner.email, learner.division_code, learner.address) == (email, division, address):
        return  # the same form from a second tab changes nothing
    learner.email, learner.division_code, learner.address = email, division, address
    audit.record(
        session,
        actor_id=actor_id,
        action="change_contact",
        entity="learner",
        entity_id=learner.id,
        now=now,
        details={"changes": differences(learner, "edit")},
    )
    session.flush()


def change_phone(
    session: Session,
    learner: Learner,
    reader: Reader,
    *,
    code: SmsCode | None,
    code_problem: Problem | None,
    phones_unique: bool,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Change the phone to the one that the code was sent to; raises Refused with every problem at once."""
    phone = reader.phone()
    if code_problem is not None:
        reader.problems.append(code_problem)
    elif phones_unique and phone_is_taken(session, phone, sealer, but=learner.id):
        reader.problems.append(Problem("phone_taken", "phone"))
    if reader.problems or code is None:
        raise Refused(reader.problems)
    use_code(session, code.id, now=now)
    learner.phone_sealed = sealer.seal(phone, phone_place(learner.account_number))
    learner.phone_index = sealer.index(phone)
    audit.record(
        session, actor_id=learner.user_id, action="change_phone", entity="learner", entity_id=learner.id, now=now
    )
    session.flush()
