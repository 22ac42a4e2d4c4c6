"""Conditions as alternatives of boxes: in each, every attribute has its extent, and all hold together.

The truths are those of the three-valued logic: a box of a condition lists facts by which it surely holds, a box of its
opposite facts by which it surely fails. What reads two attributes at once has no box; it is left out, and noted.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from grammar import nodes as n
from rules.analysis.extents import Extent, Words, is_empty, meet
from rules.analysis.tests_as_extents import DAYS, NUMERIC, any_value, kind_of_values, sides_of
from rules.book import Book
from rules.catalogue import Entry, names
from rules.conditions import Test, values_of
from rules.words import fold, kind_of

Dimension = tuple[int, str]  # the source's place, or LEARNER, and the attribute
Box = dict[Dimension, Extent]

LEARNER = -1
MOST_BOXES = 128
MEMBER, HOLDS, FIELD = "member:", "holds:", "field:"
YES = Words(frozenset({"yes"}))
NO = Words(frozenset({"no"}))
ANYTHING: tuple[Box, ...] = ({},)


class TooManyBoxesError(Exception):
    """A condition has more alternatives than are looked at."""


@dataclass(slots=True)
class Boxing:
    """Turns the conditions of one rule into boxes.

    `sources` are what its places are filled with; `loose` is set once a test was left out; `spelled` keeps how a
    folded word was written, `held` what a holding speaks of, `known` the tests that were met before.
    """

    book: Book
    sources: Sequence[n.Reference]
    spelled: dict[str, str]
    held: dict[str, n.Holds]
    known: dict[Hashable, tuple[Box, ...]] = field(default_factory=dict)
    loose: bool = False

    def boxes(self, condition: n.Condition, places: Sequence[int], *, holds: bool = True) -> tuple[Box, ...]:
        """Return the boxes by which a condition on the sources at some places holds, or fails."""
        match condition:
            case n.And(members=members) | n.Or(members=members):
                each = [self.boxes(member, places, holds=holds) for member in members]
                return all_of(each) if isinstance(condition, n.And) == holds else any_of(each)
            case n.Not(member=member):
                return self.boxes(member, places, holds=not holds)
            case n.MemberOf():
                return self._membership(condition, belongs=condition.negated != holds)
            case n.Holds():
                return self._holding(condition, held=condition.negated != holds)
            case n.Comparison() | n.Inclusion() | n.Between():
                return self._tested(condition, places, holds=holds)
            case _ as unknown:
                assert_never(unknown)

    def _tested(self, test: Test, places: Sequence[int], *, holds: bool) -> tuple[Box, ...]:
        key = (test, holds, *places)
        found = self.known.get(key)
        if found is None:
            if any(isinstance(value, n.SourceAttribute) for value in values_of(test)) or _is_odd(test):
                self.loose = True
                return _all_known(test, places) if holds or len(places) == 1 else ANYTHING
            found = self.known[key] = _boxes_of(test, places, sides_of(test, self.book)[not holds], holds=holds)
            words = (value.value for value in values_of(test) if isinstance(value, n.Text))
            self.spelled.update((fold(word), word) for word in words)
        return found

    def _membership(self, condition: n.MemberOf, *, belongs: bool) -> tuple[Box, ...]:
        places = [(LEARNER, MEMBER + fold(each)) for each in condition.institutions]
        self.spelled.update((fold(each), each) for each in condition.institutions)
        if belongs:
            return tuple({place: YES} for place in dict.fromkeys(places))
        return (dict.fromkeys(places, NO),)

    def _holding(self, condition: n.Holds, *, held: bool) -> tuple[Box, ...]:
        if any(self._shows(condition.reference, source) for source in self.sources):
            if condition.where is None:
                return ANYTHING if held else ()
            self.loose = True
            return ANYTHING
        word = f"{HOLDS}{_words_of(condition.reference)}{'' if condition.where is None else condition.where!r}"
        self.held.setdefault(word, condition)
        return ({(LEARNER, word): YES if held else NO},)

    def _shows(self, wanted: n.Reference, source: n.Reference) -> bool:
        """Tell whether an outcome that fills a source is held as a condition asks."""
        entry = named_as(source)
        return any(names(one, entry) for one in self.book.same_as(wanted))


def named_as(reference: n.Reference) -> Entry:
    """Return what bears all the names of a reference."""
    return Entry(
        reference.kind,
        reference.title or "",
        reference.code or "",
        reference.institution or "",
        reference.programme or "",
    )


def _words_of(reference: n.Reference) -> tuple[str, ...]:
    parts = (reference.title, reference.code, reference.institution, reference.programme)
    return (kind_of(reference.kind), *(fold(part) if part is not None else "" for part in parts))


def _boxes_of(test: Test, places: Sequence[int], extent: Extent, *, holds: bool) -> tuple[Box, ...]:
    """Return the boxes of a test on the sources at some places: all must pass, or one of them fails."""
    if is_empty(extent):
        return ()
    name = attribute_of(test)
    if isinstance(test.subject, n.LearnerAttribute):
        return ({(LEARNER, name): extent},)
    if holds:
        return ({(place, name): extent for place in places},)
    return tuple({(place, name): extent} for place in places)


def _all_known(test: Test, places: Sequence[int]) -> tuple[Box, ...]:
    """Return the box in which all that a test reads is known, whatever it is; a form's field is left out."""
    own = [(LEARNER, test.subject.name)] if isinstance(test.subject, n.LearnerAttribute) else []
    names = [value.attribute.name for value in values_of(test) if isinstance(value, n.SourceAttribute)]
    read = [*names, *([] if own else [test.subject.name])]
    dimensions = [*own, *((place, name) for place in places for name in read)]
    return ({dimension: any_value(dimension[1]) for dimension in dimensions if dimension[1] != "field"},)


def _is_odd(test: Test) -> bool:
    """Tell whether a test orders numbers or days by a scale."""
    return test.scale is not None and test.subject.name in NUMERIC | DAYS


def attribute_of(test: Test) -> str:
    """Return the name under which a box keeps what a test is about."""
    subject = test.subject
    if isinstance(subject, n.OutcomeAttribute) and subject.name == "field":
        return f"{FIELD}{kind_of_values(test)}:{fold(subject.label or '')}"
    return subject.name


def all_of(alternatives: Iterable[Sequence[Box]]) -> tuple[Box, ...]:
    """Return the boxes of a conjunction; raise TooManyBoxesError when there are more than are looked at."""
    found: tuple[Box, ...] = ANYTHING
    for boxes in alternatives:
        if found is ANYTHING:
            found = tuple(boxes)
            continue
        both = (merged(one, other) for one in found for other in boxes)
        found = _bounded(box for box in both if box is not None)
    return found


def any_of(alternatives: Iterable[Sequence[Box]]) -> tuple[Box, ...]:
    """Return the boxes of a disjunction."""
    return _bounded(box for boxes in alternatives for box in boxes)


def _bounded(boxes: Iterable[Box]) -> tuple[Box, ...]:
    found: list[Box] = []
    for box in boxes:
        if not box:
            return ANYTHING
        if box not in found:
            found.append(box)
        if len(found) > MOST_BOXES:
            raise TooManyBoxesError
    return tuple(found)


def merged(one: Box, other: Box) -> Box | None:
    """Return the box of what is in both; None when nothing is."""
    if not other:
        return one
    found = dict(one)
    for dimension, extent in other.items():
        held = found.get(dimension)
        if held is None:
            found[dimension] = extent
        elif held != extent:
            common = meet(held, extent)
            if common is None:
                return None
            found[dimension] = common
    return found
