"""The query written by hand, which the bench measures against."""

from sqlalchemy import MetaData, create_engine

from bench.evaluate_sql import hand_written_sqlite
from bench.workload import ON, Workload
from rules.queries.evaluating import total_each
from rules.queries.loading import load
from rules.queries.preparing import prepare
from rules.queries.tables import FactTables


def test_the_query_written_by_hand_comes_to_our_totals():
    """On a small workload the hand-written query and ours count and pay the same for every rule."""
    workload = Workload(650, 60)
    population = workload.population()
    with hand_written_sqlite(workload, population) as query:
        by_hand = {rule: (yes, pending, cents) for rule, yes, pending, cents in query()}
    with create_engine("sqlite://").connect() as connection:
        tables = FactTables(MetaData())
        load(connection, tables, workload.facts(population, 60))
        ours = total_each(connection, prepare(connection, tables, workload.book), dict, on=ON)

    assert by_hand == {
        rule: (total.yes, total.pending, int(total.credits * 100))
        for rule, total in enumerate(ours.by_rule)
        if total.yes or total.pending
    }
    assert any(yes and pending for yes, pending, _ in by_hand.values())
