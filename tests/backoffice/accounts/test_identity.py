"""Contact data that learners change, and identity data that the centre changes for them, on both databases."""

import io
import re
from datetime import date

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.changes import decide_change
from backoffice.accounts.identity import IdentityChange, IdentityRecord
from backoffice.accounts.models import Learner
from backoffice.accounts.operations import phone_number
from backoffice.accounts.workflow import IdentityState
from backoffice.kernel.models import AuditEvent, OutboxMessage
from backoffice.kernel.problems import Refused
from tests.backoffice.accounts.conftest import Guest
from tests.backoffice.conftest import PASSWORD

CHANGE = {
    "full_name": "学习者甲改",
    "country": "CN",
    "sex": "female",
    "birth_date": "1950-01-01",
    "document_kind": "resident_card",
    "document_number": "440104195001010020",
    "reason": "派出所更正\n见证明",
}


def proof():
    """Return the field of a file that proves it."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stream, "PNG")
    stream.seek(0)
    return {"proof": (stream, "证明.png")}


@pytest.fixture
def inside(app, filled, sealer, now):
    """Return a function that logs somebody in."""

    def enter(username):
        browser = Guest(app.test_client(), filled, sealer, now)
        browser.open("/login/")
        assert browser.send("/login/", {"username": username, "password": PASSWORD}) == 302
        browser.open("/account/password")
        return browser

    return enter


@pytest.fixture
def asked(inside):
    """Return the learner's browser once a change has been asked for, and the change's address."""
    learner = inside("learnera")
    learner.open("/account/identity")
    assert learner.send("/account/identity", CHANGE | proof()) == 302
    return learner, learner.answer.location


def account(engine, username="学习者甲"):
    """Return a learner's row."""
    with Session(engine) as session:
        return session.scalars(select(Learner).where(Learner.full_name.startswith(username))).one()


def test_the_account_shows_masked_numbers(inside):
    """A learner sees who they are; document and phone show their ends alone."""
    learner = inside("learnera")

    assert learner.open("/account/") == 200
    assert "1101**********0009" in learner.page
    assert "100****0001" in learner.page
    assert "110101195001010009" not in learner.page
    assert "10000000001" not in learner.page


def test_contact_data_are_changed_at_once(inside, filled):
    """Email and address are the learner's own affair; what is wrong is told and kept."""
    learner = inside("learnera")
    form = {"email": "x", "province": "44", "city": "4401", "district": "", "address": "家🏠"}
    assert learner.send("/account/contact", form) == 422
    assert learner.fields() == ["email", "district", "address"]
    assert learner.value("address") == "家🏠"

    assert learner.send("/account/contact", form | {"email": "a@b.cn", "district": "440104", "address": "新址"}) == 302
    kept = account(filled)
    assert (kept.email, kept.division_code, kept.address) == ("a@b.cn", "440104", "新址")


def test_a_phone_is_changed_with_a_code_on_the_new_one(inside, filled, sealer):
    """The code goes to the new number; with it the number is changed, without it nothing is."""
    learner = inside("learnera")
    assert learner.send("/account/phone", {"phone": "13900000009", "do": "code"}) == 200
    assert [phone for phone, _text in learner.letters()] == ["13900000009"]
    assert learner.send("/account/phone", {"phone": "13900000008", "code": learner.code()}) == 422
    assert learner.fields() == ["code"]

    assert learner.send("/account/phone", {"phone": "139 0000 0009", "code": learner.code()}) == 302
    with Session(filled) as session:
        assert phone_number(session, account(filled).user_id, sealer) == "13900000009"


def test_a_change_needs_proof(inside, filled):
    """Everything that is missing is told at once, nothing is kept."""
    learner = inside("learnera")
    assert learner.send("/account/identity", {}) == 422
    assert learner.fields() == [
        "full_name",
        "country",
        "sex",
        "birth_date",
        "document_kind",
        "document_number",
        "reason",
        "proof",
    ]

    assert learner.send("/account/identity", CHANGE | {"proof": (io.BytesIO(b"x"), "证明.png")}) == 422
    with Session(filled) as session:
        assert session.scalars(select(IdentityChange)).all() == []


def test_a_passed_change_is_made_whole(asked, inside, filled, sealer):
    """The centre sees old beside new and the proof; passing changes the account, and the learner is told by SMS."""
    learner, address = asked
    change_id = address.rsplit("/", 1)[1]
    centre = inside("centre")
    centre.open("/identity/")
    assert f"/identity/{change_id}" in centre.page
    centre.open(f"/identity/{change_id}")
    assert all(word in centre.page for word in ("学习者甲改", "4401**********0020", "1101**********0009"))
    scan = re.search(rf"/identity/{change_id}/scan/\d+", centre.page)[0]
    assert centre.client.get(scan).mimetype == "image/png"
    assert account(filled).full_name == "学习者甲"

    assert centre.send(f"/identity/{change_id}", {"step": "pass", "remarks": ""}) == 302
    kept = account(filled)
    assert (kept.full_name, kept.document_masked) == ("学习者甲改", "4401**********0020")
    assert (kept.birth_date, kept.document_index) == (date(1950, 1, 1), sealer.index("440104195001010020"))
    assert learner.open(address) == 200
    assert "已更正" in learner.page
    with Session(filled) as session:
        assert session.scalars(select(OutboxMessage.body)).all() == [
            "【广东学银】您申请更正的身份信息已审核通过，可登录广东终身教育学分银行信息管理平台查看。"
        ]
        assert session.scalars(select(IdentityRecord.step).order_by(IdentityRecord.id)).all() == ["apply", "pass"]
        actions = session.scalars(select(AuditEvent.action).filter_by(entity="identity_change")).all()
        assert sorted(actions) == ["identity_apply", "identity_pass", "look"]
    assert centre.send(f"/identity/{change_id}", {"step": "refuse", "remarks": "晚了"}) == 422
    assert learner.send(f"{address}/withdraw", {}) == 302
    assert account(filled).full_name == "学习者甲改"


def test_a_refusal_needs_remarks(asked, inside, filled):
    """The learner reads why; the account stays as it is, and another change can be asked for."""
    learner, address = asked
    change_id = address.rsplit("/", 1)[1]
    centre = inside("centre")
    assert centre.send(f"/identity/{change_id}", {"step": "refuse", "remarks": " "}) == 422
    assert centre.fields() == ["remarks"]
    assert learner.send("/account/identity", CHANGE | proof()) == 422
    assert learner.told == [("", "您已有一份更正申请在审核中，办结或撤回后才能再提交。")]

    assert centre.send(f"/identity/{change_id}", {"step": "refuse", "remarks": "证明不清楚"}) == 302
    learner.open(address)
    assert "证明不清楚" in learner.page
    assert account(filled).full_name == "学习者甲"
    assert learner.send("/account/identity", CHANGE | proof()) == 302


def test_a_withdrawn_change_is_not_decided(asked, inside, filled):
    """What the learner took back the centre cannot pass any more."""
    learner, address = asked
    assert learner.send(f"{address}/withdraw", {}) == 302
    centre = inside("centre")

    assert centre.send(f"/identity/{address.rsplit('/', 1)[1]}", {"step": "pass"}) == 422
    assert account(filled).full_name == "学习者甲"
    with Session(filled) as session:
        assert session.scalars(select(IdentityChange.state)).all() == [IdentityState.WITHDRAWN]


def test_a_document_of_another_account_is_not_taken_over(inside, filled):
    """The document that another learner has cannot become one's own."""
    learner = inside("learnera")
    taken = {"document_number": "110101195505050004", "birth_date": "1955-05-05"}
    assert learner.send("/account/identity", CHANGE | taken | proof()) == 302
    change_id = learner.answer.location.rsplit("/", 1)[1]

    assert inside("centre").send(f"/identity/{change_id}", {"step": "pass"}) == 422
    assert account(filled).document_masked == "1101**********0009"


def test_nobody_decides_their_own_change(asked, filled, sealer, now):
    """Whoever works at the centre and is a learner too needs a colleague."""
    _learner, address = asked
    with Session(filled) as session, pytest.raises(Refused) as caught:
        decide_change(
            session,
            int(address.rsplit("/", 1)[1]),
            step="pass",
            remarks="",
            actor_id=account(filled).user_id,
            sealer=sealer,
            now=now,
            words={},
        )

    assert [problem.code for problem in caught.value.problems] == ["own_case"]
