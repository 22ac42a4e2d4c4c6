"""The four evaluators on generated books and facts with gaps: how many answers, and whether all are the same."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace

from hypothesis import HealthCheck, Phase, given, seed, settings
from sqlalchemy import MetaData, create_engine

from bench.options import Options
from bench.report import Report
from rules.answers import Answer, answer_of
from rules.book import Book
from rules.columns.answering import answers
from rules.columns.gathering import columns_of_facts
from rules.columns.programming import programs_of
from rules.compiled.prepared import Prepared
from rules.compiled.programs import Programs
from rules.evaluator import evaluate_each
from rules.facts import Facts
from rules.queries.evaluating import answer_each
from rules.queries.loading import load
from rules.queries.preparing import prepare
from rules.queries.tables import FactTables
from rules.source_index import SourceIndex
from tests.rules import generated

AT_ONCE = 25  # learners who share one statement
Case = tuple[Book, Facts]
Told = dict[int, Answer]


def run(options: Options) -> Report:
    """Draw `count` cases; ours is pairs per second, and it agrees when no answer differs."""
    cases = _drawn(options)
    began = time.perf_counter()
    differing = {"compiled": 0, "columns": 0, "queries": 0}
    walked = queried = 0
    for book, facts in cases:
        wanted = _walked(book, facts)
        walked += len(wanted)
        differing["compiled"] += _compiled(book, facts) != wanted
        differing["columns"] += _by_columns(book, facts) != wanted
    for number in range(0, len(cases), AT_ONCE):
        asked, apart = _asked_of_database(cases[number : number + AT_ONCE])
        queried, differing["queries"] = queried + asked, differing["queries"] + apart
    seconds = time.perf_counter() - began
    figures = {
        "examples": len(cases),
        "pairs of learner and rule": walked,
        "pairs asked of the database": queried,
        "differing examples": differing,
    }
    return Report("agree", (walked + queried) / seconds, "pairs", agrees=not any(differing.values()), figures=figures)


def _drawn(options: Options) -> list[Case]:
    found: list[Case] = []

    @seed(options.seed)
    @settings(
        max_examples=options.count,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(generated.books(), generated.facts())
    def draw(book: Book, facts: Facts) -> None:
        found.append((book, facts))

    draw()
    return found


def _walked(book: Book, facts: Facts) -> Told:
    index = SourceIndex(book.rules, book)
    named = {id(rule) for outcome in facts.outcomes for rule in index.candidates(outcome)}
    verdicts = evaluate_each([(rule, facts) for rule in book.rules], book=book)
    told = enumerate(zip(book.rules, verdicts, strict=True))
    return {place: answer_of(verdict) for place, (rule, verdict) in told if id(rule) in named}


def _compiled(book: Book, facts: Facts) -> Told:
    places = {id(rule): place for place, rule in enumerate(book.rules)}
    found = Programs.of(book).answers(Prepared(facts))
    return {places[id(program.rule)]: answer for program, answer in found}


def _by_columns(book: Book, facts: Facts) -> Told:
    population = columns_of_facts([facts], (rule.code for rule in book.rules))
    found = answers(programs_of(book, facts.on), population, block=1)
    return {each.rule: answer for each in found for _, answer in each.answers()}


def _asked_of_database(cases: Sequence[Case]) -> tuple[int, int]:
    """Ask the first book of all learners in one go; return the pairs, and the learners who are answered otherwise."""
    book = cases[0][0]
    on = cases[0][1].on
    learners = {
        str(place): replace(facts, on=on, learner=replace(facts.learner, learner_id=str(place)))
        for place, (_, facts) in enumerate(cases)
    }
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        tables = FactTables(MetaData())
        load(connection, tables, learners.values(), None)
        prepared = prepare(connection, tables, book)
        found = answer_each(connection, prepared, lambda learner_id, _: learners[learner_id], on=on)
        differing = sum(
            {rule: found.of(name, rule) for rule in range(len(book.rules))} != dict(_all_walked(book, facts))
            for name, facts in learners.items()
        )
    engine.dispose()
    return len(learners) * len(book.rules), differing


def _all_walked(book: Book, facts: Facts) -> Iterator[tuple[int, Answer]]:
    verdicts = evaluate_each([(rule, facts) for rule in book.rules], book=book)
    return enumerate(map(answer_of, verdicts))
