"""Sending one message and noting how it went, on both databases."""

import pytest
from cryptography.exceptions import InvalidTag
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import enqueue, enqueue_letter, open_letter, waiting_messages
from backoffice.kernel.states import DeliveryState
from backoffice.messages.operations import MOST_ATTEMPTS
from tests.delivering import deliver


class Gateway:
    """Keeps what it is given to send; or fails."""

    def __init__(self, problem=None):
        self.problem = problem
        self.sent = []

    def send(self, *, phone, body, key):
        """Keep the message, or raise."""
        self.sent.append((phone, body, key))
        if self.problem:
            raise self.problem


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def queued(opened, now):
    """Return a message that waits."""
    recipient_id = opened.scalars(select(User.id).filter_by(username="learnera")).one()
    kept = enqueue(opened, template="t", body="您好", recipient_id=recipient_id, idempotency_key="key", now=now)
    opened.commit()
    return kept


@pytest.fixture
def attempt(opened, queued, now):
    """Return a function that makes one attempt."""

    def make(gateway, phone_of=lambda _user_id: "10000000001"):
        to = lambda kept: (phone_of(kept.recipient_id), kept.body)  # noqa: E731
        state = deliver(opened, queued.id, transport=gateway, recipient_of=to, now=now)
        opened.commit()
        return state

    return make


def test_a_message_is_sent_with_its_key_and_noted(queued, attempt, now):
    """It goes to the phone of its recipient, once: what is sent is left alone."""
    gateway = Gateway()

    assert [attempt(gateway), attempt(gateway)] == [DeliveryState.SENT] * 2
    assert gateway.sent == [("10000000001", "您好", "key")]
    assert (queued.attempts, queued.sent_at, queued.problem) == (1, now, "")


def test_a_failure_is_kept_and_a_later_success_clears_it(queued, attempt):
    """The message waits on with what went wrong; once sent, nothing is wrong any more."""
    assert attempt(Gateway(OSError("网关忙"))) is DeliveryState.QUEUED
    assert (queued.attempts, queued.problem, queued.sent_at) == (1, "网关忙", None)
    assert attempt(Gateway()) is DeliveryState.SENT
    assert (queued.attempts, queued.problem) == (2, "")


def test_the_last_attempt_ends_it(queued, attempt):
    """The message fails at the last attempt, not before."""
    gateway = Gateway(TimeoutError("没有应答" * 200))
    found = [attempt(gateway) for _ in range(MOST_ATTEMPTS)]

    assert found == [DeliveryState.QUEUED] * (MOST_ATTEMPTS - 1) + [DeliveryState.FAILED]
    assert queued.problem == ("没有应答" * 200)[:400]


@pytest.mark.parametrize("problem", [LookupError("user 1 has no account"), InvalidTag()], ids=repr)
def test_a_phone_that_cannot_be_read_is_a_failure_too(queued, attempt, problem):
    """No account, or a phone sealed under another key, is noted and counted; nothing is sent."""
    gateway = Gateway()

    def phone_of(_user_id):
        raise problem

    assert attempt(gateway, phone_of) is DeliveryState.QUEUED
    assert gateway.sent == []
    assert (queued.attempts, queued.problem) == (1, str(problem) or "InvalidTag")


def test_a_key_names_one_message(opened, queued, now):
    """A second message under the same key is impossible."""
    with pytest.raises(IntegrityError):
        enqueue(opened, template="t", body="又", recipient_id=queued.recipient_id, idempotency_key="key", now=now)


def test_the_least_tried_message_comes_first(opened, queued, attempt, now):
    """A message that failed lets the others go before it; sent and failed ones wait no more."""
    attempt(Gateway(OSError("网关忙")))
    kept = {"template": "t", "body": "您好", "recipient_id": queued.recipient_id}
    fresh = enqueue(opened, **kept, idempotency_key="fresh", now=now)
    for state in (DeliveryState.SENT, DeliveryState.FAILED):
        opened.add(
            OutboxMessage(
                **kept, idempotency_key=state.value, state=state, attempts=1, problem="", created_at=now, sent_at=None
            )
        )
    opened.flush()

    assert waiting_messages(opened, now=now) == [(fresh.id, 0, 0), (queued.id, 1, 1)]
    assert waiting_messages(opened, now=now, limit=1) == [(fresh.id, 0, 0)]


@pytest.mark.parametrize(("problem", "rest"), [(None, 0), (OSError("网关忙"), 1)], ids=["sent", "failed"])
def test_a_letter_to_nobodys_phone_is_forgotten_once_it_is_sent(opened, sealer, now, problem, rest):
    """Number and text reach the gateway and then stand nowhere any more; until then they stay sealed."""
    secret = {"phone": "13800000001", "text": "验证码123456", "shown": "验证码******"}
    letter = enqueue_letter(opened, **secret, template="t", idempotency_key="letter", sealer=sealer, now=now)
    gateway = Gateway(problem)

    deliver(
        opened,
        letter.id,
        transport=gateway,
        recipient_of=lambda queued: open_letter(queued, sealer),
        now=now,
    )

    assert gateway.sent == [("13800000001", "验证码123456", "letter")]
    assert (letter.body, [letter.letter_sealed is not None].count(True)) == ("验证码******", rest)
