"""Rules together with the scales, aliases, sets and catalogue that they rely on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grammar.declarations import Alias, File, NamedSet, Policy, Rule, Scale
from grammar.nodes import Reference
from rules.catalogue import Catalogue, key_of
from rules.words import fold

AliasSides = dict[tuple[str, str], list[tuple[Reference, Reference]]]


@dataclass(frozen=True, slots=True)
class Book:
    """The declarations of some files; scales and sets are found by their folded name."""

    rules: tuple[Rule, ...] = ()
    scales: Mapping[str, Scale] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    sets: Mapping[str, NamedSet] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue)
    policies: tuple[Policy, ...] = ()
    _sides: AliasSides = field(init=False, repr=False, compare=False, default_factory=dict)
    _same: dict[Reference, tuple[Reference, ...]] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for alias in self.aliases:
            for one, other in ((alias.left, alias.right), (alias.right, alias.left)):
                self._sides.setdefault(key_of(one), []).append((one, other))

    @classmethod
    def gather(cls, files: Iterable[File], catalogue: Catalogue | None = None) -> "Book":
        """Return the book of some files; of two scales or sets of one name the first counts."""
        declared = [each for file in files for each in file.declarations]
        backwards = declared[::-1]
        return cls(
            rules=tuple(each for each in declared if isinstance(each, Rule)),
            scales={fold(each.code): each for each in backwards if isinstance(each, Scale)},
            aliases=tuple(each for each in declared if isinstance(each, Alias)),
            sets={fold(each.code): each for each in backwards if isinstance(each, NamedSet)},
            catalogue=catalogue or Catalogue(),
            policies=tuple(each for each in declared if isinstance(each, Policy)),
        )

    def grades(self, scale: str) -> tuple[str, ...]:
        """Return the folded grades of a scale, the lowest first; nothing for a scale that nobody declared."""
        declared = self.scales.get(fold(scale))
        return tuple(map(fold, declared.grades)) if declared else ()

    def same_as(self, reference: Reference) -> tuple[Reference, ...]:
        """Return the reference and every other name that the aliases give it."""
        if not self.aliases:
            return (reference,)
        known = self._same.get(reference)
        if known is None:
            known = self._same[reference] = self._names_of(reference)
        return known

    def _names_of(self, reference: Reference) -> tuple[Reference, ...]:
        known = [reference]
        for each in known:  # grows while it is walked: an alias of an alias counts
            for one, other in self._sides.get(key_of(each), ()):
                renamed = _renamed(each, other)
                if _covers(one, each) and renamed not in known:
                    known.append(renamed)
        return tuple(known)


def _covers(one: Reference, each: Reference) -> bool:
    """Tell whether an alias's side speaks of a reference: what the side names, the reference names too."""
    pairs = ((one.institution, each.institution), (one.programme, each.programme))
    return all(wanted is None or fold(wanted) == fold(given or "") for wanted, given in pairs)


def _renamed(each: Reference, other: Reference) -> Reference:
    return replace(
        each,
        kind=other.kind,
        title=other.title,
        code=other.code,
        institution=other.institution or each.institution,
        programme=other.programme or each.programme,
    )
