"""Codes by SMS, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from backoffice.accounts import codes
from backoffice.accounts.codes import Wanted, check_code, send_code, use_code
from backoffice.accounts.models import CodePurpose, SmsCode
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import open_letter
from backoffice.kernel.problems import Refused

PHONE = "13800000001"
WANTED = Wanted(CodePurpose.REGISTRATION, PHONE, "192.0.2.1")


@pytest.fixture
def house(session, sealer, now):
    """Return a house in which codes are sent and answered at any minute."""

    class House:
        def send(self, wanted=WANTED, *, after=0, really=True):
            moment = now + timedelta(seconds=after)
            known = {"sealer": sealer, "signature": "【广东学银】", "now": moment, "really": really}
            try:
                send_code(session, wanted, **known)
            except Refused as refused:
                return refused.problems[0].code
            session.commit()
            return self.newest()

        def newest(self):
            kept = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id.desc()).limit(1)).first()
            return open_letter(kept, sealer)[1].split("验证码是")[1][:6] if kept else ""

        def answer(self, typed, wanted=WANTED, *, after=1):
            kept, problem = check_code(session, wanted, typed, sealer=sealer, now=now + timedelta(seconds=after))
            session.commit()
            return kept or problem.code

        def use(self, kept, *, after=1):
            use_code(session, kept.id, now=now + timedelta(seconds=after))
            session.commit()

    return House()


def wrong(code):
    """Return a code that is not this one."""
    return "111111" if code != "111111" else "222222"


def test_a_code_opens_once(house):
    """The right code is found, also with blanks in it; used, it is worth nothing."""
    code = house.send()
    kept = house.answer(f" {code[:3]} {code[3:]} ")

    assert isinstance(kept, SmsCode)
    house.use(kept)
    assert house.answer(code) == "sms_code_expired"
    with pytest.raises(Refused):
        house.use(kept)


def test_a_code_ends_after_its_time(house):
    """Ten minutes are its life, also between the answer and the use."""
    code = house.send()
    kept = house.answer(code, after=599)

    assert isinstance(kept, SmsCode)
    assert house.answer(code, after=600) == "sms_code_expired"
    with pytest.raises(Refused):
        house.use(kept, after=600)


def test_five_wrong_answers_end_a_code(house):
    """After the fifth wrong answer the right one comes too late."""
    code = house.send()

    assert [house.answer(wrong(code)) for _ in range(codes.MOST_ATTEMPTS)] == ["sms_code_wrong"] * 5
    assert house.answer(code) == "sms_code_expired"


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (Wanted(CodePurpose.REGISTRATION, "13800000002"), "sms_code_expired"),
        (Wanted(CodePurpose.PASSWORD, PHONE), "sms_code_expired"),
        (Wanted(CodePurpose.REGISTRATION, PHONE, user_id=7), "sms_code_wrong"),
    ],
    ids=["phone", "purpose", "account"],
)
def test_a_code_is_bound(house, other, told):
    """A code is worth nothing for another number, another purpose or another account."""
    code = house.send()

    assert house.answer(code, other) == told


def test_a_new_code_replaces_the_one_before(house):
    """After a minute a new code can be had; the old one holds no longer."""
    first = house.send()
    assert house.send(after=59) == "sms_too_soon"
    second = house.send(after=60)

    assert house.answer(first, after=61) == ("sms_code_wrong" if first != second else first)
    assert isinstance(house.answer(second, after=61), SmsCode)


def test_a_number_gets_few_codes_an_hour(house):
    """The sixth within an hour is refused, whichever the purpose; an hour later it goes on."""
    sent = [house.send(after=61 * number) for number in range(codes.MOST_FOR_PHONE)]

    assert all(len(code) == codes.LENGTH for code in sent)
    assert house.send(Wanted(CodePurpose.PASSWORD, PHONE, "192.0.2.9"), after=61 * 5) == "sms_too_many"
    assert len(house.send(after=3601)) == codes.LENGTH


def test_an_address_asks_for_few_codes_an_hour(house):
    """One machine cannot send messages to everybody."""
    numbers = [Wanted(CodePurpose.REGISTRATION, f"139000000{number:02}", "192.0.2.1") for number in range(21)]
    answers = [house.send(each) for each in numbers]

    assert answers[20] == "sms_too_many"
    assert "sms_too_many" not in answers[:20]


def test_a_code_for_nobody_is_not_sent(house, session):
    """Where there is no such account everything happens but the sending, the pace too."""
    house.send(really=False)

    assert session.scalars(select(OutboxMessage)).all() == []
    assert house.send(after=1) == "sms_too_soon"
