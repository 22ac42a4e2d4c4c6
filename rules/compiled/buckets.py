"""Programs found by an outcome in one look-up."""

from collections.abc import Iterable
from dataclasses import dataclass

from rules.compiled.naming import Form
from rules.compiled.prepared import Identity
from rules.compiled.program import Plain, Program

Key = tuple[str, str]
MOST_BUCKETS = 100_000  # beyond this many identities the buckets are made anew


@dataclass(frozen=True, slots=True, eq=False)
class Bucket:
    """The programs whose source an outcome of one identity may fill.

    `alone` stand beside their functions: each asks for one outcome under one of `keys`. All others are `wide`.
    """

    keys: frozenset[Key]
    alone: tuple[Program, ...]
    functions: tuple[Plain, ...]
    wide: tuple[Program, ...]
    denies: bool


class Buckets:
    """Programs by the kind and title or code of what their sources name, and by the identities seen so far."""

    def __init__(self) -> None:
        self._by_key: dict[Key, dict[Program, tuple[int, tuple[Form, ...]]]] = {}
        self._buckets: dict[Identity, Bucket] = {}
        self._identities: dict[Key, list[Identity]] = {}

    def add(self, program: Program, place: int) -> None:
        """Let a program be found; its place orders it among the others."""
        by_key: dict[Key, tuple[Form, ...]] = {}
        for form in program.head.forms:
            by_key[form.key] = (*by_key.get(form.key, ()), form)
        for key, forms in by_key.items():
            self._by_key.setdefault(key, {})[program] = (place, forms)
        self._forget(by_key)

    def remove(self, program: Program) -> None:
        """Let a program be found no more."""
        keys = {form.key for form in program.head.forms}
        for key in keys:
            self._by_key[key].pop(program)
        self._forget(keys)

    def bucket(self, identity: Identity) -> Bucket:
        """Return the programs that an outcome of this identity may serve."""
        return self._buckets.get(identity) or self._filled(identity)

    def _filled(self, identity: Identity) -> Bucket:
        if len(self._buckets) >= MOST_BUCKETS:
            self._buckets.clear()
            self._identities.clear()
        kind, title, code = identity[:3]
        keys = [(kind, word) for word in dict.fromkeys((title, code, ""))]
        for key in keys:
            self._identities.setdefault(key, []).append(identity)
        found = {
            program: place
            for key in keys
            for program, (place, forms) in self._by_key.get(key, {}).items()
            if any(form.names(identity) for form in forms)
        }
        made = self._buckets[identity] = _bucket(sorted(found, key=found.__getitem__))
        return made

    def _forget(self, keys: Iterable[Key]) -> None:
        for key in keys:
            for identity in self._identities.pop(key, ()):
                self._buckets.pop(identity, None)


def _bucket(programs: list[Program]) -> Bucket:
    beside = [(each, each.plain) for each in programs if each.head.alone]
    alone = [(program, function) for program, function in beside if function is not None]
    plain = {program for program, _ in alone}
    return Bucket(
        frozenset(program.head.forms[0].key for program, _ in alone),
        tuple(program for program, _ in alone),
        tuple(function for _, function in alone),
        tuple(each for each in programs if each not in plain),
        any(each.head.denies for each in programs),
    )
