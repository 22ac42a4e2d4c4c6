"""Totals of every rule over a population in the database: by shape of rule, against one query written by hand."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from sqlalchemy import MetaData, create_engine, make_url

from bench import generic_sql
from bench.options import Options
from bench.postgres import postgres
from bench.report import Report
from bench.workload import ON, Population, Workload
from grammar.declarations import Rule
from rules.facts import Facts
from rules.queries.evaluating import total_each
from rules.queries.loading import load
from rules.queries.preparing import prepare
from rules.queries.tables import FactTables

MOST_LEARNERS = 20_000  # so that every peer ends within a minute or so
Sums = dict[int, tuple[int, int, int]]
Insert = Callable[[str, Iterable[tuple[object, ...]]], None]


def run(options: Options) -> Report:
    """Measure learners per second for all rules: ours and the hand-written query on PostgreSQL, others elsewhere."""
    learners = min(options.learners, MOST_LEARNERS)
    workload = Workload(options.rules, learners, seed=options.seed)
    population = workload.population()
    peers: dict[str, float] = {}
    sums: dict[str, Sums] = {}
    figures: dict[str, object] = {"rules": options.rules, "learners": learners}
    with postgres() as address:
        with hand_written_postgres(address, workload, population) as query:
            sums["hand-written-postgres"], seconds = _timed(query)
            peers["hand-written-postgres"] = learners / seconds
        sums["ours"], ours = _ours(address, workload, population, figures)
    sums["ours on sqlite"], on_sqlite = _ours("sqlite://", workload, population, figures)
    figures["ours on sqlite, learners/s"] = learners / on_sqlite
    for name, opened in (("hand-written-sqlite", hand_written_sqlite), ("duckdb", hand_written_duckdb)):
        with opened(workload, population) as query:
            sums[name], seconds = _timed(query)
            peers[name] = learners / seconds
    agrees = all(found == sums["ours"] for found in sums.values())
    return Report("evaluate-sql", learners / ours, "learners", agrees, peers, figures)


def _timed(query: Callable[[], Iterable[Sequence[int]]]) -> tuple[Sums, float]:
    """Run a query twice; return its sums and the seconds of the faster run."""
    taken = []
    found: Sums = {}
    for _ in range(2):
        start = time.perf_counter()
        found = {int(rule): (int(yes), int(pending), int(cents)) for rule, yes, pending, cents in query()}
        taken.append(time.perf_counter() - start)
    return found, min(taken)


def _ours(address: str, workload: Workload, population: Population, figures: dict[str, object]) -> tuple[Sums, float]:
    engine = create_engine(address)
    with engine.connect() as connection:
        tables = FactTables(MetaData())
        load(connection, tables, workload.facts(population, population.learners))
        start = time.perf_counter()
        prepared = prepare(connection, tables, workload.book)
        figures[f"rules made ready on {engine.name}, s"] = round(time.perf_counter() - start, 3)
        figures["shapes"] = len(prepared.statements.shelves)
        figures["rules left to the tree walker"] = len(prepared.left)

        def query() -> Iterator[tuple[int, int, int, int]]:
            for rule, total in enumerate(total_each(connection, prepared, _no_walk, on=ON).by_rule):
                if total.yes or total.pending:
                    yield rule, total.yes, total.pending, int(total.credits * 100)

        sums, seconds = _timed(query)
    engine.dispose()
    return sums, seconds


def _no_walk(learner_id: str, _: Rule) -> Facts:
    raise LookupError(f"the workload leaves nothing to the tree walker, yet asks for {learner_id}")


def _fill(workload: Workload, population: Population, insert: Insert) -> None:
    insert("hand_rules", generic_sql.rule_rows(workload))
    insert("hand_learners", generic_sql.learner_rows(population, population.learners))
    insert("hand_outcomes", generic_sql.outcome_rows(workload, population, population.learners))


@contextmanager
def hand_written_postgres(
    address: str, workload: Workload, population: Population
) -> Iterator[Callable[[], Iterable[Sequence[int]]]]:
    """Give the hand-written query on PostgreSQL."""
    folder = str(make_url(address).query["host"])
    with psycopg.connect(host=folder, user="postgres", dbname="postgres", autocommit=True) as connection:
        for statement in generic_sql.TABLES:
            connection.execute(statement)

        def insert(table: str, rows: Iterable[tuple[object, ...]]) -> None:
            with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)

        _fill(workload, population, insert)
        for statement in (*generic_sql.INDEXES, "ANALYZE"):
            connection.execute(statement)
        yield lambda: connection.execute(generic_sql.QUERY)


@contextmanager
def hand_written_sqlite(workload: Workload, population: Population) -> Iterator[Callable[[], Iterable[Sequence[int]]]]:
    """Give the hand-written query on SQLite."""
    connection = sqlite3.connect(":memory:")
    for statement in generic_sql.TABLES:
        connection.execute(statement)

    def insert(table: str, rows: Iterable[tuple[object, ...]]) -> None:
        kept = list(rows)
        marks = ", ".join("?" * len(kept[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", kept)  # noqa: S608 - this module's own names

    _fill(workload, population, insert)
    for statement in (*generic_sql.INDEXES, "ANALYZE"):
        connection.execute(statement)
    yield lambda: connection.execute(generic_sql.QUERY)
    connection.close()


@contextmanager
def hand_written_duckdb(workload: Workload, population: Population) -> Iterator[Callable[[], Iterable[Sequence[int]]]]:
    """Give the hand-written query on DuckDB."""
    import duckdb  # noqa: PLC0415 - a peer, in the bench's environment alone

    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    for statement in generic_sql.TABLES:
        connection.execute(statement)

    def insert(table: str, rows: Iterable[tuple[object, ...]]) -> None:
        kept = list(rows)
        for start in range(0, len(kept), 2000):
            batch = kept[start : start + 2000]
            marks = ", ".join(["(" + ", ".join("?" * len(kept[0])) + ")"] * len(batch))
            connection.execute(f"INSERT INTO {table} VALUES {marks}", [v for row in batch for v in row])  # noqa: S608

    _fill(workload, population, insert)
    yield lambda: connection.execute(generic_sql.QUERY).fetchall()
    connection.close()
