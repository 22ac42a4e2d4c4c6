"""Facts put into the tables that rules are evaluated on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from sqlalchemy import Connection, Table, func, insert, select, union

from rules.facts import Facts, Learner, Outcome
from rules.queries.dialects import Analyze
from rules.queries.numbers import compared, day_number, day_of, number_of, scaled
from rules.queries.tables import FactTables
from rules.queries.words import Words, code_key, kind_key, title_key
from rules.words import fold, kind_of, level_place

BATCH = 2000  # learners
EVERY_RULE = ""  # the rule of a judgement that counts for all
Row = dict[str, object]
Judged = Mapping[tuple[str, str], Mapping[str, bool]]


class Spelled(str):
    """A word that goes into its column by number."""

    __slots__ = ()


def load(connection: Connection, tables: FactTables, facts: Iterable[Facts], judged: Judged | None = None) -> None:
    """Make the tables and fill them; `judged` holds judgements by learner and folded rule beside those of the facts.

    Raise ValueError for a number too large or too fine for its column, and for facts that carry entries of their own.
    """
    made = [each for each in tables.metadata.sorted_tables if each.name.startswith("evaluation_")]
    tables.metadata.create_all(connection, tables=made)
    loading = _Loading(connection, tables, judged or {})
    batch: list[Facts] = []
    for each in facts:
        batch.append(each)
        if len(batch) == BATCH:
            loading.add(batch)
            batch = []
    loading.add(batch)
    _find_keys(connection, tables)
    for index in tables.indexes:
        index.create(connection)
    for table in made:
        connection.execute(Analyze(table))


class _Loading:
    """Numbers learners and, in the order of their ids within each learner, outcomes."""

    def __init__(self, connection: Connection, tables: FactTables, judged: Judged) -> None:
        self._connection, self._tables = connection, tables
        self._words = Words(connection, tables)
        self._learner = self._outcome = 0
        self._alike: dict[frozenset[str] | None, int] = {}
        self._judged: dict[str, list[tuple[str, Mapping[str, bool]]]] = {}
        for (learner_id, rule), given in judged.items():
            self._judged.setdefault(learner_id, []).append((rule, given))

    def add(self, batch: list[Facts]) -> None:
        """Insert the rows of some learners."""
        rows: dict[Table, list[Row]] = {}
        for facts in batch:
            if facts.targets:
                raise ValueError("facts with entries of their own are replayed, not evaluated in the database")
            self._learner += 1
            for table, row in self._rows(facts):
                rows.setdefault(table, []).append(row)
        values = (value for of_table in rows.values() for row in of_table for value in row.values())
        numbers = self._words.numbers({value for value in values if isinstance(value, Spelled)})
        for table, of_table in rows.items():
            numbered = [
                {name: numbers[value] if isinstance(value, Spelled) else value for name, value in row.items()}
                for row in of_table
            ]
            self._connection.execute(insert(table), numbered)

    def _rows(self, facts: Facts) -> Iterator[tuple[Table, Row]]:
        tables, learner = self._tables, facts.learner
        key = {"learner": self._learner}
        joined = None if learner.memberships is None else frozenset(map(fold, learner.memberships))
        alike = {"alike": self._alike.setdefault(joined, self._learner)}
        yield tables.learners, key | alike | _learner_row(learner, closed=facts.holdings_closed)
        for institution in joined or ():
            yield tables.memberships, key | {"institution": Spelled(institution)}
        for kind, answer in {kind_of(kind): answer for kind, answer in (learner.holds or {}).items()}.items():
            yield tables.holds, key | {"kind": Spelled(kind), "answer": answer}
        for rule, given in [(EVERY_RULE, facts.judgements), *self._judged.get(learner.learner_id, ())]:
            for name, answer in given.items():
                # a judgement's name is compared as it is written
                yield tables.judgements, key | {"rule": Spelled(rule), "name": Spelled(name), "given": answer}
        for outcome in sorted(facts.outcomes, key=lambda each: each.outcome_id):
            self._outcome += 1
            yield tables.outcomes, key | {"outcome": self._outcome} | _outcome_row(outcome)
            yield from ((tables.fields, {"outcome": self._outcome} | row) for row in _field_rows(outcome))


def _learner_row(learner: Learner, *, closed: bool) -> Row:
    return {
        "learner_id": learner.learner_id,
        "memberships_known": learner.memberships is not None,
        "major": _word(learner.major),
        "level": _word(learner.level),
        "level_place": level_place(learner.level),
        "birth_date": _day(learner.birth_date),
        "enrolled_on": _day(learner.enrolled_on),
        "holds_known": learner.holds is not None,
        "holdings_closed": closed,
    }


def _outcome_row(outcome: Outcome) -> Row:
    return {
        "outcome_id": outcome.outcome_id,
        "title_key": Spelled(title_key(outcome.kind, outcome.title)),
        "named_code_key": Spelled(title_key(outcome.kind, outcome.code)),
        "code_key": Spelled(code_key(outcome.kind, outcome.code)),
        "kind_key": Spelled(kind_key(outcome.kind)),
        "institution": Spelled(fold(outcome.institution)),
        "programme": Spelled(fold(outcome.programme)),
        "level": _word(outcome.level),
        "level_place": level_place(outcome.level),
        "qf_level": None if outcome.qf_level is None else scaled(Decimal(outcome.qf_level)),
        "score": _number(outcome.score),
        "grade": _word(outcome.grade),
        "scale": _word(outcome.scale),
        "credits": _counted(outcome.credits),
        "hours": _counted(outcome.hours),
        "awarded_on": _day(outcome.awarded_on),
    }


def _field_rows(outcome: Outcome) -> Iterator[Row]:
    seen = set()
    for name, text in outcome.fields.items():
        label = fold(name)
        if label not in seen and text:
            number, day = number_of(text), day_of(text)
            yield {
                "label": Spelled(label),
                "text": Spelled(fold(text)),
                "number": None if number is None else compared(number),
                "day": _day(day),
            }
        seen.add(label)


def _word(word: str) -> Spelled | None:
    return Spelled(fold(word)) if word else None


def _number(value: Decimal | None) -> int | None:
    return None if value is None else scaled(value)


def _counted(value: Decimal | None) -> int | None:
    if value is not None and value < 0:
        raise ValueError(f"less than nothing cannot be counted: {value}")
    return _number(value)


def _day(day: date | None) -> int | None:
    return None if day is None else day_number(day)


def _find_keys(connection: Connection, tables: FactTables) -> None:
    """Write down every key of an outcome, and how many outcomes its learner has together under that key."""
    outcomes, columns = tables.outcomes, ("title_key", "named_code_key", "code_key", "kind_key")
    named = union(
        *(select(outcomes.c[name].label("key"), outcomes.c.outcome, outcomes.c.learner) for name in columns)
    ).subquery()
    together = func.count().over(partition_by=[named.c.learner, named.c.key])
    found = select(named.c.key, named.c.outcome, named.c.learner, together)
    connection.execute(insert(tables.keys).from_select(["key", "outcome", "learner", "together"], found))
