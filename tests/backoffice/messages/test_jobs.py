"""Messages leave the house once, whatever dies meanwhile."""

import signal

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.states import DeliveryState
from backoffice.messages.operations import MOST_ATTEMPTS

PROGRAM = "tests.backoffice.messages.sending"


@pytest.fixture
def send(filled, filled_url, tmp_path, nursery):
    """Return a function that runs the messenger until nothing waits; it gives the exit status and the lines sent."""
    box = tmp_path / "sent.txt"

    def run(fate):
        filled.dispose()
        done = nursery.run(PROGRAM, filled_url, f"sqlite:///{tmp_path / 'jobs.db'}", str(box), fate)
        return done["status"], box.read_text(encoding="utf-8").splitlines()

    return run


@pytest.fixture
def queue(filled, now):
    """Return a function that puts a message for a user into the outbox."""

    def make(username, key):
        with Session(filled) as session:
            recipient_id = session.scalars(select(User.id).filter_by(username=username)).one()
            kept = {"template": "conversion_approved", "body": f"致{username}", "recipient_id": recipient_id}
            enqueue(session, **kept, idempotency_key=key, now=now)
            session.commit()

    return make


def states(engine):
    """Return state, attempts and problem of every message."""
    with Session(engine) as session:
        rows = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
        return [(each.state, each.attempts, each.problem) for each in rows]


def test_each_message_is_sent_once(filled, queue, send):
    """Two messages go to their two phones, and a second start sends nothing more."""
    queue("learnera", "first")
    queue("learnerb", "second")
    lines = ["10000000001 first 致learnera", "10000000002 second 致learnerb"]

    assert [(status, sorted(sent)) for status, sent in (send("sends"), send("sends"))] == [(0, lines)] * 2
    assert states(filled) == [(DeliveryState.SENT, 1, "")] * 2


def test_a_kill_between_sending_and_noting_repeats_under_the_same_key(filled, queue, send):
    """The message is still waiting after the kill; the next start sends it again, recognisable by its key."""
    queue("learnera", "first")

    status, sent = send("dies")
    assert (status, len(sent)) == (-signal.SIGKILL, 1)
    assert states(filled) == [(DeliveryState.QUEUED, 0, "")]

    status, sent = send("sends")
    assert (status, sent) == (0, ["10000000001 first 致learnera"] * 2)
    assert states(filled) == [(DeliveryState.SENT, 1, "")]


def test_a_gateway_that_fails_is_tried_again_and_then_given_up(filled, queue, send):
    """After the last attempt the message is failed, with what went wrong."""
    queue("learnera", "first")

    status, sent = send("fails")

    assert (status, sent) == (0, ["10000000001 first 致learnera"] * MOST_ATTEMPTS)
    assert states(filled) == [(DeliveryState.FAILED, MOST_ATTEMPTS, "短信网关没有应答")]


def test_a_message_nobody_can_receive_holds_up_no_other(filled, queue, send):
    """One to a person without an account is given up, while the next one is sent."""
    queue("committeea", "lost")
    queue("learnera", "first")

    status, sent = send("sends")

    (lost, attempts, problem), kept = states(filled)
    assert (status, sent) == (0, ["10000000001 first 致learnera"])
    assert (lost, attempts) == (DeliveryState.FAILED, MOST_ATTEMPTS)
    assert "has no account" in problem
    assert kept == (DeliveryState.SENT, 1, "")
