"""Several conversions on one proof (转换证明): its own number, one paper for one set, void with any of them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.conversion.models import ConversionApplication, ProofMember
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.operations import Issuer, issue
from reports.printable import MOST_LINES
from reports.proof import content_of


def proof_of(
    session: Session,
    applications: Sequence[ConversionApplication],
    *,
    learner: Learner,
    now: datetime,
    house: Issuer,
) -> ConversionProof:
    """Return the proof of some conversions of one learner: that of the only one, else the joint one of just this set.

    The lines and the grounds are those of the single proofs. Raises Refused where one is not converted.
    """
    session.execute(select(Learner.id).where(Learner.id == learner.id).with_for_update())
    proofs = {each.id: each.proof for each in applications if each.state is ConversionState.CONVERTED}
    found = [proof for proof in proofs.values() if proof is not None]
    if not found or len(found) < len(applications):
        raise refuse("proof_not_ready")
    if len(found) == 1:
        return found[0]
    known = _joint(session, sorted(proofs))
    if known is not None:
        return known
    contents = [content_of(each.payload) for each in found]
    lines = [line for each in contents for line in each.lines]
    if len(lines) > MOST_LINES:
        raise Refused([Problem("too_many_on_paper", "", {"limit": str(MOST_LINES)})])
    decisions = [decision for each in contents for decision in each.decisions]
    made = issue(session, learner=learner, lines=lines, decisions=decisions, now=now, house=house)
    session.add_all(ProofMember(proof_id=made.id, application_id=each) for each in sorted(proofs))
    session.flush()
    return made


def _joint(session: Session, application_ids: Sequence[int]) -> ConversionProof | None:
    """Return the joint proof of just these applications."""
    within = func.sum(case((ProofMember.application_id.in_(application_ids), 1), else_=0))
    exact = (
        select(ProofMember.proof_id)
        .group_by(ProofMember.proof_id)
        .having(func.count() == len(application_ids), within == len(application_ids))
    )
    of_any = select(ProofMember.proof_id).where(ProofMember.application_id == application_ids[0])
    query = select(ConversionProof).where(ConversionProof.id.in_(exact), ConversionProof.id.in_(of_any))
    return session.scalars(query.order_by(ConversionProof.id)).first()


def own_proof(session: Session, proof_id: int, *, learner_id: int) -> ConversionProof | None:
    """Return a proof that was issued to the learner."""
    query = select(ConversionProof).where(ConversionProof.id == proof_id, ConversionProof.learner_id == learner_id)
    return session.scalar(query.options(joinedload(ConversionProof.learner)))


def tells_of_revoked(session: Session, proof_id: int) -> bool:
    """Tell whether a conversion that a proof tells of, alone or with others, has been revoked (已撤销)."""
    members = select(ProofMember.application_id).where(ProofMember.proof_id == proof_id)
    query = select(ConversionApplication.id).where(
        ConversionApplication.state == ConversionState.REVOKED,
        or_(ConversionApplication.proof_id == proof_id, ConversionApplication.id.in_(members)),
    )
    return session.scalars(query.limit(1)).first() is not None
