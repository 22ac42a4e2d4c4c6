"""One attempt at a message within one transaction: taken, handed over, noted as the messenger does."""

from backoffice.kernel.states import DeliveryState
from backoffice.messages.operations import Failure, carry, note, take


def deliver(session, message_id, *, transport, recipient_of, now):
    """Make the attempt; return the state that the message is in."""
    found = take(session, message_id, recipient_of=recipient_of, limits=None, now=now)
    if isinstance(found, DeliveryState):
        return found
    outcome = found if isinstance(found, Failure) else carry(found, transport)
    return note(session, message_id, outcome, now=now)
