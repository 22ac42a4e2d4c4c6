"""Proposals for the catalogue: what learners typed because nothing was found, and what the centre made of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel import audit
from backoffice.kernel.entity import CENT
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.outbox import enqueue
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable
from backoffice.messages.templates import body_of
from backoffice.outcomes.models import CatalogueProposal, LearnerOutcome, ProposalState
from backoffice.outcomes.values import LARGEST_NUMBER, Value

LIMITS = {
    "title": 200,
    "code": 64,
    "subject": 100,
    "education_level": 20,
}  # characters, as the catalogue's columns take them
REQUIRED = ("institution", "code", "title", "subject")
HIGHEST_LEVEL = 7


class Sender(Protocol):
    """What a message says of the house that sends it."""

    @property
    def platform(self) -> str: ...  # noqa: D102 - the setting of the same name
    @property
    def sms_signature(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Answer:
    """What the centre says: accepted with the entry as filled in, or declined; `labels` names the entry's fields."""

    accepted: bool
    filled: Mapping[str, str]
    labels: Mapping[str, str]
    remarks: str = ""


def propose(session: Session, outcome: LearnerOutcome, values: Mapping[str, Value], *, now: datetime) -> None:
    """Put a freely typed outcome before the centre."""
    session.add(
        CatalogueProposal(
            title=outcome.title,
            kind_id=outcome.kind_id,
            learner_id=outcome.learner_id,
            outcome_id=outcome.id,
            typed={key: str(value) for key, value in values.items()},
            state=ProposalState.WAITING,
            proposed_at=now,
        )
    )


def list_proposals(session: Session, *, waiting: bool, page: int, size: int) -> Page[CatalogueProposal]:
    """Return one page of proposals, the oldest first: those that wait, or those that were answered."""
    query = (
        select(CatalogueProposal)
        .options(joinedload(CatalogueProposal.kind), joinedload(CatalogueProposal.learner))
        .where((CatalogueProposal.state == ProposalState.WAITING) == waiting)
        .order_by(CatalogueProposal.proposed_at, CatalogueProposal.id)
    )
    return fetch_page(session, query, number=page, size=size)


def alike(session: Session, proposal: CatalogueProposal, most: int = 5) -> list[CatalogueOutcome]:
    """Return entries of the proposal's kind with its title, so that none is made twice."""
    query = (
        select(CatalogueOutcome)
        .options(joinedload(CatalogueOutcome.institution))
        .where(CatalogueOutcome.kind_id == proposal.kind_id, CatalogueOutcome.current)
        .where(CatalogueOutcome.title.icontains(proposal.title, autoescape=True))
    )
    return list(session.scalars(query.order_by(CatalogueOutcome.id).limit(most)))


def answer_proposal(
    session: Session, proposal_id: int, answer: Answer, *, actor_id: int, now: datetime, house: Sender
) -> CatalogueProposal:
    """Accept a proposal, which makes the entry, or decline it; the learner is told. Raises Refused, keeping nothing."""
    query = select(CatalogueProposal).where(CatalogueProposal.id == proposal_id)
    proposal: CatalogueProposal | None = session.scalar(
        query.with_for_update().execution_options(populate_existing=True)
    )
    if proposal is None or proposal.state is not ProposalState.WAITING:
        raise refuse("proposal_answered")
    remarks = readable(answer.remarks)
    if not remarks and not answer.accepted:
        raise refuse("remarks_missing", "remarks")
    entry = _entry(session, proposal, answer) if answer.accepted else None
    proposal.state = ProposalState.ACCEPTED if entry else ProposalState.DECLINED
    proposal.entry_id, proposal.remarks, proposal.decided_at = entry.id if entry else None, remarks, now
    action = "accept_proposal" if entry else "decline_proposal"
    audit.record(session, actor_id=actor_id, action=action, entity="catalogue_proposal", entity_id=proposal.id, now=now)
    template = "proposal_accepted" if entry else "proposal_declined"
    body = body_of(
        template, signature=house.sms_signature, platform=house.platform, title=proposal.title, remarks=remarks
    )
    enqueue(
        session,
        template=template,
        body=body,
        recipient_id=proposal.learner.user_id,
        idempotency_key=f"proposal:{proposal.id}",
        now=now,
    )
    return proposal


def _entry(session: Session, proposal: CatalogueProposal, answer: Answer) -> CatalogueOutcome:
    filled = {key: answer.filled.get(key, "").strip() for key in answer.labels}
    problems = [each for key in answer.labels for each in _text_problems(key, filled[key], answer.labels[key])]
    owner = _institution(session, filled["institution"])
    if filled["institution"] and owner is None:
        problems.append(Problem("institution_unknown", "institution", {"text": filled["institution"]}))
    programme = None
    if owner is not None and filled["programme"]:
        programme = session.scalar(select(Programme).filter_by(institution_id=owner.id, title=filled["programme"]))
        problems += [] if programme else [Problem("programme_of_none", "programme", {"text": filled["programme"]})]
    if owner is not None and _is_taken(session, proposal.kind_id, owner.id, filled["code"]):
        problems.append(Problem("entry_taken", "code", {"code": filled["code"]}))
    if problems or owner is None:
        raise Refused(problems)
    further = {key: value for key, value in proposal.typed.items() if key in automatic_keys(proposal)}
    entry = CatalogueOutcome(
        kind_id=proposal.kind_id,
        institution_id=owner.id,
        programme_id=programme.id if programme else None,
        code=filled["code"],
        title=filled["title"],
        subject=filled["subject"],
        education_level=filled["education_level"],
        qf_level=int(filled["qf_level"]) if filled["qf_level"] else None,
        credits=Decimal(filled["credits"]) if filled["credits"] else None,
        study_hours=int(filled["study_hours"]) if filled["study_hours"] else None,
        fields=further,
    )
    session.add(entry)
    session.flush()
    return entry


def automatic_keys(proposal: CatalogueProposal) -> set[str]:
    """Return the automatic fields of a proposal's form that the catalogue keeps beside its own columns."""
    own = {"title", "institution", "institution_code", "code", "course_title", "level", "credits", "hours"}
    return {each["key"] for each in proposal.kind.field_schema if each["automatic"]} - own


def _text_problems(key: str, text: str, label: str) -> list[Problem]:
    if not text:
        return [Problem("field_missing", key, {"label": label})] if key in REQUIRED else []
    if has_hidden(text):
        return [Problem("text_unreadable", key, {"label": label})]
    if len(text) > LIMITS.get(key, 200):
        return [Problem("field_too_long", key, {"label": label, "limit": str(LIMITS.get(key, 200))})]
    if key == "credits" and not _is_number(text):
        return [Problem("field_not_a_number", key, {"label": label})]
    if key == "study_hours" and not (text.isascii() and text.isdigit() and int(text) < LARGEST_NUMBER):
        return [Problem("field_not_a_number", key, {"label": label})]
    if key == "qf_level" and text not in map(str, range(1, HIGHEST_LEVEL + 1)):
        return [Problem("choice_unknown", key, {"label": label})]
    return []


def _is_number(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and 0 <= number < LARGEST_NUMBER and number == number.quantize(CENT)


def _institution(session: Session, text: str) -> Institution | None:
    query = select(Institution).where((Institution.title == text) | (Institution.code == text)).limit(1)
    found: Institution | None = session.scalar(query)
    return found


def _is_taken(session: Session, kind_id: int, owner_id: int, code: str) -> bool:
    query = select(CatalogueOutcome.id).filter_by(kind_id=kind_id, institution_id=owner_id, code=code)
    return session.scalar(query.limit(1)) is not None
