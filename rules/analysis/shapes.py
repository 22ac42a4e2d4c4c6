"""A rule in the form in which it is compared: the ways to fill its sources, each with its boxes."""

from collections.abc import Hashable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.analysis.boxes import LEARNER, Box, Boxing, TooManyBoxesError, all_of
from rules.analysis.extents import ENDLESS, Numbers, Piece, join, meet, numbers
from rules.analysis.keys import Key, has_pool, is_blanket, receiving, reference_key, targets_key
from rules.analysis.tests_as_extents import day_sides, whole_extent
from rules.book import Book
from rules.clause_traces import COUNTED, MONTHS
from rules.sources import EverySlot, Slot, Slots, SomeSlots, each_slot, slots_of
from rules.words import fold

MOST_WAYS = 64
NEVER: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """One way to fill the sources: its references in the order of their keys, and boxes over their places."""

    keys: tuple[Key, ...]
    references: tuple[n.Reference, ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A rule as it is compared.

    A `loose` one leaves out what no box can say: that no facts are left is then certain, that some are is not.
    One that is not `decided` has more alternatives than are looked at.
    """

    rule: Rule
    place: int
    ways: tuple[Way, ...]
    source: object
    targets: frozenset[Key]
    receiving: frozenset[str]
    loose: bool
    decided: bool
    months: int | None
    pool: bool
    blanket: bool
    held: dict[str, n.Holds]
    spelled: dict[str, str]

    @property
    def grants(self) -> bool:
        """Whether the rule grants anything at all."""
        return self.rule.refusal is None

    @property
    def exact(self) -> bool:
        """Whether its boxes, and its months, say just which facts satisfy it."""
        return self.decided and not self.loose

    @property
    def priority(self) -> int:
        """The priority, 0 where none is written."""
        return self.rule.priority or 0


@dataclass(slots=True)
class Shaping:
    """Shapes the rules of a book."""

    book: Book
    held: dict[str, n.Holds] = field(default_factory=dict)
    spelled: dict[str, str] = field(default_factory=dict)
    _known: dict[Hashable, tuple[Box, ...]] = field(default_factory=dict)

    def shape(self, rule: Rule, place: int) -> Shape:
        """Return the shape of a rule."""
        slots = None if rule.source is None else slots_of(rule.source, self.book)
        every = () if slots is None else tuple(each_slot(slots))
        loose, decided, ways = False, True, tuple[Way, ...]()
        source: object = None
        try:
            found = [self._way(rule, filled) for filled in _fillings(slots)]
            loose = any(way_loose for _, way_loose in found)
            ways = tuple(way for way, _ in found)
            source = frozenset(way.keys for way in ways) if len(ways) != 1 else ways[0].keys
        except TooManyBoxesError:
            decided = False
            source = ("large", tuple(sorted(map(str, (reference_key(slot.reference, self.book) for slot in every)))))
        targets = targets_key(rule.targets, self.book)
        return Shape(
            rule,
            place,
            ways,
            source,
            targets,
            receiving(rule.targets, self.book),
            loose,
            decided,
            None if rule.validity is None else rule.validity.count * MONTHS[rule.validity.unit],
            has_pool(rule.targets),
            is_blanket(rule.targets),
            self.held,
            self.spelled,
        )

    def _way(self, rule: Rule, filled: tuple[Slot, ...]) -> tuple[Way, bool]:
        keyed = [(reference_key(slot.reference, self.book), slot) for slot in filled]
        if len(keyed) > 1:
            keyed.sort(key=lambda pair: pair[0])
        keys = tuple(key for key, _ in keyed)
        boxing = Boxing(self.book, [slot.reference for _, slot in keyed], self.spelled, self.held, self._known)
        parts = [boxing.boxes(where, (place,)) for place, (_, slot) in enumerate(keyed) for where in slot.wheres]
        if rule.condition is not None:
            parts.append(boxing.boxes(rule.condition, range(len(keyed))))
        parts += other_parts(rule, len(keyed))
        by_lowest = len(keyed) > 1 and isinstance(rule.ratio, c.RatioByScore)
        return Way(keys, tuple(boxing.sources), all_of(parts) if parts else ({},)), boxing.loose or by_lowest


def _fillings(slots: Slots | None) -> list[tuple[Slot, ...]]:
    if slots is None:
        return []
    return list(_ways(slots))


def _ways(slots: Slots) -> Iterator[tuple[Slot, ...]]:
    match slots:
        case Slot():
            yield (slots,)
        case EverySlot(members=members):
            yield from _together(members)
        case SomeSlots(count=count, members=members):
            found = 0
            for chosen in combinations(members, count):
                for way in _together(chosen):
                    found += 1
                    if found > MOST_WAYS:
                        raise TooManyBoxesError
                    yield way


def _together(members: tuple[Slots, ...]) -> Iterator[tuple[Slot, ...]]:
    if len(members) == 1:
        yield from _ways(members[0])
        return
    for found, parts in enumerate(product(*(list(_ways(member)) for member in members))):
        if found > MOST_WAYS:
            raise TooManyBoxesError
        yield tuple(slot for part in parts for slot in part)


def other_parts(rule: Rule, count: int, *, ratio: bool = True) -> Iterator[tuple[Box, ...]]:
    """Yield the boxes of the days, of the score bands, and of what is counted."""
    if rule.effective is not None:
        days = effective_days(rule.effective)
        yield ({(LEARNER, "on"): days},) if days.pieces else NEVER
    if ratio and isinstance(rule.ratio, c.RatioByScore):
        scores = _band_scores(rule.ratio) if count == 1 else _scores_from_lowest(rule.ratio)
        yield ({(place, "score"): scores for place in range(count)},) if scores.pieces else NEVER
    if rule.credits is not None and rule.credits.name in COUNTED and rule.waiver is None and rule.refusal is None:
        name = COUNTED[rule.credits.name]
        yield ({(place, name): whole_extent(name) for place in range(count)},)
    if rule.validity is not None:
        yield ({(place, "awarded_on"): whole_extent("awarded_on") for place in range(count)},)


def effective_days(effective: c.Effective) -> Numbers:
    """Return the days on which a rule is in force; a day that does not exist is never reached."""
    days = whole_extent("on")
    for end, operator in ((effective.start, ">="), (effective.end, "<=")):
        if end is None:
            continue
        found = None if end.value is None else meet(days, day_sides(operator, end.value)[0])
        if not isinstance(found, Numbers):
            return Numbers(())
        days = found
    return days


def band_piece(band: c.Band) -> Piece:
    """Return the stretch of scores of a band."""
    return (band.low, 0 if band.low_included else 1), (band.high, 0 if band.high_included else -1)


def _band_scores(ratio: c.RatioByScore) -> Numbers:
    found = join(numbers([band_piece(band)]) for band in ratio.bands)
    return found if isinstance(found, Numbers) else Numbers(())


def _scores_from_lowest(ratio: c.RatioByScore) -> Numbers:
    """Return the scores of which the lowest may lie in a band."""
    bands = _band_scores(ratio).pieces
    return Numbers(((bands[0][0], (ENDLESS, 0)),)) if bands else Numbers(())


def judgements_of(rule: Rule) -> tuple[str, ...]:
    """Return what people must judge, by the names as the rule writes them."""
    return tuple(judgement.name for judgement in rule.judgements)


def same_code(one: Rule, other: Rule) -> bool:
    """Tell whether two rules are versions of one."""
    return fold(one.code) == fold(other.code)
