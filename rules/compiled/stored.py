"""Programs kept between starts, by the content they were made from."""

import hashlib
import marshal
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any, cast

from grammar.declarations import File, Rule
from grammar.parser import collection_paused, parse
from rules.book import Book
from rules.catalogue import Catalogue
from rules.compiled.heads import Head
from rules.compiled.naming import Form
from rules.compiled.plain import Shape, answering
from rules.compiled.plain_values import decoded, encoded
from rules.compiled.private import private_folder, read_whole, write_whole
from rules.compiled.program import Program
from rules.compiled.programs import Programs
from rules.compiled.writer import code_of, remember
from rules.replay import text_hash

HOME = Path(__file__).parents[2]
Kept = tuple[Any, ...]  # of one rule: its nodes, its head, its constants, and the place of its source among all
Unit = tuple[bytes | None, tuple[Kept, ...]]  # of one text: its other declarations, and its rules
UNKNOWN = b""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one file keeps: texts by their hash, all made in one environment of scales, sets, aliases and entries."""

    environment: bytes = UNKNOWN
    sources: tuple[str, ...] = ()
    codes: tuple[bytes, ...] = ()
    units: Mapping[str, Unit] = field(default_factory=dict)


class StoredProgram(Program):
    """A program whose rule and constants are read when they are first used."""

    def __init__(self, kept: Kept, sources: tuple[str, ...], book: Book) -> None:
        super().__init__(None, book)
        self.kept = kept
        self._sources = sources

    @cached_property
    def rule(self) -> Rule:
        """The rule."""
        return _rule_of(self.kept)

    @cached_property
    def head(self) -> Head:
        """What a book finds the program by."""
        code, version, forms, alone, denies = self.kept[1]
        return Head(code, version, tuple([Form(*form) for form in forms]), alone, denies)

    @cached_property
    def answering(self) -> Shape | None:
        """What answers a rule of the usual shape."""
        constants, place = self.kept[2:]
        if constants is None:
            return self._written(answering)
        return Shape(self._sources[place], decoded(marshal.loads(constants)))  # noqa: S302 - our own file


def opened(texts: Sequence[str], folder: Path, catalogue: Catalogue | None = None) -> Programs:
    """Return the programs of some texts, with what the folder keeps of them; what it lacks is made, and kept there.

    Raises ValueError for a text with an error, PermissionError for a folder or file that others could have written.
    """
    path = private_folder(folder) / f"{maker()}.programs"
    with collection_paused():
        shelf = _read(path)
        units = {
            key: shelf.units.get(key) or _unit(text) for key, text in zip(map(text_hash, texts), texts, strict=True)
        }
        declared = [decoded(marshal.loads(unit[0])) for unit in units.values() if unit[0]]  # noqa: S302 - our own file
        book = Book.gather(map(File, declared), catalogue)
        environment = _environment(units.values(), book.catalogue)
        known = [kept for unit in units.values() for kept in unit[1]]
        current = environment == shelf.environment
        remember(dict(zip(shelf.sources, shelf.codes, strict=True)))
        programs = [
            StoredProgram(kept, shelf.sources, book) if current and kept[1] else Program(_rule_of(kept), book)
            for kept in known
        ]
        if not current or shelf.units.keys() != units.keys():
            sources = shelf.sources if current else ()
            write_whole(path, _written(environment, units, programs, sources))
        return Programs(programs)


@cache
def maker() -> str:
    """Return what marks all that this Python and this compiler make: its version, and the text of every module."""
    found = hashlib.sha256(f"{sys.implementation.cache_tag} {sys.version}".encode())
    for area in ("grammar", "rules"):
        for path in sorted([*(HOME / area).rglob("*.py"), *(HOME / area).rglob("*.lark")]):
            found.update(path.read_bytes())
    return found.hexdigest()


def _unit(text: str) -> Unit:
    parsed = parse(text)
    wrong = [problem for problem in parsed.problems if problem.severity == "error"]
    if wrong:
        raise ValueError(f"a text with an error is not compiled: {wrong[0].message('en')}")
    rules = [each for each in parsed.file.declarations if isinstance(each, Rule)]
    others = tuple(each for each in parsed.file.declarations if not isinstance(each, Rule))
    kept = tuple((marshal.dumps(encoded(rule)), None, None, None) for rule in rules)
    return (marshal.dumps(encoded(others)) if others else None), kept


def _environment(units: Iterable[Unit], catalogue: Catalogue) -> bytes:
    """Return the hash of all that rules may depend on beside their own text."""
    declared = [unit[0] for unit in units if unit[0]]
    entries = [tuple(str(part) for part in astuple(entry)) for entry in catalogue.entries]
    return hashlib.sha256(marshal.dumps((declared, entries))).digest()


def _rule_of(kept: Kept) -> Rule:
    return cast("Rule", decoded(marshal.loads(kept[0])))  # noqa: S302 - our own file


def _read(path: Path) -> Shelf:
    content = read_whole(path)
    try:
        return Shelf(*marshal.loads(content)) if content else Shelf()  # noqa: S302 - a private file, whole
    except (ValueError, EOFError, TypeError):
        return Shelf()


def _written(
    environment: bytes, units: Mapping[str, Unit], programs: Sequence[Program], before: tuple[str, ...]
) -> bytes:
    """Return a file's content: every rule with its head and constants, sources and their code once each."""
    sources = {source: place for place, source in enumerate(before)}
    rest = iter(programs)
    kept = {
        key: (unit[0], tuple(_kept(each[0], next(rest), sources) for each in unit[1])) for key, unit in units.items()
    }
    codes = tuple(marshal.dumps(code_of(source)) for source in sources)
    return marshal.dumps((environment, tuple(sources), codes, kept))


def _kept(nodes: bytes, program: Program, sources: dict[str, int]) -> Kept:
    if isinstance(program, StoredProgram):
        return program.kept
    head = (*astuple(program.head)[:2], tuple(astuple(each) for each in program.head.forms), program.head.alone)
    shape = program.answering
    try:
        constants = marshal.dumps(encoded(shape.constants)) if shape else None
    except TypeError:  # it calls what was made for this rule alone
        constants = None
    place = sources.setdefault(shape.source, len(sources)) if shape and constants else None
    return nodes, (*head, program.head.denies), constants, place
