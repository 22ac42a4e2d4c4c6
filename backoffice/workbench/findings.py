"""What is found between a draft and the rules in force: duplicates, overlaps with a witness, denials."""

import hashlib
from collections.abc import Iterable
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from backoffice.rulebook.live import live_book
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.reading import Note, Reading, note_of
from rules.analysis.analyser import analyse
from rules.analysis.found import Found
from rules.analysis.witness_words import witness_words
from rules.book import Book


def book_notes(session: Session, reading: Reading, *, on: date) -> tuple[Note, ...]:
    """Return what the analysis of the book finds that concerns the text, were it published in place of its rule.

    The text comes first in the book, so that its own scales and sets count for it.
    """
    rule = reading.rule
    if rule is None or reading.errors:
        return ()
    others = [live.file for live in live_book(session, on).rules if live.rule.code != rule.code]
    found = analyse(Book.gather([reading.file, *others]), on=on)
    return tuple(
        note_of(each, elsewhere=each.rule is not rule, witness=_witness(each))
        for each in found
        if each.others and (each.rule is rule or any(other is rule for other in each.others))
    )


def _witness(found: Found) -> tuple[str, str]:
    if found.witness is None:
        return ("", "")
    return witness_words(found.witness, "zh"), witness_words(found.witness, "en")


def warnings_in(notes: Iterable[Note]) -> list[Note]:
    """Return the notes that a publisher must have seen."""
    return [note for note in notes if note.severity == "warning"]


def book_hash(session: Session, *, on: date) -> str:
    """Return the hash of the book: of every version that is in force on a day or will be later."""
    query = (
        select(RuleVersion.id, RuleVersion.text_hash, RuleVersion.effective_until)
        .where(
            RuleVersion.state == VersionState.PUBLISHED,
            or_(RuleVersion.effective_until.is_(None), RuleVersion.effective_until >= on),
        )
        .order_by(RuleVersion.id)
    )
    said = hashlib.sha256()
    for row in session.execute(query):
        said.update(f"{row.id} {row.text_hash} {row.effective_until}\n".encode())
    return said.hexdigest()
