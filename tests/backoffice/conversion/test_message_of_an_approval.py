"""The message that tells of an approval never undoes it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.operations import phone_number
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.states import DeliveryState
from backoffice.ledger.operations import balance
from backoffice.messages.operations import MOST_ATTEMPTS
from backoffice.proofs.models import ConversionProof
from tests.delivering import deliver


class Silence:
    """A gateway that never answers; keeps the phones that it was asked for."""

    def __init__(self):
        self.phones = set()

    def send(self, *, phone, body, key):
        """Raise."""
        del body, key
        self.phones.add(phone)
        raise OSError("短信网关没有应答")


def test_a_message_that_is_given_up_leaves_the_approval_alone(line, sealer):
    """State, ledger and proof stand while the message is failed with its problem."""
    line.pass_final(line.reviewed_once())
    gateway = Silence()
    for _ in range(MOST_ATTEMPTS):
        with line.writing() as session:
            message_id = session.scalars(select(OutboxMessage.id)).one()
            to = lambda kept, session=session: (phone_number(session, kept.recipient_id, sealer), kept.body)  # noqa: E731
            deliver(session, message_id, transport=gateway, recipient_of=to, now=line.now)
            session.commit()

    with Session(line.engine) as session:
        message = session.scalars(select(OutboxMessage)).one()
        application = session.scalars(select(ConversionApplication)).one()
        assert gateway.phones == {"10000000001"}
        assert (message.state, message.problem) == (DeliveryState.FAILED, "短信网关没有应答")
        assert application.state is ConversionState.CONVERTED
        assert balance(session, application.learner_id) == 1
        assert session.scalars(select(ConversionProof)).one() is application.proof
