"""Opening an account and changing a password, on both databases."""

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.accounts.operations import Person, change_password, learner_of, open_account, phone_number
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.passwords import matches
from backoffice.kernel.problems import Refused

PASSWORD = "Xueyin-Demo-2020"


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def user(opened):
    """Return a user who has no account."""
    return opened.scalars(select(User).filter_by(username="assessor")).one()


@pytest.fixture
def open_for(opened, user, sealer, now):
    """Return a function that opens the user's account for a document."""

    def make(document_number):
        person = Person(full_name="新学习者", document_number=document_number, phone="10000000009")
        return open_account(opened, user=user, person=person, sealer=sealer, now=now)

    return make


@pytest.fixture
def change(opened, now):
    """Return a function that changes 学习者甲's password, and tells with which codes it was refused."""
    user_id = opened.scalars(select(User.id).filter_by(username="learnera")).one()

    def make(old, new, again):
        try:
            change_password(opened, user_id=user_id, old=old, new=new, again=again, now=now)
        except Refused as refused:
            return [(problem.code, problem.field) for problem in refused.problems]
        return []

    return make


@pytest.mark.parametrize("document", ["11010119500101005X", "H12345678"], ids=["resident", "foreign"])
def test_an_account_keeps_its_numbers_sealed(opened, open_for, sealer, document):
    """No number stands in the row as it is; the account opens its phone again."""
    learner = open_for(document)
    opened.commit()

    assert learner_of(opened, learner.user_id) is learner
    assert document.encode() not in learner.document_sealed
    assert learner.document_masked == document[:4] + "*" * (len(document) - 8) + document[-4:]
    assert phone_number(opened, learner.user_id, sealer) == "10000000009"
    assert opened.scalars(
        select(AuditEvent.entity_id).filter_by(action="open_account", actor_id=learner.user_id)
    ).all() == [learner.id]


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("110101195001010009", "document_taken"),
        (" 110101195001010009 ", "document_taken"),
        ("110101195001010008", "document_number"),
        ("110101 19500101 0008", "document_number"),
        ("110101195013010009", "document_number"),
        ("11010119500101000A", "document_number"),
    ],
    ids=["taken", "taken with blanks", "check digit", "check digit with blanks", "no such day", "letter"],
)
def test_a_document_that_opens_no_account(opened, open_for, document, code):
    """A second account of one document, a wrong check digit and a day that does not exist are refused."""
    before = opened.scalar(select(func.count()).select_from(Learner))

    with pytest.raises(Refused) as caught:
        open_for(document)

    assert [(problem.code, problem.field) for problem in caught.value.problems] == [(code, "document_number")]
    assert opened.scalar(select(func.count()).select_from(Learner)) == before


def test_a_document_is_one_whatever_its_case(open_for, opened, sealer, now):
    """The small x is the same check digit."""
    open_for("11010119500101005X")
    other = opened.scalars(select(User).filter_by(username="centre")).one()
    person = Person(full_name="又一人", document_number="11010119500101005x", phone="10000000008")

    with pytest.raises(Refused):
        open_account(opened, user=other, person=person, sealer=sealer, now=now)


def test_a_user_has_one_account(open_for):
    """The database itself refuses a second account of one user."""
    open_for("11010119500101005X")

    with pytest.raises(IntegrityError):
        open_for("H12345678")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (("falsch", "Neues-2021-xy", "Neues-2021-xy"), [("password_wrong", "old")]),
        ((PASSWORD, "kurz1", "kurz1"), [("password_weak", "new")]),
        ((PASSWORD, "nurbuchstaben", "nurbuchstaben"), [("password_weak", "new")]),
        ((PASSWORD, "12345678901", "12345678901"), [("password_weak", "new")]),
        ((PASSWORD, PASSWORD, PASSWORD), [("password_same", "new")]),
        ((PASSWORD, "Neues-2021-xy", "Neues-2021-xz"), [("password_differs", "again")]),
        (("", "", "1"), [("password_wrong", "old"), ("password_weak", "new"), ("password_differs", "again")]),
    ],
)
def test_a_password_that_stays(opened, change, typed, told):
    """Everything that is wrong is told at once, and the old password still holds."""
    assert change(*typed) == told
    assert matches(opened.scalars(select(User.password).filter_by(username="learnera")).one(), PASSWORD)


def test_a_password_is_changed(opened, change):
    """The new one holds, the old one does not, and the trail says who did it."""
    assert change(PASSWORD, "新密码-2021-安全吗", "新密码-2021-安全吗") == []
    opened.commit()
    user = opened.scalars(select(User).filter_by(username="learnera")).one()

    assert matches(user.password, "新密码-2021-安全吗")
    assert not matches(user.password, PASSWORD)
    assert opened.scalars(select(AuditEvent.actor_id).filter_by(action="change_password")).all() == [user.id]
