"""A book made ready for the database: rules on shelves of one shape, and those left to the tree walker."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sqlalchemy import BigInteger, Column, Connection, MetaData, Select, Table, insert

from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.denying import courses_of, same_target
from rules.queries.constants import Constant, UnshapedError, Word
from rules.queries.dialects import Analyze
from rules.queries.forms import Form, Forming, Row
from rules.queries.sorting import Sorting
from rules.queries.statements import Shelf, denials, told
from rules.queries.tables import FactTables
from rules.queries.words import Words, key_word
from rules.queries.worth import totals
from rules.sources import each_slot, slots_of
from rules.walk import found_in
from rules.words import fold

Formed = list[tuple[Form, Row]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A book in the database; a rule is known by its place in the book.

    `rows` are found by rule and way; `left` holds the rules that the columns cannot say, each with the reason.
    """

    book: Book
    tables: FactTables
    metadata: MetaData
    statements: "Statements"
    rows: dict[tuple[int, int], Row]
    left: dict[int, str]
    left_keys: Table


class Statements:
    """The statements of a book, each built once, so that the database toolkit compiles it once."""

    def __init__(self, tables: FactTables, shelves: Sequence[Shelf], denying: Sequence[tuple[Form, Table]]) -> None:
        self._tables, self.shelves, self._denying = tables, shelves, denying

    @cached_property
    def told(self) -> list[Select[tuple[object]]]:
        """The best ways of all shelves."""
        return list(map(told, self.shelves))

    @cached_property
    def sorting(self) -> Sorting:
        """What sorts the outcomes before totals are taken."""
        return Sorting(self._tables, self.shelves)

    @cached_property
    def totals(self) -> list[Select[tuple[object]]]:
        """The totals of all shelves, from sorts of outcomes where that can be, else from outcomes."""
        return self.sorting.totals() + [totals(shelf) for shelf in self.shelves if shelf not in self.sorting.sorted]

    @cached_property
    def denials(self) -> list[Select[tuple[object]]]:
        """What is denied to whom."""
        return [denials(form, constants, self._tables) for form, constants in self._denying]


@dataclass(slots=True)
class _Formed:
    """The rules of a book, taken apart."""

    book: Book
    by_rule: dict[int, Formed] = field(default_factory=dict)
    denying: dict[int, Formed] = field(default_factory=dict)
    denies: list[tuple[int, int]] = field(default_factory=list)
    left: dict[int, str] = field(default_factory=dict)

    def form(self) -> None:
        """Take every rule apart, those that deny first."""
        denying = [
            number for number, rule in enumerate(self.book.rules) if rule.refusal and rule.refusal.name == "deny"
        ]
        for number in denying:
            try:
                self.denying[number] = Forming(self.book.rules[number], number, self.book, denying=True).rows()
            except UnshapedError:
                continue
        for number, rule in enumerate(self.book.rules):
            denied_by = [each for each in denying if _denies(self.book.rules[each], rule, self.book)]
            try:
                self._check_denials(rule, denied_by)
                formed = Forming(rule, number, self.book, denied=bool(denied_by)).rows()
            except UnshapedError as unshaped:
                self.left[number] = str(unshaped)
                continue
            self.by_rule[number] = formed
            self.denies += [(each, number) for each in denied_by]

    def _check_denials(self, rule: Rule, denied_by: Sequence[int]) -> None:
        for each in denied_by:
            formed = self.denying.get(each)
            if formed is None or any(len(form.slots) > 1 for form, _ in formed):
                raise UnshapedError("a denial of several outcomes together, or one that the columns cannot say")
        if denied_by and any(found_in(rule.targets, n.Choice)):
            raise UnshapedError("a choice that a denial speaks of")


def denying_rules(book: Book) -> list[int]:
    """Return the places of the rules that deny."""
    return [number for number, rule in enumerate(book.rules) if rule.refusal and rule.refusal.name == "deny"]


def _denies(denying: Rule, rule: Rule, book: Book) -> bool:
    if rule.refusal is not None or denying.code == rule.code:
        return False
    if not denying.targets:
        return bool(rule.targets)
    targets = tuple(courses_of(rule.targets))
    return any(same_target(one, target, book) for one in courses_of(denying.targets) for target in targets)


def prepare(connection: Connection, tables: FactTables, book: Book) -> Prepared:
    """Put the rules of a book into parameter tables beside the facts, which are loaded."""
    formed = _Formed(book)
    formed.form()
    metadata, making = MetaData(), _Making(connection, tables)
    shelves = tuple(making.shelf(metadata, each) for each in _alike(formed.by_rule))
    single = {number: rows for number, rows in formed.denying.items() if all(len(form.slots) == 1 for form, _ in rows)}
    denying = tuple(pair for each in _alike(single) for pair in making.shelf(metadata, each).forms)
    left_keys = making.left_keys(metadata, book, formed.left)
    making.grade_places(book)
    making.fill(tables.denies, [{"denier": one, "rule": other} for one, other in formed.denies])
    rows = {(row.rule, row.way): row for of_rule in formed.by_rule.values() for _, row in of_rule}
    return Prepared(book, tables, metadata, Statements(tables, shelves, denying), rows, formed.left, left_keys)


def _alike(by_rule: dict[int, Formed]) -> Iterable[list[Formed]]:
    """Return the rules that have the same forms, together."""
    shelves: dict[tuple[tuple[Form, ...], bool], list[Formed]] = {}
    for formed in by_rule.values():
        forms = tuple(dict.fromkeys(form for form, _ in formed))
        if forms:
            shelves.setdefault((forms, len(formed) == 1), []).append(formed)
    return shelves.values()


class _Making:
    """Makes and fills the tables of one book."""

    def __init__(self, connection: Connection, tables: FactTables) -> None:
        self._connection, self._tables = connection, tables
        self._words = Words(connection, tables)
        self._made = 0

    def shelf(self, metadata: MetaData, formed: list[Formed]) -> Shelf:
        """Return rules of the same forms with a table for each form."""
        rows: dict[Form, list[Row]] = {}
        for of_rule in formed:
            for form, row in of_rule:
                rows.setdefault(form, []).append(row)
        forms = tuple((form, self._table(metadata, form, of_form)) for form, of_form in rows.items())
        plain = len(forms) == 1 and len(forms[0][0].slots) == 1 and all(len(of_rule) == 1 for of_rule in formed)
        return Shelf(self._tables, forms, plain)

    def _table(self, metadata: MetaData, form: Form, rows: list[Row]) -> Table:
        names = ["rule", "way", *(f"p{place}" for place in range(form.width))]
        table = self._new(metadata, names)
        numbers = self._words.numbers(each.text for row in rows for each in row.constants if isinstance(each, Word))

        def number(constant: Constant) -> int:
            return numbers[constant.text] if isinstance(constant, Word) else constant

        values = [(row.rule, row.way, *map(number, row.constants)) for row in rows]
        table.info.update(zip(names, map(frozenset, zip(*values, strict=True)), strict=True))
        self.fill(table, [dict(zip(names, each, strict=True)) for each in values])
        return table

    def _new(self, metadata: MetaData, names: Sequence[str]) -> Table:
        self._made += 1
        columns = (Column(name, BigInteger, nullable=False) for name in names)
        table = Table(f"evaluation_rules_{self._made}", metadata, *columns, prefixes=self._tables.prefixes)
        table.create(self._connection)
        return table

    def fill(self, table: Table, rows: list[dict[str, int]]) -> None:
        """Put rows into a table."""
        if rows:
            self._connection.execute(insert(table), rows)
        self._connection.execute(Analyze(table))

    def left_keys(self, metadata: MetaData, book: Book, left: Iterable[int]) -> Table:
        """Return a table of the keys by which a rule left to the tree walker may find outcomes."""
        found = {(number, word) for number in left for word in _keys(book.rules[number], book)}
        table, numbers = self._new(metadata, ("rule", "key")), self._words.numbers(word for _, word in found)
        self.fill(table, [{"rule": number, "key": numbers[word]} for number, word in sorted(found)])
        return table

    def grade_places(self, book: Book) -> None:
        """Write down the places of the grades on every scale."""
        placed = {
            (fold(scale), grade): place for scale in book.scales for place, grade in enumerate(book.grades(scale))
        }
        numbers = self._words.numbers(word for pair in placed for word in pair)
        rows = [{"scale": numbers[s], "grade": numbers[g], "place": place} for (s, g), place in placed.items()]
        self.fill(self._tables.places, rows)


def _keys(rule: Rule, book: Book) -> Iterator[str]:
    if rule.source is not None:
        for slot in each_slot(slots_of(rule.source, book)):
            yield from map(key_word, book.same_as(slot.reference))


def withdraw(connection: Connection, prepared: Prepared) -> None:
    """Take a book out of the database again; the facts stay."""
    prepared.metadata.drop_all(connection)
    for table in (prepared.tables.denies, prepared.tables.denials, prepared.tables.places):
        connection.execute(table.delete())
