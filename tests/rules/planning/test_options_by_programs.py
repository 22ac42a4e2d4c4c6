"""What a plan can choose from is the same whether programs or the tree walker find it."""

from decimal import Decimal
from unittest.mock import patch

import pytest
from hypothesis import given, settings

from bench.plan_cases import case_of
from rules.planning import options
from rules.planning.options import Desk
from rules.planning.programme import Course, Programme
from tests.effort import examples
from tests.rules.generated import books, facts

ANSWERS = options._answers  # noqa: SLF001 - what the walked path does without
PROGRAMME = Programme("电商", Decimal(20), tuple(Course("", title) for title in "子丑寅"))


def offered(book, held):
    """Return what a learner is offered, with the programs and without."""
    quick = Desk(book, PROGRAMME).offer(held, lambda _: held)
    with patch.object(options, "_answers", lambda *_: None):
        return quick, Desk(book, PROGRAMME).offer(held, lambda _: held)


@given(books(), facts())
@settings(max_examples=examples(100), deadline=None)
def test_programs_offer_what_the_tree_walker_offers(book, held):
    """The same options in the same order, the same rules waiting for the same facts, over rules of every shape."""
    quick, walked = offered(book, held)

    assert quick == walked


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_most_rules_of_a_credit_bank_go_by_their_programs(seed):
    """Of rules of the usual shape, before a learner of twenty outcomes, hardly one needs the tree walker."""
    case = case_of(seed)
    answered = []
    with patch.object(options, "_answers", lambda *told: answered.append(ANSWERS(*told)) or answered[-1]):
        quick = case.planner.desk.offer(case.facts, lambda _: case.facts)
    with patch.object(options, "_answers", lambda *_: None):
        walked = case.planner.desk.offer(case.facts, lambda _: case.facts)

    assert quick == walked
    assert len(quick.options) > 100
    assert sum(each is None for each in answered) < len(answered) / 10
