"""What goes beyond a day's messages waits for the next morning, on both databases."""

from datetime import UTC, datetime, timedelta

import pytest

from backoffice.kernel.outbox import waiting_messages
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.messages.daily import Limits
from backoffice.messages.operations import Failure, Outgoing, note, take
from tests.factories import MOMENT, make

MORNING = datetime(2020, 11, 16, 0, 0, tzinfo=UTC)  # 08:00 of the next day here
MIDNIGHT = datetime(2020, 11, 14, 16, 0, tzinfo=UTC)
LIMITS = Limits(3, 2)


@pytest.fixture
def waiting(session):
    """Return a function that takes a message up after some were sent to the same person."""

    def take_up(*sent, template="passed"):
        person = make(session, "User")
        for each in sent:
            make(session, "OutboxMessage", **({"sent_at": MOMENT, "recipient_id": person.id} | each))
        queued = make(session, "OutboxMessage", recipient_id=person.id, state=DeliveryState.QUEUED, template=template)
        found = take(session, queued.id, recipient_of=lambda _queued: ("1", "好"), limits=LIMITS, now=MOMENT)
        return queued, found

    return take_up


@pytest.mark.parametrize(
    ("sent", "template", "waits"),
    [
        ([{}, {"template": "other"}], "passed", False),
        ([{}, {}], "passed", True),
        ([{"template": "a"}, {"template": "b"}, {"template": "c"}], "passed", True),
        ([{}, {"sent_at": MIDNIGHT - timedelta(seconds=1)}], "passed", False),
        ([{}, {"sent_at": MIDNIGHT}], "passed", True),
        ([{}, {"channel": Channel.MAIL}], "passed", False),
        ([{}, {"state": DeliveryState.FAILED, "sent_at": None}], "passed", False),
        ([{"template": "sms_code"}] * 3, "passed", False),
        ([{"template": "password_reset"}] * 3, "password_reset", False),
    ],
    ids=["below", "kind", "all", "yesterday", "today", "mail", "unsent", "codes", "urgent"],
)
def test_the_limits_count_what_was_sent_today(waiting, sent, template, waits):
    """By person, way and day of the house; codes and what cannot wait are outside."""
    queued, found = waiting(*sent, template=template)

    assert isinstance(found, DeliveryState if waits else Outgoing)
    assert queued.not_before == (MORNING if waits else None)


def test_a_message_over_the_limit_goes_out_in_the_morning(session, waiting):
    """It is no failed attempt, says why it waits, and is taken up by another job."""
    queued, found = waiting({}, {})

    assert (found, queued.state, queued.problem, queued.attempts) == ("queued", "queued", "daily_limit", 0)
    assert waiting_messages(session, now=MORNING - timedelta(seconds=1)) == []
    assert waiting_messages(session, now=MORNING) == [(queued.id, 1, 0)]


def test_a_gateways_words_are_kept_without_the_phone(session, waiting):
    """A long number in them is starred, and a refusal for good ends the message at once."""
    queued, _found = waiting()

    assert note(session, queued.id, Failure("400 空号 13800000001", final=True), now=MOMENT) == "given_up"
    assert (queued.problem, queued.attempts, queued.tried_at) == ("400 空号 13***", 1, MOMENT)
