"""The centre's outbox: sought, counted, starred, sent again; on both databases."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from backoffice.kernel.models import AuditEvent
from backoffice.kernel.outbox import waiting_messages
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.messages.operations import MOST_ATTEMPTS, Failure, note
from backoffice.messages.outbox import (
    Sought,
    figures,
    messages,
    see_whole,
    send_again,
    send_all_again,
    starred,
)
from tests.factories import MOMENT, make

MIDNIGHT = datetime(2020, 11, 14, 16, tzinfo=UTC)
FAILED, GIVEN_UP, QUEUED = DeliveryState.FAILED, DeliveryState.GIVEN_UP, DeliveryState.QUEUED


@pytest.fixture
def centre(session):
    """Return somebody of the centre."""
    return make(session, "User").id


def test_a_failed_message_waits_again_with_all_its_attempts(session, centre):
    """It is taken up by another job, and fails only after as many attempts as a new one; the step is audited."""
    failed = make(session, "OutboxMessage", state=FAILED, attempts=8, turn=8, problem="网关忙")
    send_again(session, failed.id, actor_id=centre, now=MOMENT)
    assert waiting_messages(session, now=MOMENT) == [(failed.id, 9, 0)]
    states = [note(session, failed.id, Failure("网关忙"), now=MOMENT) for _turn in range(MOST_ATTEMPTS)]

    assert states == [QUEUED] * (MOST_ATTEMPTS - 1) + [FAILED]
    assert [(each.action, each.details) for each in session.scalars(select(AuditEvent))] == [
        ("send_again", {"state": "failed", "problem": "网关忙"})
    ]


def test_only_what_did_not_go_out_is_sent_again(session, centre, codes):
    """Neither what was sent, nor what waits, nor a letter whose number is forgotten."""
    sent, waits = make(session, "OutboxMessage"), make(session, "OutboxMessage", state=QUEUED)
    letter = make(session, "OutboxMessage", state=GIVEN_UP, recipient_id=None)
    told = [codes(send_again, session, each.id, actor_id=centre, now=MOMENT) for each in (sent, waits, letter)]

    assert told == [["message_not_failed"], ["message_not_failed"], ["message_forgotten"]]


def test_all_of_a_filter_are_sent_again(session, centre):
    """Those of the filter alone, and no letters."""
    ours = [make(session, "OutboxMessage", state=state, template="t") for state in (FAILED, GIVEN_UP)]
    make(session, "OutboxMessage", state=FAILED, template="other")
    make(session, "OutboxMessage", state=FAILED, template="t", recipient_id=None)
    make(session, "OutboxMessage", template="t")

    assert send_all_again(session, Sought(template="t"), actor_id=centre, now=MOMENT) == 2
    assert [each.state for each in ours] == [QUEUED] * 2
    assert send_all_again(session, Sought(template="t"), actor_id=centre, now=MOMENT) == 0


def test_messages_are_sought_and_counted(session):
    """By state, way, template, days and words; the figures are those of this day here."""
    learner = make(session, "Learner", full_name="学习者甲乙")
    mine = make(session, "OutboxMessage", recipient_id=learner.user_id, sent_at=MOMENT)
    failed = make(session, "OutboxMessage", state=FAILED, problem="空号", tried_at=MIDNIGHT)
    mail = make(session, "OutboxMessage", state=QUEUED, channel=Channel.MAIL)
    early = MIDNIGHT - timedelta(seconds=1)
    old = make(session, "OutboxMessage", state=GIVEN_UP, tried_at=early, created_at=early, template="old")
    found = {
        "words": Sought(words="甲乙"),
        "problem": Sought(words="空号"),
        "state": Sought(state="queued"),
        "unsent": Sought(state="unsent"),
        "channel": Sought(channel="mail"),
        "template": Sought(template="old"),
        "first": Sought(first_day=MOMENT.date()),
        "last": Sought(last_day=MOMENT.date() - timedelta(days=1)),
    }
    rows = {name: messages(session, sought, page=1, size=10).items for name, sought in found.items()}
    counted = figures(session, now=MOMENT)

    assert rows == {
        "words": [mine],
        "problem": [failed],
        "state": [mail],
        "unsent": [failed, old],
        "channel": [mail],
        "template": [old],
        "first": [mail, failed, mine],
        "last": [old],
    }
    assert (counted.waiting, counted.oldest, counted.sent_today) == (1, MOMENT, 1)
    assert (counted.failed_today, counted.unsent) == (1, 2)


def test_the_whole_text_is_shown_for_a_reason(session, centre, codes):
    """Without one it is refused; with one it is kept who saw it."""
    kept = make(session, "OutboxMessage")
    told = codes(see_whole, session, kept.id, reason=" ", actor_id=centre, now=MOMENT)
    see_whole(session, kept.id, reason="学习者来电查询", actor_id=centre, now=MOMENT)

    assert told == ["field_missing"]
    assert session.scalars(select(AuditEvent)).one().details == {"reason": "学习者来电查询"}


def test_personal_data_are_starred():
    """Names, numbers, addresses and links; the rest of the words stays."""
    text = "李四，您的证书LNDX00001（440103199001011234）已寄 li.si@example.org，见 https://a.example/b?c=d。"

    assert starred(text, "李四") == "李*，您的证书L***1（4***4）已寄 l***，见 https://***。"
