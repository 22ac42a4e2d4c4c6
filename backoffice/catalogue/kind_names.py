"""What a kind of outcomes (成果小类) is called where texts from elsewhere name it."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from rules.words import fold, kind_of


def kinds_by_name(session: Session) -> dict[str, OutcomeKind]:
    """Return the kinds by code and by title, folded; a title wins over a code."""
    kinds = session.scalars(select(OutcomeKind).order_by(OutcomeKind.position, OutcomeKind.id)).all()
    return {fold(each.code): each for each in kinds} | {fold(each.title): each for each in kinds}


def kind_named(kinds: Mapping[str, OutcomeKind], word: str) -> OutcomeKind | None:
    """Return the kind that a word names: its code, its title, or a title that it had formerly."""
    return kinds.get(fold(word)) or kinds.get(kind_of(word))
