"""Pairs that the columns leave to the tree walker."""

from collections.abc import Iterator

from rules.answers import Answer, answer_of
from rules.columns.prepared import Prepared
from rules.columns.programs import Program
from rules.evaluator import evaluate_each


def walked_answers(ready: Prepared, program: Program) -> Iterator[tuple[int, Answer]]:
    """Yield the place of each learner who holds anything that a rule's source names, and the tree walker's answer."""
    population, on = ready.block.population, ready.block.on
    rules = (program.rule, *ready.binding.reaching.get(program.place, ()))
    for learner in ready.candidates(program).tolist():
        cases = [(rule, population.facts(learner, rule.code, on=on)) for rule in rules]
        yield learner, answer_of(evaluate_each(cases, book=ready.binding.programs.book)[0])
