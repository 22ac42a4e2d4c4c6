"""Which outcomes a reference names, found once for each distinct identity."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from grammar.nodes import Reference
from rules.book import Book
from rules.catalogue import key_of, names
from rules.columns.arrays import Bools, Ints
from rules.words import fold, kind_of

NameSet = tuple[Reference, ...]  # folded, in order: equal sets name the same outcomes


@dataclass(frozen=True, slots=True)
class Identity:
    """What names an outcome; outcomes with equal names share one."""

    kind: str
    title: str = ""
    code: str = ""
    institution: str = ""
    programme: str = ""


class Identities:
    """The distinct identities of a population, found by kind and title or code."""

    __slots__ = ("_by_key", "known")

    def __init__(self, known: Iterable[Identity]) -> None:
        self.known = tuple(known)
        self._by_key: dict[tuple[str, str], list[int]] = {}
        for place, identity in enumerate(self.known):
            for word in {fold(identity.title), fold(identity.code), ""}:
                self._by_key.setdefault((kind_of(identity.kind), word), []).append(place)

    def __len__(self) -> int:
        return len(self.known)

    def named(self, references: NameSet) -> list[int]:
        """Return the places of the identities that any of some references names, ascending."""
        found = {
            place
            for reference in references
            for place in self._by_key.get(key_of(reference), ())
            if names(reference, self.known[place])
        }
        return sorted(found)

    def matching(self, references: NameSet) -> Bools:
        """Tell of each identity whether any of some references names it."""
        matched = np.zeros(len(self.known), np.bool_)
        matched[self.named(references)] = True
        return matched


@dataclass(frozen=True, slots=True)
class Listing:
    """For each identity the sets of names that name it: `sets[starts[i]:starts[i + 1]]`."""

    starts: Ints
    sets: Ints


def names_of(reference: Reference, book: Book) -> NameSet:
    """Return a reference under all its aliases, in the one form that equal names share."""
    return tuple(sorted({_folded(each) for each in book.same_as(reference)}, key=_order))


def listing(identities: Identities, places: Mapping[NameSet, int]) -> Listing:
    """Return for each identity the places of the sets of names that name it."""
    found = [(identity, place) for wanted, place in places.items() for identity in identities.named(wanted)]
    pairs = np.array(sorted(found), np.int64).reshape(-1, 2)
    counts = np.bincount(pairs[:, 0], minlength=len(identities))
    return Listing(np.concatenate(([0], np.cumsum(counts))), pairs[:, 1])


def _folded(reference: Reference) -> Reference:
    title = reference.title if reference.code is None else None
    parts = (title, reference.code, reference.institution, reference.programme)
    return Reference(kind_of(reference.kind), *(None if part is None else fold(part) for part in parts))


def _order(reference: Reference) -> tuple[str, ...]:
    parts = (reference.title, reference.code, reference.institution, reference.programme)
    return (reference.kind, *("" if part is None else f"={part}" for part in parts))
