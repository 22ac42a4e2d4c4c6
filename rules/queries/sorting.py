"""Outcomes counted by what rules can tell apart, so that a rule meets each sort of outcome once.

A rule that asks for a score of 60 cannot tell 71 from 79: between two constants of the rules all values are one.
Sorted so, the holders of a popular certificate are few sorts, and hundreds of rules over it are evaluated on those.
Learners with two outcomes under one key are sorted by both; those with more are few, and stand in a crowd, each with
its own rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

from sqlalchemy import (
    BigInteger,
    Column,
    CompoundSelect,
    Connection,
    FromClause,
    Index,
    MetaData,
    Select,
    Table,
    and_,
    func,
    insert,
    select,
    union,
    union_all,
)

from rules.queries.dialects import Analyze, Greatest
from rules.queries.profiles import ALIKE, columns_read, cut, cuts_of, forms_of, within
from rules.queries.shapes import Membership
from rules.queries.statements import Shelf, said
from rules.queries.tables import FactTables
from rules.queries.truths import Number, Scope
from rules.queries.worth import as_rows, best_of, summed, worth

SIDES = (1, 2)  # outcomes of one learner under one key


@dataclass(frozen=True, slots=True)
class Sorted:
    """A table of the sorts of so many outcomes by some columns, with how many learners hold each sort.

    A crowd is not sorted: there `learners` is the number of the one learner.
    """

    columns: tuple[str, ...]
    sides: int
    table: Table
    crowd: bool = False

    @property
    def grouped(self) -> list[Number]:
        """The columns that make a sort, in the order of `named`."""
        return [self.table.c[name] for name in named(self.columns, self.sides)]

    def side(self, place: int) -> dict[str, Number]:
        """Return the columns of one of the outcomes under the names that they have in the facts."""
        return {name: self.table.c[f"{name}_{place}"] for name in self.columns if name != ALIKE}


def named(columns: Sequence[str], sides: int) -> list[str]:
    """Return the names of the columns of a table of sorts, without the count."""
    of_outcomes = [f"{name}_{place}" for place in range(sides) for name in columns if name != ALIKE]
    return ["key", *([ALIKE] if ALIKE in columns else []), *of_outcomes]


class Sorting:
    """Sorts the outcomes for the shelves of one book, anew for each day."""

    def __init__(self, tables: FactTables, shelves: Sequence[Shelf]) -> None:
        self.tables = tables
        read = [(shelf, columns_read(shelf.forms[0][0])) for shelf in shelves if shelf.plain]
        self.sorted = {shelf: columns for shelf, columns in read if columns is not None}
        self._metadata = MetaData()
        self._all = tuple(sorted({name for columns in self.sorted.values() for name in columns}))
        every = dict.fromkeys([self._all, *self.sorted.values()])
        self._crowd = replace(self._sorts(self._all, 1), crowd=True)
        self._tables = {(columns, sides): self._sorts(columns, sides) for sides in SIDES for columns in every}

    def _sorts(self, columns: tuple[str, ...], sides: int) -> Sorted:
        name = f"evaluation_sorts_{len(self._metadata.tables) + 1}"
        wanted = (Column(each, BigInteger) for each in (*named(columns, sides), "learners"))
        table = Table(name, self._metadata, *wanted, prefixes=self.tables.prefixes)
        Index(f"ix_{name}", table.c.key)
        return Sorted(columns, sides, table)

    def totals(self) -> list[Select[tuple[object]]]:
        """Return the totals of every shelf that is evaluated on sorts."""
        return [self._totals(shelf, columns) for shelf, columns in self.sorted.items()]

    def _totals(self, shelf: Shelf, columns: tuple[str, ...]) -> Select[tuple[object]]:
        of_sorts = [worths_of(shelf, self._tables[columns, sides]) for sides in SIDES]
        crowd = worths_of(shelf, self._crowd).subquery("crowd")
        of_crowd = best_of(crowd.c.rule, crowd.c.learners, crowd.c.worth)
        return summed(union_all(*of_sorts, of_crowd).subquery("best"))

    def fill(self, connection: Connection, day: int) -> None:
        """Make and fill the tables of sorts for a day."""
        if not self.sorted:
            return
        _fill(connection, self._crowd.table, self._crowded())
        for sides in SIDES:
            finest = self._tables[self._all, sides]
            _fill(connection, finest.table, self._finest(sides, day))
            for (columns, of_sides), coarser in self._tables.items():
                if of_sides == sides and columns != self._all:
                    grouped = [finest.table.c[name] for name in named(columns, sides)]
                    found = select(*grouped, func.sum(finest.table.c.learners)).group_by(*grouped)
                    _fill(connection, coarser.table, found)

    def clear(self, connection: Connection) -> None:
        """Take the tables of sorts away."""
        self._metadata.drop_all(connection)

    def _crowded(self) -> Select[tuple[object]]:
        """Select the outcomes of learners who hold more of them under a key than are sorted."""
        keys, outcomes, learners = self.tables.keys, self.tables.outcomes, self.tables.learners
        rows = keys.join(outcomes, outcomes.c.outcome == keys.c.outcome)
        rows = rows.join(learners, learners.c.learner == keys.c.learner)
        alike = [learners.c.alike] if ALIKE in self._all else []
        columns = [outcomes.c[name] for name in self._all if name != ALIKE]
        found = select(keys.c.key, *alike, *columns, keys.c.learner).select_from(rows)
        return as_rows(found.where(keys.c.together > max(SIDES), keys.c.key.in_(self._asked)))

    @property
    def _asked(self) -> CompoundSelect[tuple[int]]:
        """The keys that the rules ask for."""
        return union(*(select(table.c[f"p{form.slots[0].key}"]) for form, table in forms_of(list(self.sorted))))

    def _finest(self, sides: int, day: int) -> Select[tuple[object]]:
        """Select the learners who hold so many outcomes under a key, by all columns that some rule reads."""
        learners, shelves = self.tables.learners, list(self.sorted)
        keys = [self.tables.keys.alias(f"key_{place}") for place in range(sides)]
        outcomes = [self.tables.outcomes.alias(f"source_{place}") for place in range(sides)]
        rows: FromClause = keys[0]
        for place, key in enumerate(keys):
            if place:
                later = key.c.outcome > keys[0].c.outcome
                rows = rows.join(key, and_(key.c.key == keys[0].c.key, key.c.learner == keys[0].c.learner, later))
            rows = rows.join(outcomes[place], outcomes[place].c.outcome == key.c.outcome)
        grouped: list[Number] = [keys[0].c.key]
        if ALIKE in self._all:
            rows = rows.join(learners, learners.c.learner == keys[0].c.learner)
            grouped.append(learners.c.alike)
        cuts = cuts_of(shelves, day)
        pairs = [(outcome.c[name], cuts.get(name)) for outcome in outcomes for name in self._all if name != ALIKE]
        grouped += [cut(column, at) if at else column for column, at in pairs]
        found = select(*grouped, func.count()).select_from(rows)
        return as_rows(found.where(keys[0].c.together == sides, keys[0].c.key.in_(self._asked)).group_by(*grouped))


def _fill(connection: Connection, table: Table, wanted: Select[tuple[object]]) -> None:
    table.create(connection)
    connection.execute(insert(table).from_select([column.name for column in table.c], wanted))
    connection.execute(Analyze(table))


def worths_of(shelf: Shelf, sorts: Sorted) -> Select[tuple[object]]:
    """Select what a shelf's rules are worth to the learners of some sorts; of two outcomes the better counts."""
    ((form, constants),) = shelf.forms
    table, learners = sorts.table, shelf.tables.learners
    rows: FromClause = constants.join(table, table.c.key == constants.c[f"p{form.slots[0].key}"])
    if any(isinstance(each, Membership) for each in within(form.truth)):
        rows = rows.join(learners, learners.c.learner == table.c.alike)
    worths: list[Number] = []
    for place in range(sorts.sides):
        side = SimpleNamespace(c=sorts.side(place))
        scope = Scope(shelf.tables, constants, {0: side}, learners)
        worths.append(worth(form, scope, and_(scope.placed(form.slots[0], side), said(form, scope))))
    best = (worths[0] if len(worths) == 1 else Greatest(*worths)).label("worth")
    found = as_rows(select(constants.c.rule, best, table.c.learners.label("learners")).select_from(rows))
    return found if sorts.crowd else _counted(found)


def _counted(found: Select[tuple[object]]) -> Select[tuple[object]]:
    """Select how many learners each worth of a rule goes to; so the database works a worth out once for each row."""
    each = found.subquery("each")
    counted = select(each.c.rule, each.c.worth, func.sum(each.c.learners).label("learners"))
    return as_rows(counted.group_by(each.c.rule, each.c.worth))
