"""Which targets a denial forbids."""

from collections.abc import Iterator

from grammar import nodes as n
from rules.book import Book
from rules.case import Case, Denial
from rules.trace import Trace
from rules.truth import opposite
from rules.words import fold, kind_of


def denial_trace(denial: Denial, target: n.Target, used: frozenset[str], case: Case) -> Trace | None:
    """Return what a denial says of a target that the used outcomes would be converted to; None when nothing."""
    if denial.rule_code == case.rule.code or not denial.outcomes <= used:
        return None
    if denial.targets and not any(same_target(one, target, case.book) for one in courses_of(denial.targets)):
        return None
    words = (("rule", denial.rule_code), ("reason", denial.reason))
    gaps = tuple((name, None) for name in denial.gaps)
    return Trace("denied", opposite(denial.truth), case.rule.span, gaps, words)


def courses_of(targets: tuple[n.Target, ...]) -> Iterator[n.TargetReference | n.TargetPool | n.Elective]:
    """Yield every target, those inside choices too."""
    for target in targets:
        if isinstance(target, n.Choice):
            for option in target.options:
                yield from courses_of(option)
        else:
            yield target


def same_target(denied: n.Target, target: n.Target, book: Book) -> bool:
    """Tell whether a denied target covers a target; a denied pool covers every course of its kind."""
    if isinstance(denied, n.Elective) and isinstance(target, n.Elective):
        return denied.title is None or fold(denied.title) == fold(target.title or "")
    if not isinstance(denied, n.TargetReference | n.TargetPool):
        return False
    if not isinstance(target, n.TargetReference | n.TargetPool):
        return False
    if isinstance(denied, n.TargetReference) and isinstance(target, n.TargetPool):
        return False
    return any(_covers(denied.reference, other, book) for other in book.same_as(target.reference))


def _covers(denied: n.Reference, other: n.Reference, book: Book) -> bool:
    if kind_of(denied.kind) != kind_of(other.kind):
        return False
    places = ((denied.institution, other.institution), (denied.programme, other.programme))
    if any(one is not None and two is not None and fold(one) != fold(two) for one, two in places):
        return False
    if denied.title is None and denied.code is None:
        return True
    if denied.code is not None and other.code is not None:
        return fold(denied.code) == fold(other.code)
    found = book.catalogue.find(denied)
    return bool(_words(denied) & _words(other)) or bool(found and found[:1] == book.catalogue.find(other)[:1])


def _words(reference: n.Reference) -> set[str]:
    return {fold(word) for word in (reference.title, reference.code) if word is not None}
