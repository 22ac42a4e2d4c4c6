"""Telling learners of what an import has put into their accounts: one message for each learner and import."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.kernel.outbox import enqueue
from backoffice.messages.templates import body_of
from backoffice.upkeep.models import ImportReceipt, ImportRun
from backoffice.upkeep.subjects import Answer, Judged
from backoffice.upkeep.workflow import WORKING

DEPOSITED = "outcomes_deposited"
TAKEN = frozenset({Answer.ADDED, Answer.CHANGED})


class Sender(Protocol):
    """What a message says of the house that sends it."""

    @property
    def platform(self) -> str: ...  # noqa: D102 - the setting of the same name
    @property
    def sms_signature(self) -> str: ...  # noqa: D102


def note_receipts(session: Session, run: ImportRun, judged: Iterable[Judged]) -> None:
    """Count what a batch has put into each account, beside what batches before it did."""
    counts = Counter(each.reading.kept["learner_id"] for each in judged if each.answer in TAKEN)
    query = select(ImportReceipt).where(ImportReceipt.run_id == run.id, ImportReceipt.learner_id.in_(counts))
    known = {each.learner_id: each for each in session.scalars(query)}
    for learner_id, outcomes in counts.items():
        if learner_id in known:
            known[learner_id].outcomes += outcomes
        else:
            session.add(ImportReceipt(run_id=run.id, learner_id=learner_id, outcomes=outcomes))
    session.flush()


def tell_receipts(session: Session, *, house: Sender, now: datetime, limit: int) -> int:
    """Write the messages of imports that are over, some at a time; return how many that were."""
    query = (
        select(ImportReceipt)
        .join(ImportReceipt.run)
        .options(joinedload(ImportReceipt.learner), joinedload(ImportReceipt.run).joinedload(ImportRun.institution))
        .where(ImportRun.state.not_in(WORKING))
        .order_by(ImportReceipt.id)
        .limit(limit)
        .with_for_update(of=ImportReceipt)
    )
    waiting = session.scalars(query).all()
    for each in waiting:
        _tell(session, each, house=house, now=now)
        session.delete(each)
    session.flush()
    return len(waiting)


def _tell(session: Session, receipt: ImportReceipt, *, house: Sender, now: datetime) -> None:
    owner = receipt.run.institution
    body = body_of(
        DEPOSITED,
        signature=house.sms_signature,
        platform=house.platform,
        institution=owner.title if owner else "",
        count=str(receipt.outcomes),
    )
    enqueue(
        session,
        template=DEPOSITED,
        body=body,
        recipient_id=receipt.learner.user_id,
        idempotency_key=f"deposit:{receipt.run_id}:{receipt.learner_id}",
        now=now,
    )
