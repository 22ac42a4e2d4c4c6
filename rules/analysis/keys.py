"""What rules are gathered by before they are compared: their sources, their targets, and where those are."""

from collections.abc import Iterator

from grammar import nodes as n
from rules.book import Book
from rules.denying import courses_of
from rules.words import fold, kind_of

Key = tuple[object, ...]


def reference_key(reference: n.Reference, book: Book) -> Key:
    """Return one key for all references that mean the same: a code identifies, aliases are one."""
    if not book.aliases:
        return _own_key(reference)
    return min(map(_own_key, book.same_as(reference)))


def _own_key(reference: n.Reference) -> Key:
    title, code = reference.title, reference.code
    named = "code " + fold(code) if code is not None else "title " + fold(title) if title is not None else ""
    institution, programme = reference.institution, reference.programme
    return (
        kind_of(reference.kind),
        named,
        "" if institution is None else "@" + fold(institution),
        "" if programme is None else "/" + fold(programme),
    )


def targets_key(targets: tuple[n.Target, ...], book: Book) -> frozenset[Key]:
    """Return the set of targets, whatever their credits and order."""
    return frozenset(_target_key(target, book) for target in targets)


def _target_key(target: n.Target, book: Book) -> Key:
    match target:
        case n.TargetReference(reference=reference):
            return ("course", *reference_key(reference, book))
        case n.TargetPool(reference=reference):
            return ("pool", *reference_key(reference, book))
        case n.Elective(title=title):
            return ("elective", fold(title or ""))
        case n.Choice(count=count, options=options):
            return ("choice", count, frozenset(targets_key(option, book) for option in options))


def receiving(targets: tuple[n.Target, ...], book: Book) -> frozenset[str]:
    """Return the institutions whose courses are granted, as the rule or else the catalogue names them.

    "" stands for a course of an unknown institution; electives have none.
    """
    return frozenset(_institutions(targets, book))


def _institutions(targets: tuple[n.Target, ...], book: Book) -> Iterator[str]:
    for target in courses_of(targets):
        if isinstance(target, n.Elective):
            continue
        reference = target.reference
        if reference.institution is None and book.catalogue.entries:
            found = [entry for same in book.same_as(reference) for entry in book.catalogue.find(same)]
            yield fold(found[0].institution) if found else ""
        else:
            yield fold(reference.institution or "")


def is_blanket(targets: tuple[n.Target, ...]) -> bool:
    """Tell whether only credits without a course are granted."""
    return all(isinstance(target, n.Elective) for target in courses_of(targets))


def has_pool(targets: tuple[n.Target, ...]) -> bool:
    """Tell whether a target is any course of a kind."""
    return any(isinstance(target, n.TargetPool) for target in courses_of(targets))
