"""The loop that ours is measured against says what the tree walker says."""

import pytest

from bench.hand_written import loop_of
from bench.plain_rules import plain_of
from bench.workload import Workload
from rules.evaluator import evaluate
from rules.truth import Truth

TRUTHS = (Truth.YES, Truth.PENDING, Truth.NO)


@pytest.mark.parametrize("gaps", [True, False])
def test_the_loop_agrees_with_the_tree_walker(gaps):
    """Truth, credits and missing facts are those of the reference."""
    workload = Workload(900, 12, gaps=gaps)
    rules = {rule.code: rule for rule in workload.book.rules if plain_of(rule)}
    looped = loop_of(plain_of(rule) for rule in rules.values())

    judged = [(facts, looped(facts)) for facts in workload.facts(workload.population(), 12)]

    assert any(found for _, found in judged)
    for facts, found in judged:
        expected = {code: evaluate(rules[code], facts, book=workload.book) for code in found}
        assert {code: (TRUTHS[row[1]], row[2], row[3]) for code, row in found.items()} == {
            code: (verdict.truth, verdict.credits, verdict.missing) for code, verdict in expected.items()
        }
