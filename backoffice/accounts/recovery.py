"""A forgotten password: set anew with a code sent to the phone of the account, telling nobody who has one."""

from collections.abc import Mapping
from datetime import datetime

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.codes import use_code
from backoffice.accounts.documents import Document, written
from backoffice.accounts.logins import forget_failures
from backoffice.accounts.models import Learner, SmsCode
from backoffice.accounts.persons import Reader
from backoffice.accounts.sessions import end_sessions
from backoffice.accounts.words import body_of
from backoffice.kernel import audit
from backoffice.kernel.clock import day_of
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.passwords import hashed
from backoffice.kernel.problems import Problem, Refused
from backoffice.kernel.sealing import Sealer


def account_behind(session: Session, account: str, phone: str, *, sealer: Sealer) -> int | None:
    """Return the user whose username or document number this is and whose account has this phone, if there is one."""
    query = (
        select(Learner, User.username)
        .join(User, Learner.user_id == User.id)
        .where(Learner.phone_index == sealer.index(phone), User.active)
    )
    name, number = account.strip().lower(), written(account)
    found = [
        learner.user_id
        for learner, username in session.execute(query)
        if username.lower() == name
        or sealer.index(Document(learner.document_kind, number, learner.country_code).identity)
        == learner.document_index
    ]
    return found[0] if len(found) == 1 else None


def read_new_password(form: Mapping[str, str], *, now: datetime) -> Reader:
    """Read the form without looking anything up."""
    reader = Reader(form, day_of(now))
    reader.text("account")
    reader.phone()
    return reader


def reset_password(
    session: Session,
    reader: Reader,
    *,
    code: SmsCode | None,
    code_problem: Problem | None,
    signature: str,
    help_line: str,
    sealer: Sealer,
    now: datetime,
) -> None:
    """Set the new password of the account that the code opens; raises Refused with every problem at once."""
    if code_problem is None and (code is None or code.user_id is None):  # guessed, for an account that is not there
        code_problem = Problem("sms_code_wrong", "code")
    if code_problem is not None:
        reader.problems.append(code_problem)
    new = reader.password("new")
    if reader.problems or code is None or code.user_id is None:
        raise Refused(reader.problems)
    use_code(session, code.id, now=now)
    user = session.get_one(User, code.user_id)
    user.password = hashed(new)
    end_sessions(session, user.id, now=now)
    forget_failures(session, user.username, sealer=sealer)
    audit.record(session, actor_id=user.id, action="reset_password", entity="ab_user", entity_id=user.id, now=now)
    enqueue(
        session,
        template="password_reset",
        body=body_of("password_reset", signature=signature, help_line=help_line),
        recipient_id=user.id,
        idempotency_key=f"reset:{code.id}",
        now=now,
    )
    session.flush()
