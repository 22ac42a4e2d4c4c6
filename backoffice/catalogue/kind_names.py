"""What a kind of outcomes (成果小类) is called where texts from elsewhere name it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from rules.words import fold, kind_of


def kind_named(session: Session, word: str) -> OutcomeKind | None:
    """Return the kind that a word names: its code, its title, or a title that it had formerly."""
    wanted = {fold(word), kind_of(word)}
    kinds = session.scalars(select(OutcomeKind).order_by(OutcomeKind.position, OutcomeKind.id))
    return next((each for each in kinds if {fold(each.code), fold(each.title)} & wanted), None)
