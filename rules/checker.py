"""What is wrong with rules that can be read: dates, ratios, bands, names and references."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from grammar import nodes as n
from grammar.clauses import Effective
from grammar.declarations import Among, Declaration, During, File, NamedSet, Policy, Rule, Scale
from grammar.problems import Problem
from rules.book import Book
from rules.catalogue import Catalogue
from rules.condition_checks import value_findings
from rules.example_checks import example_findings
from rules.findings import Finding
from rules.nearest import Nearest
from rules.policy_checks import cap_findings, policy_findings
from rules.reference_checks import References
from rules.rule_checks import count_finding, rule_findings
from rules.sources import members_of
from rules.walk import nodes_within
from rules.words import fold


def check(book_or_files: Book | Iterable[File], catalogue: Catalogue | None = None) -> tuple[Problem, ...]:
    """Return everything that is wrong, in the order of the text; references only where a catalogue is given."""
    if isinstance(book_or_files, Book):
        book = book_or_files
        declared: tuple[Declaration, ...] = (
            *book.rules,
            *book.policies,
            *book.scales.values(),
            *book.aliases,
            *book.sets.values(),
        )
        files = [File(tuple(sorted(declared, key=lambda each: each.span.start)))]
        return tuple(chain.from_iterable(check_files(files, catalogue)))
    return tuple(chain.from_iterable(check_files(tuple(book_or_files), catalogue)))


def check_files(files: Sequence[File], catalogue: Catalogue | None = None) -> tuple[tuple[Problem, ...], ...]:
    """Return what is wrong in each file; what one declares is known in all of them."""
    book = Book.gather(files, catalogue)
    references = References(book, catalogue) if catalogue is not None else None
    seen: set[tuple[str, str]] = set()
    found = []
    for file in files:
        of_file = chain.from_iterable(_findings(each, book, references, seen) for each in file.declarations)
        found.append(tuple(sorted(of_file, key=lambda finding: finding.span.start)))
    return tuple(found)


def _findings(
    declaration: Declaration, book: Book, references: References | None, seen: set[tuple[str, str]]
) -> Iterator[Finding]:
    yield from _twice(declaration, seen)
    if isinstance(declaration, Rule):
        yield from rule_findings(declaration)
        yield from example_findings(declaration, book)
    if isinstance(declaration, Policy):
        yield from policy_findings(declaration, book)
    if isinstance(declaration, Scale):
        yield from _grades_twice(declaration)
    yield from cap_findings(declaration)
    yield from value_findings(declaration, book)
    for each in nodes_within(declaration):
        match each:
            case Effective(start=start, end=end) | During(start=start, end=end):
                yield from _reversed(start, end, each.span)
            case n.SourceCount():
                yield from _counted(each, book)
            case Among(what="set", names=names):
                yield from (_set_unknown(name, each.span, book) for name in names if fold(name) not in book.sets)
    if references is not None:
        yield from references.findings(declaration)


def _twice(declaration: Declaration, seen: set[tuple[str, str]]) -> Iterator[Finding]:
    if isinstance(declaration, Rule | Policy):
        version, sort = str(declaration.version or 1), type(declaration).__name__.lower()
        key = (f"{sort} {version}", fold(declaration.code))
        finding = Finding(f"{sort}_twice", declaration.span, {"name": declaration.code, "version": version})
    elif isinstance(declaration, Scale | NamedSet):
        key = (type(declaration).__name__, fold(declaration.code))
        finding = Finding("name_twice", declaration.span, {"name": declaration.code})
    else:
        return
    if key in seen:
        yield finding
    seen.add(key)


def _grades_twice(scale: Scale) -> Iterator[Finding]:
    folded = [fold(grade) for grade in scale.grades]
    for place, grade in enumerate(folded):
        if grade in folded[:place]:
            yield Finding("grade_twice", scale.span, {"scale": scale.code, "name": scale.grades[place]})


def _reversed(start: n.Day | None, end: n.Day | None, span: n.Span) -> Iterator[Finding]:
    if start and end and start.value and end.value and end.value < start.value:
        yield Finding("effective_reversed", span, {"start": start.text, "end": end.text})


def _counted(source: n.SourceCount, book: Book) -> Iterator[Finding]:
    if source.named_set is not None and fold(source.named_set) not in book.sets:
        yield _set_unknown(source.named_set, source.span, book)
    elif source.count > len(members_of(source, book)):
        yield count_finding(source.count, len(members_of(source, book)), source.span)


def _set_unknown(name: str, span: n.Span, book: Book) -> Finding:
    near = Nearest(each.code for each in book.sets.values()).find(name)
    return Finding("set_unknown", span, {"name": name} | ({"near": near} if near else {}))
