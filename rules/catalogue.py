"""The catalogue (名录), and what it means that a reference names an outcome."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from grammar.nodes import Reference
from rules.words import fold, kind_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An outcome that a registered institution has put on the catalogue; "" and None are unknown."""

    kind: str
    title: str = ""
    code: str = ""
    institution: str = ""
    programme: str = ""
    level: str = ""
    qf_level: int | None = None
    credits: Decimal | None = None
    hours: Decimal | None = None


class Named(Protocol):
    """What has the names that a reference speaks of."""

    @property
    def kind(self) -> str: ...  # noqa: D102 - the attribute of the same name
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def code(self) -> str: ...  # noqa: D102
    @property
    def institution(self) -> str: ...  # noqa: D102
    @property
    def programme(self) -> str: ...  # noqa: D102


def names(reference: Reference, found: Named) -> bool:
    """Tell whether a reference names what was found; an empty field never matches one that is asked for.

    A code identifies, the title beside it is only a label; without a code the title must equal title or code.
    """
    if kind_of(reference.kind) != kind_of(found.kind):
        return False
    if reference.institution is not None and fold(reference.institution) != fold(found.institution):
        return False
    if reference.programme is not None and fold(reference.programme) != fold(found.programme):
        return False
    if reference.code is not None:
        return fold(reference.code) == fold(found.code)
    return reference.title is None or fold(reference.title) in {fold(found.title), fold(found.code)}


def key_of(reference: Reference) -> tuple[str, str]:
    """Return the words that a reference is looked up by: its kind, and its code or title ("" for a pool)."""
    word = reference.code if reference.code is not None else reference.title
    return kind_of(reference.kind), fold(word or "")


class Catalogue:
    """Entries, found through an index of their titles and codes."""

    __slots__ = ("_by_key", "entries")

    def __init__(self, entries: Iterable[Entry] = ()) -> None:
        self.entries = tuple(entries)
        self._by_key: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            for word in {fold(entry.title), fold(entry.code), ""}:
                self._by_key.setdefault((kind_of(entry.kind), word), []).append(entry)

    def find(self, reference: Reference) -> tuple[Entry, ...]:
        """Return the entries that a reference names, in the catalogue's order."""
        return tuple(entry for entry in self._by_key.get(key_of(reference), ()) if names(reference, entry))
