"""The database says of every learner and rule what the tree walker says."""

import importlib.util
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from rules.answers import answer_of
from rules.evaluator import evaluate_all
from rules.queries.evaluating import Total, answer_each, total_each
from rules.truth import Truth
from tests.effort import FULL

ON = date(2020, 6, 1)
BATCHES = 5 if FULL else 2
EXAMPLES = 30  # of a batch: each brings up to three rules and one learner
MOST_DENYING = 2  # of a batch, lest everything is denied


def _generated():
    spec = importlib.util.spec_from_file_location("generated_cases", Path(__file__).parents[1] / "generated.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def batches():
    """Return books with populations; many generated ones share a statement, as rules of one shape do."""
    generated, drawn = _generated(), []

    @settings(
        max_examples=BATCHES * EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(book=generated.books(), facts=generated.facts())
    def draw(book, facts):
        drawn.append((book, facts))

    draw()
    return [_merged(drawn[start : start + EXAMPLES]) for start in range(0, len(drawn), EXAMPLES)]


def _merged(drawn):
    rules, denying = [], 0
    for rule in (rule for book, _ in drawn for rule in book.rules):
        denying += bool(rule.refusal and rule.refusal.name == "deny")
        if not (rule.refusal and rule.refusal.name == "deny") or denying <= MOST_DENYING:
            rules.append(replace(rule, code=f"R{len(rules)}"))
    first = max((book for book, _ in drawn), key=lambda book: (len(book.aliases), len(book.catalogue.entries)))
    book = replace(first, rules=tuple(rules))
    population = [
        replace(facts, on=ON, learner=replace(facts.learner, learner_id=f"L{number}"))
        for number, (_, facts) in enumerate(drawn)
    ]
    return book, {facts.learner.learner_id: facts for facts in population}


def _total(answers):
    paid = [each.credits for each in answers if each.truth is Truth.YES]
    known = [credits_ for credits_ in paid if credits_ is not None]
    pending = sum(each.truth is Truth.PENDING for each in answers)
    return Total(len(paid), pending, len(answers) - len(paid) - pending, sum(known), len(paid) - len(known))


@pytest.mark.parametrize("number", range(BATCHES))
def test_the_database_says_what_the_tree_walker_says(queried, batches, number):
    """Truth, credits, targets, outcomes and missing facts of every pair, and all totals, are the tree walker's."""
    book, population = batches[number]
    connection, prepared = queried(book, population.values())
    found = answer_each(connection, prepared, lambda learner_id, _: population[learner_id], on=ON)
    totals = total_each(connection, prepared, lambda learner_id, _: population[learner_id], on=ON)
    wanted = {
        (learner_id, rule): answer_of(verdict)
        for learner_id, facts in population.items()
        for rule, verdict in enumerate(evaluate_all(book, facts))
    }

    assert {pair: found.of(*pair) for pair in wanted} == wanted
    assert list(totals.by_rule) == [
        _total([wanted[learner_id, rule] for learner_id in population]) for rule in range(len(book.rules))
    ]
