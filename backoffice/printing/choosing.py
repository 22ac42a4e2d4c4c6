"""Choosing proofs to print: by period, institution, target and state, or one by one; within whose conversions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session, defer, joinedload

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication, ConversionTarget, ProofMember
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution, InstitutionAdministrator
from backoffice.kernel.clock import HOUSE_ZONE
from backoffice.kernel.paging import Page, fetch_page
from backoffice.papers.kinds import PaperKind
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.states import ProofState

P, A = ConversionProof, ConversionApplication


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What proofs are narrowed by; empty means all. Days are those of the issue; texts are parts of names."""

    first: date | None = None
    last: date | None = None
    institution: str = ""
    target: str = ""
    valid: bool = True


def proofs_page(session: Session, chosen: Chosen, *, within: int | None, page: int, size: int) -> Page[ConversionProof]:
    """Return one page of proofs, the newest first, without their pages; `within` confines them to a user's seats."""
    keys = select(P.id).where(*narrowed(chosen, within)).order_by(P.issued_at.desc(), P.id.desc())
    found = fetch_page(session, keys, number=page, size=size)
    query = select(P).options(joinedload(P.learner), defer(P.pdf), defer(P.payload)).where(P.id.in_(found.items))
    rows = {each.id: each for each in session.scalars(query)}
    return Page([rows[key] for key in found.items], found.total, found.number, found.size)


def chosen_proofs(
    session: Session, chosen: Chosen, *, within: int | None, ticked: Sequence[int] | None, limit: int
) -> list[int]:
    """Return the keys of proofs in the order of their issue: all that are chosen, or the ticked ones alone."""
    own = narrowed(Chosen(valid=False) if ticked is not None else chosen, within)
    query = select(P.id).where(*own).order_by(P.issued_at, P.id).limit(limit)
    return list(session.scalars(query if ticked is None else query.where(P.id.in_(ticked))))


def narrowed(chosen: Chosen, within: int | None) -> list[ColumnElement[bool]]:
    """Return what proofs must meet."""
    found: list[ColumnElement[bool]] = [P.kind == PaperKind.CONVERSION_PROOF]
    if within is not None:
        found.append(of_seats(within))
    if chosen.first:
        found.append(P.issued_at >= begin_of(chosen.first))
    if chosen.last:
        found.append(P.issued_at < begin_of(chosen.last + timedelta(days=1)))
    if chosen.institution:
        named = [
            Institution.title.icontains(chosen.institution, autoescape=True),
            Institution.code == chosen.institution,
        ]
        found.append(told_of(A.institution.has(or_(*named))))
    if chosen.target:
        aims = exists().where(
            ConversionTarget.application_id == A.id,
            ConversionTarget.catalogue_outcome_id == CatalogueOutcome.id,
            CatalogueOutcome.title.icontains(chosen.target, autoescape=True),
        )
        found.append(told_of(aims))
    if chosen.valid:
        found += [P.state == ProofState.VALID, ~told_of(A.state == ConversionState.REVOKED)]
    return found


def told_of(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return that a proof tells of a conversion that meets a condition, alone or with others."""
    member = exists().where(ProofMember.proof_id == P.id, ProofMember.application_id == A.id, condition)
    return or_(exists().where(A.proof_id == P.id, condition), member)


def of_seats(user_id: int) -> ColumnElement[bool]:
    """Return that every conversion that a proof tells of is of an institution that a user administers."""
    seats = select(InstitutionAdministrator.institution_id).where(InstitutionAdministrator.user_id == user_id)
    return told_of(A.institution_id.in_(seats)) & ~told_of(A.institution_id.not_in(seats))


def void_among(session: Session, proof_ids: Sequence[int]) -> dict[int, ProofState]:
    """Return those of the proofs that hold no more, and why."""
    states = select(P.id, P.state).where(P.id.in_(proof_ids), P.state != ProofState.VALID)
    found: dict[int, ProofState] = {row[0]: row[1] for row in session.execute(states)}
    revoked = select(P.id).where(P.id.in_(proof_ids), told_of(A.state == ConversionState.REVOKED))
    return dict.fromkeys(session.scalars(revoked), ProofState.REVOKED) | found


def begin_of(day: date) -> datetime:
    """Return the first moment of a day in this house."""
    return datetime.combine(day, time(), HOUSE_ZONE)


def places_told(session: Session, proof_ids: Sequence[int]) -> dict[int, list[tuple[str, str]]]:
    """Return target and institution of every conversion that each of the proofs tells of."""
    single = select(A.proof_id.label("proof_id"), A.id).where(A.proof_id.in_(proof_ids))
    joint = select(ProofMember.proof_id, ProofMember.application_id).where(ProofMember.proof_id.in_(proof_ids))
    both = single.union(joint).subquery()
    query = (
        select(both.c.proof_id, CatalogueOutcome.title, Institution.title)
        .join(A, A.id == both.c.id)
        .join(Institution, Institution.id == A.institution_id)
        .join(ConversionTarget, ConversionTarget.application_id == A.id)
        .join(CatalogueOutcome, CatalogueOutcome.id == ConversionTarget.catalogue_outcome_id)
        .order_by(both.c.proof_id, ConversionTarget.id)
    )
    found: dict[int, list[tuple[str, str]]] = {each: [] for each in proof_ids}
    for proof_id, target, institution in session.execute(query):
        found[proof_id].append((target, institution))
    return found
