"""The catalogue that targets are looked up in, and what it means to name an outcome."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from grammar.nodes import Reference
from rules.words import fold, kind_of


@dataclass(frozen=True, slots=True)
class Entry:
    """An outcome of the catalogue."""

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
    """Tell whether a reference names what was found; an empty name never matches one that is asked for.

    With a code, the code identifies and the title is only a label; without one the title must equal title or code.
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


class Catalogue:
    """Entries, found by reference through their titles and codes."""

    __slots__ = ("_by_word", "entries")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_word: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for word in {fold(entry.title), fold(entry.code)} - {""}:
                self._by_word[word].append(entry)

    def find(self, reference: Reference) -> tuple[Entry, ...]:
        """Return the entries that a reference names, in the catalogue's order."""
        word = reference.code if reference.code is not None else reference.title
        candidates = self.entries if word is None else self._by_word.get(fold(word), ())
        return tuple(entry for entry in candidates if names(reference, entry))
