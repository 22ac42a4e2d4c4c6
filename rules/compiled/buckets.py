"""Programs found by an outcome in one look-up."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from rules.compiled.plain import Shape
from rules.compiled.prepared import Identity, Prepared, PreparedOutcome
from rules.compiled.program import Program
from rules.compiled.writer import shape_of

Key = tuple[str, str]
Constants = tuple[Any, ...]
MOST_BUCKETS = 100_000  # beyond this many identities the buckets are made anew


class Table:
    """Programs by shape, so that one function runs all of a shape; rows made `before` are taken over."""

    __slots__ = ("_parts", "programs", "rows")

    def __init__(self, shaped: Iterable[tuple[Program, Shape]], before: Mapping[Program, Constants]) -> None:
        by_source: dict[str, list[tuple[Program, Shape]]] = {}
        for program, shape in shaped:
            by_source.setdefault(shape.source, []).append((program, shape))
        self.programs = tuple(program for part in by_source.values() for program, _ in part)
        numbers: dict[int, int] = {}
        self.rows = {
            program: before.get(program) or _side_by_side(shape.constants, numbers)
            for part in by_source.values()
            for program, shape in part
        }
        self._parts = tuple(
            (shape_of(source), tuple([self.rows[program] for program, _ in part])) for source, part in by_source.items()
        )

    def run(self, prepared: Prepared, outcome: PreparedOutcome) -> list[Any]:
        """Return what each program finds of one outcome, in the order of `programs`."""
        found: list[Any] = []
        add = found.append
        for function, constants in self._parts:
            function(prepared, outcome, constants, add)
        return found


class Bucket:
    """The programs whose source an outcome of one identity may fill.

    Those in `alone` ask for one outcome only, each under one of `keys`, and have a shape. All others are `wide`.
    """

    def __init__(self, programs: list[Program], before: "Bucket | None" = None) -> None:
        self._before = before.made() if before else {}
        self.alone = tuple(each for each in programs if each.head.alone and each.answering is not None)
        apart = frozenset(self.alone)
        self.wide = tuple(each for each in programs if each not in apart)
        self.keys = frozenset(each.head.forms[0].key for each in self.alone)
        self.denies = any(each.head.denies for each in programs)

    @cached_property
    def answering(self) -> Table:
        """What answers those alone."""
        return Table(((each, shape) for each in self.alone if (shape := each.answering)), self._rows("answering"))

    @cached_property
    def explaining(self) -> Table:
        """What explains them."""
        return Table(((each, shape) for each in self.alone if (shape := each.explaining)), self._rows("explaining"))

    def made(self) -> dict[str, Table]:
        """Return the tables made so far; those of the bucket before it while they are not."""
        own = {name: vars(self)[name] for name in ("answering", "explaining") if name in vars(self)}
        return self._before | own

    def _rows(self, name: str) -> Mapping[Program, Constants]:
        before = self._before.pop(name, None)
        return before.rows if before else {}


class Buckets:
    """Programs by the kind and title or code of what their sources name, and by the identities seen so far."""

    def __init__(self) -> None:
        self._by_key: dict[Key, dict[Program, int]] = {}
        self._buckets: dict[Identity, Bucket] = {}
        self._outdated: dict[Identity, Bucket] = {}
        self._identities: dict[Key, list[Identity]] = {}

    def add(self, program: Program, place: int) -> None:
        """Let a program be found; its place orders it among the others."""
        forms = program.head.forms
        keys = {form.key for form in forms} if len(forms) > 1 else [form.key for form in forms]
        for key in keys:
            self._by_key.setdefault(key, {})[program] = place
        self._forget(keys)

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
            self._outdated.clear()
            self._identities.clear()
        kind, title, code = identity[:3]
        keys = [(kind, word) for word in dict.fromkeys((title, code, ""))]
        for key in keys:
            self._identities.setdefault(key, []).append(identity)
        found = {
            program: place
            for key in keys
            for program, place in self._by_key.get(key, {}).items()
            if any(form.names(identity) for form in program.head.forms)
        }
        before = self._outdated.pop(identity, None)
        made = self._buckets[identity] = Bucket(sorted(found, key=found.__getitem__), before)
        return made

    def _forget(self, keys: Iterable[Key]) -> None:
        for key in keys if self._identities else ():
            for identity in self._identities.pop(key, ()):
                outdated = self._buckets.pop(identity, None)
                if outdated is not None:
                    self._outdated[identity] = outdated


def _side_by_side(value: Any, numbers: dict[int, int]) -> Any:  # noqa: ANN401 - whatever a rule says
    """Return constants copied, so that what is read together lies together; equal numbers are one."""
    if type(value) is tuple:
        return tuple([_side_by_side(each, numbers) for each in value])
    return numbers.setdefault(value, value) if type(value) is int else value
