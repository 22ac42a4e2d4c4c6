"""Whether a file is a paper that we issued: the very bytes, a changed copy, or none of ours; nothing of it is kept."""

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.proofs.models import ConversionProof
from backoffice.proofs.operations import find

MOST_DIFFERENCES = 20
LONGEST_VALUE = 60
PLACE = re.compile(r"\.?(\w+)|\[(\d+)\]")
PRIVATE = frozenset({"learner_name", "document_masked", "account_number", "rule_text", "facts"})
ABSENT = object()


class Likeness(StrEnum):
    """What a file is, held against our record."""

    IDENTICAL = "identical"  # the very bytes that we issued
    BYTES_CHANGED = "bytes_changed"  # another file with the very content
    CONTENT_CHANGED = "content_changed"  # it carries another content under this number
    NO_CONTENT = "no_content"  # it carries nothing to compare: a scan, or printed anew
    UNKNOWN = "unknown"  # not our bytes, and no number and code that belong together


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where a file says something else; the values are left out where they tell of a person."""

    field: str
    line: int  # counted from 1 in its list; 0 for none
    in_file: str
    on_record: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What was found; `proof` is there only for the very bytes, or for a number with its own code."""

    likeness: Likeness
    proof: ConversionProof | None = None
    differences: tuple[Difference, ...] = ()


def compare(
    session: Session, file: bytes, *, number: str, code: str, content_of: Callable[[bytes], str | None]
) -> Compared:
    """Hold a file against our records.

    Whoever holds the very bytes holds all that they say. For any other file the number and its code must be given:
    what a file says of itself opens nothing, and whether there is such a number is not told.
    """
    printed = hashlib.sha256(file).hexdigest()
    issued = session.scalar(select(ConversionProof).where(ConversionProof.pdf_hash == printed))
    if issued is not None:
        return Compared(Likeness.IDENTICAL, issued)
    proof = find(session, number=number, code=code) if number and code else None
    if proof is None:
        return Compared(Likeness.UNKNOWN)
    carried = content_of(file)
    if carried is None:
        return Compared(Likeness.NO_CONTENT, proof)
    if carried == proof.payload:
        return Compared(Likeness.BYTES_CHANGED, proof)
    return Compared(Likeness.CONTENT_CHANGED, proof, tuple(differences(carried, proof.payload))[:MOST_DIFFERENCES])


def differences(carried: str, payload: str) -> Iterator[Difference]:
    """Yield the places where a carried content says something else than the record."""
    try:
        theirs, ours = dict(leaves(json.loads(carried))), dict(leaves(json.loads(payload)))
    except (ValueError, RecursionError):
        return
    for path in sorted(theirs.keys() | ours.keys()):
        if theirs.get(path, ABSENT) != ours.get(path, ABSENT):
            yield difference(path, theirs.get(path, ABSENT), ours.get(path, ABSENT))


def difference(path: str, theirs: object, ours: object) -> Difference:
    """Return one place in terms that a page can show."""
    steps = PLACE.findall(path)
    names, numbers = [word for word, _number in steps if word], [int(number) for _word, number in steps if number]
    private = not PRIVATE.isdisjoint(names)
    line = numbers[-1] + 1 if numbers else 0
    return Difference(names[-1] if names else "", line, *("" if private else shown(each) for each in (theirs, ours)))


def shown(value: object) -> str:
    """Return a value as a page may show it."""
    return "" if value is ABSENT or value is None else str(value)[:LONGEST_VALUE]


def leaves(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every plain value of a JSON content with its path."""
    match value:
        case dict():
            for key, item in value.items():
                yield from leaves(item, f"{path}.{key}")
        case list():
            for place, item in enumerate(value):
                yield from leaves(item, f"{path}[{place}]")
        case _:
            yield path, value
