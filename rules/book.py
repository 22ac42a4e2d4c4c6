"""Rules together with the scales, aliases and sets that they rely on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from grammar.declarations import Alias, File, NamedSet, Policy, Rule, Scale
from grammar.nodes import Reference
from rules.catalogue import Catalogue
from rules.words import fold, kind_of


@dataclass(frozen=True, slots=True)
class Book:
    """The declarations of some files, found by name; grades are folded, from the lowest."""

    rules: tuple[Rule, ...] = ()
    policies: tuple[Policy, ...] = ()
    scales: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    sets: Mapping[str, NamedSet] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=lambda: Catalogue(()))

    @classmethod
    def gather(cls, files: Iterable[File], catalogue: Catalogue | None = None) -> "Book":
        """Return the book of some files."""
        declared = [each for file in files for each in file.declarations]
        return cls(
            rules=tuple(each for each in declared if isinstance(each, Rule)),
            policies=tuple(each for each in declared if isinstance(each, Policy)),
            scales={fold(each.code): tuple(map(fold, each.grades)) for each in declared if isinstance(each, Scale)},
            aliases=tuple(each for each in declared if isinstance(each, Alias)),
            sets={fold(each.code): each for each in declared if isinstance(each, NamedSet)},
            catalogue=catalogue or Catalogue(()),
        )

    def same_as(self, reference: Reference) -> tuple[Reference, ...]:
        """Return the reference and everything that an alias declares to be the same outcome."""
        known = [reference]
        for each in known:  # grows while it is walked: an alias of an alias counts
            for alias in self.aliases:
                for one, other in ((alias.left, alias.right), (alias.right, alias.left)):
                    if _is_the_same(one, each):
                        renamed = replace(
                            each,
                            kind=other.kind,
                            title=other.title,
                            code=other.code,
                            institution=other.institution or each.institution,
                        )
                        if renamed not in known:
                            known.append(renamed)
        return tuple(known)


def _is_the_same(one: Reference, other: Reference) -> bool:
    return (
        kind_of(one.kind) == kind_of(other.kind)
        and fold(one.code or one.title or "") == fold(other.code or other.title or "")
        and (one.institution is None or fold(one.institution) == fold(other.institution or ""))
    )
