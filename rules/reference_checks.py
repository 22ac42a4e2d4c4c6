"""References that the catalogue does not know."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from grammar import nodes as n
from grammar.declarations import Alias, Among, NamedSet, Policy, Rule
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.findings import Finding
from rules.nearest import Nearest
from rules.sources import each_slot, slots_of
from rules.walk import found_in
from rules.words import KINDS, fold, kind_of


class References:
    """Looks references up in a catalogue, and says what was probably meant."""

    def __init__(self, book: Book, catalogue: Catalogue) -> None:
        self._book = book
        self._catalogue = catalogue
        self._kinds = {kind_of(entry.kind) for entry in catalogue.entries} | {kind_of(word) for word in KINDS}
        self._nearest: dict[tuple[str, str, str], Nearest] = {}

    def findings(self, declaration: object) -> Iterator[Finding]:
        """Yield what a declaration names and the catalogue does not have."""
        for reference in dict.fromkeys(_kinds_named_by(declaration)):
            yield from self._kind_findings(reference)
        for reference in dict.fromkeys(self._named_by(declaration)):
            if kind_of(reference.kind) not in self._kinds:
                yield from self._kind_findings(reference)
            elif not any(self._catalogue.find(same) for same in self._book.same_as(reference)):
                near = self._near(reference)
                words = {"name": shown(reference)} | ({"near": near} if near else {})
                yield Finding("reference_unresolved", reference.span, words)

    def _kind_findings(self, reference: n.Reference) -> Iterator[Finding]:
        if kind_of(reference.kind) not in self._kinds:
            near = self._kind_words.find(reference.kind)
            yield Finding("kind_unknown", reference.span, {"name": reference.kind} | ({"near": near} if near else {}))

    def _named_by(self, declaration: object) -> Iterator[n.Reference]:
        match declaration:
            case Rule(source=source, targets=targets, condition=condition):
                if source is not None:
                    yield from (slot.reference for slot in each_slot(slots_of(source, self._book)))
                yield from (each.reference for each in found_in(targets, n.TargetReference))
                yield from (each.reference for each in found_in(targets, n.TargetPool))
                held = (each.reference for each in found_in((source, condition), n.Holds))
                yield from (each for each in held if each.title is not None or each.code is not None)
            case Alias(left=left, right=right):
                yield from (left, right)
            case NamedSet(members=members):
                yield from members

    @cached_property
    def _kind_words(self) -> Nearest:
        return Nearest(sorted(self._kinds | set(KINDS)))

    def _near(self, reference: n.Reference) -> str | None:
        """Return what was meant: the institution or the kind where the rest is right, else a title or a code."""
        if reference.institution is not None:
            elsewhere = self._catalogue.find(replace(reference, institution=None))
            if elsewhere:
                given = (entry.institution for entry in elsewhere)
                return Nearest(given).find(reference.institution) or elsewhere[0].institution or None
        other = self._of_another_kind.get(fold(reference.code or reference.title or ""))
        if other is not None and kind_of(other.kind) != kind_of(reference.kind):
            return f"{other.kind} {reference.title or other.title}"
        if reference.code is not None:
            return self._words_of("code", reference).find(reference.code)
        if reference.title is not None:
            return self._words_of("title", reference).find(reference.title)
        return self._words_of("institution", reference).find(reference.institution or "")

    @cached_property
    def _of_another_kind(self) -> dict[str, Entry]:
        """The first entry of each title and code, whatever its kind."""
        words = ((word, entry) for entry in self._catalogue.entries for word in (entry.title, entry.code) if word)
        return {fold(word): entry for word, entry in reversed(list(words))}

    def _words_of(self, attribute: str, reference: n.Reference) -> Nearest:
        """Return the words of one kind, those of the institution where it has any."""
        kind, institution = kind_of(reference.kind), fold(reference.institution or "")
        key = (attribute, kind, institution)
        if key not in self._nearest:
            of_kind = [entry for entry in self._catalogue.entries if kind_of(entry.kind) == kind]
            inside = [entry for entry in of_kind if institution and fold(entry.institution) == institution]
            self._nearest[key] = Nearest(getattr(entry, attribute) for entry in (inside or of_kind))
        return self._nearest[key]


def _kinds_named_by(declaration: object) -> Iterator[n.Reference]:
    """Yield what speaks of a whole kind: a policy's kinds, and `holds` without a title."""
    match declaration:
        case Policy(among=Among(what="kind", names=kinds, span=span)):
            yield from (n.Reference(kind, span=span) for kind in kinds)
        case Rule(source=source, condition=condition):
            held = (each.reference for each in found_in((source, condition), n.Holds))
            yield from (each for each in held if each.title is None and each.code is None)


def shown(reference: n.Reference) -> str:
    """Return a reference as a sentence shows it."""
    code = f" {reference.code}" if reference.code else ""
    title = f" “{reference.title}”" if reference.title else ""
    institution = f" @“{reference.institution}”" if reference.institution else ""
    return f"{reference.kind}{title}{code}{institution}"
