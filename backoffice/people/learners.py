"""Learners as the centre finds them, the whole file of one, and opening a number that is masked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from backoffice.accounts.documents import written
from backoffice.accounts.identity import IdentityChange
from backoffice.accounts.models import Learner
from backoffice.accounts.operations import document_place, phone_place
from backoffice.accounts.reasons import reason_in
from backoffice.accounts.reference import Country
from backoffice.conversion.models import ConversionApplication
from backoffice.institutions.models import Membership
from backoffice.kernel import audit
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import refuse
from backoffice.kernel.sealing import Sealer
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.recognition.models import RecognitionApplication

MOST_ROWS = 100  # of each table of a file; beyond it the generated list goes on
UNMASK = "unmask"
MOST_UNMASKED = 30  # numbers, by one person
UNMASKED_WITHIN = timedelta(days=1)
NUMBERS = ("document", "phone")


@dataclass(frozen=True, slots=True)
class File:
    """Everything that a learner's account holds, the newest first."""

    learner: Learner
    memberships: Sequence[Membership]
    outcomes: Sequence[LearnerOutcome]
    recognitions: Sequence[RecognitionApplication]
    conversions: Sequence[ConversionApplication]
    entries: Sequence[CreditEntry]
    balance: Decimal
    proofs: Sequence[ConversionProof]
    changes: Sequence[IdentityChange]


def list_learners(session: Session, words: str, *, number: int, size: int) -> Page[Learner]:
    """Return one page of learners, narrowed by a part of the name or the beginning of the account number."""
    query = select(Learner).options(joinedload(Learner.user)).order_by(Learner.id.desc())
    if words:
        called = Learner.full_name.icontains(words, autoescape=True)
        query = query.where(or_(called, Learner.account_number.startswith(words.upper(), autoescape=True)))
    return fetch_page(session, query, number=number, size=size)


def learners_with_number(session: Session, typed: str, *, sealer: Sealer) -> Sequence[Learner]:
    """Return the learners whose document or phone has exactly this number, by the blind index; no number is opened."""
    number = written(typed)
    if not number:
        return ()
    countries = session.scalars(select(Country.code)).all()  # passports are numbered by each country
    documents = [sealer.index(number), *(sealer.index(f"{code}:{number}") for code in countries)]
    found = or_(Learner.document_index.in_(documents), Learner.phone_index == sealer.index(number))
    query = select(Learner).options(joinedload(Learner.user)).where(found).order_by(Learner.id)
    return session.scalars(query.limit(MOST_ROWS)).all()


def file_of(session: Session, learner_id: int) -> File | None:
    """Return the whole file of a learner."""
    learner = session.get(Learner, learner_id, options=[joinedload(Learner.user)])
    if learner is None:
        return None
    outcomes = select(LearnerOutcome).options(joinedload(LearnerOutcome.kind)).filter_by(learner_id=learner_id)
    recognitions = select(RecognitionApplication).options(joinedload(RecognitionApplication.institution))
    conversions = select(ConversionApplication).options(
        joinedload(ConversionApplication.institution), joinedload(ConversionApplication.rule_version)
    )
    entries = select(CreditEntry).options(selectinload(CreditEntry.target)).filter_by(learner_id=learner_id)
    memberships = select(Membership).options(joinedload(Membership.institution)).filter_by(learner_id=learner_id)
    balance = session.scalar(select(func.sum(CreditEntry.credits)).where(CreditEntry.learner_id == learner_id))

    def newest(query: Any, key: Any) -> Any:  # noqa: ANN401 - any select, its rows
        return session.scalars(query.order_by(key.desc()).limit(MOST_ROWS)).all()

    return File(
        learner=learner,
        memberships=newest(memberships, Membership.id),
        outcomes=newest(outcomes, LearnerOutcome.id),
        recognitions=newest(recognitions.filter_by(learner_id=learner_id), RecognitionApplication.id),
        conversions=newest(conversions.filter_by(learner_id=learner_id), ConversionApplication.id),
        entries=newest(entries, CreditEntry.id),
        balance=balance or Decimal(0),
        proofs=newest(select(ConversionProof).filter_by(learner_id=learner_id), ConversionProof.id),
        changes=newest(select(IdentityChange).filter_by(learner_id=learner_id), IdentityChange.id),
    )


def unmask(
    session: Session, learner_id: int, *, what: str, reason: str, actor_id: int, sealer: Sealer, now: datetime
) -> str:
    """Return a learner's whole document or phone number, and note who saw it and why; raises Refused."""
    learner = session.get(Learner, learner_id)
    if learner is None or what not in NUMBERS:
        raise refuse("person_unknown")
    reason = reason_in(reason)
    seen = audit.times_done(session, actor_id=actor_id, action=UNMASK, since=now - UNMASKED_WITHIN)
    if seen >= MOST_UNMASKED:
        raise refuse("unmask_limit", "why", limit=str(MOST_UNMASKED))
    audit.record(
        session,
        actor_id=actor_id,
        action=UNMASK,
        entity="learner",
        entity_id=learner_id,
        now=now,
        details={"what": what, "reason": reason},
    )
    session.flush()
    if what == "document":
        return sealer.open(learner.document_sealed, document_place(learner.account_number))
    return sealer.open(learner.phone_sealed, phone_place(learner.account_number))
