"""Whose case an application is: the seats that a review needs, and the people who may not sit there."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, Recusal
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.kernel.problems import refuse


def check_seat(session: Session, application: ConversionApplication, *, final: bool, actor_id: int) -> None:
    """Refuse a case of another place as if it did not exist, one's own, and one that was stepped back from."""
    query = (
        select(CommitteeMember.id).filter_by(user_id=actor_id, committee_id=application.committee_id)
        if final
        else select(InstitutionAdministrator.id).filter_by(user_id=actor_id, institution_id=application.institution_id)
    )
    if session.scalar(query) is None:
        raise refuse("not_your_case")
    if application.learner.user_id == actor_id:
        raise refuse("own_case")
    if actor_id in recused(session, [application.id])[application.id]:
        raise refuse("recused")


def recused(session: Session, application_ids: Sequence[int]) -> defaultdict[int, set[int]]:
    """Return by application the users who stepped back (回避) from it."""
    found: defaultdict[int, set[int]] = defaultdict(set)
    query = select(Recusal.application_id, Recusal.user_id).where(Recusal.application_id.in_(application_ids))
    for application_id, user_id in session.execute(query):
        found[application_id].add(user_id)
    return found
