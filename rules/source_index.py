"""Rules found by what they start from."""

from collections.abc import Iterable

from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.book import Book
from rules.catalogue import key_of, names
from rules.facts import Outcome
from rules.sources import each_slot, slots_of
from rules.words import fold, kind_of


class SourceIndex:
    """The rules of a book by kind and title or code of their sources; pools by kind alone."""

    __slots__ = ("_by_key",)

    def __init__(self, rules: Iterable[Rule], book: Book) -> None:
        self._by_key: dict[tuple[str, str], list[tuple[int, Rule, Reference]]] = {}
        for place, rule in enumerate(rules):
            if rule.source is None:
                continue
            named = (same for slot in each_slot(slots_of(rule.source, book)) for same in book.same_as(slot.reference))
            for reference in dict.fromkeys(named):
                self._by_key.setdefault(key_of(reference), []).append((place, rule, reference))

    def candidates(self, outcome: Outcome) -> tuple[Rule, ...]:
        """Return the rules whose source names the outcome, whatever their conditions say, in the order given."""
        kind = kind_of(outcome.kind)
        found = {
            place: rule
            for word in {fold(outcome.title), fold(outcome.code), ""}
            for place, rule, reference in self._by_key.get((kind, word), ())
            if names(reference, outcome)
        }
        return tuple(found[place] for place in sorted(found))
