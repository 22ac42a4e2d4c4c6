"""Rules found by what they start from."""

from collections import defaultdict
from collections.abc import Iterable

from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.book import Book
from rules.catalogue import names
from rules.facts import Outcome
from rules.sources import references_of
from rules.words import fold, kind_of

Key = tuple[str, str]


class SourceIndex:
    """The rules of a book by kind and title or code of their sources; pools by kind alone."""

    __slots__ = ("_by_key",)

    def __init__(self, rules: Iterable[Rule], book: Book) -> None:
        self._by_key: dict[Key, list[tuple[int, Rule, Reference]]] = defaultdict(list)
        for place, rule in enumerate(rules):
            if rule.source is None:
                continue
            for reference in references_of(rule.source, book):
                for same in book.same_as(reference):
                    self._by_key[_key_of(same)].append((place, rule, same))

    def candidates(self, outcome: Outcome) -> tuple[Rule, ...]:
        """Return the rules whose source the outcome's names match, in the order of the book."""
        kind = kind_of(outcome.kind)
        keys = dict.fromkeys(((kind, fold(outcome.title)), (kind, fold(outcome.code)), (kind, "")))
        found = {
            place: rule
            for key in keys
            for place, rule, reference in self._by_key.get(key, ())
            if names(reference, outcome)
        }
        return tuple(found[place] for place in sorted(found))


def _key_of(reference: Reference) -> Key:
    return kind_of(reference.kind), fold(reference.code or reference.title or "")
