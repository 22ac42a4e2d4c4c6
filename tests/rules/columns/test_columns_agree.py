"""Columns say of every pair what the tree walker says."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers import answer_of
from rules.columns.answering import answers
from rules.columns.gathering import columns_of_facts
from rules.columns.programming import programs_of
from rules.evaluator import evaluate_each
from rules.source_index import SourceIndex
from tests.rules.generated import books, facts


@st.composite
def populations(draw):
    """Return the facts of some learners on one day."""
    known = [draw(facts(f"L{place}")) for place in range(draw(st.integers(1, 5)))]
    return [replace(each, on=known[0].on) for each in known]


def walked(book, known):
    """Return the tree walker's answers by learner and place of the rule, for all that the sources name."""
    index = SourceIndex(book.rules, book)
    found = {}
    for each in known:
        named = {id(rule) for outcome in each.outcomes for rule in index.candidates(outcome)}
        verdicts = evaluate_each([(rule, each) for rule in book.rules], book=book)
        for place, (rule, verdict) in enumerate(zip(book.rules, verdicts, strict=True)):
            if id(rule) in named:
                found[each.learner.learner_id, place] = answer_of(verdict)
    return found


def by_columns(book, known, block):
    """Return the columns' answers by learner and place of the rule."""
    population = columns_of_facts(known, (rule.code for rule in book.rules))
    found = answers(programs_of(book, known[0].on), population, block=block)
    return {(learner, each.rule): answer for each in found for learner, answer in each.answers()}


@settings(max_examples=400, deadline=None)
@given(books(most=4), populations(), st.sampled_from([1, 2, 100]))
def test_every_pair_is_answered_alike(book, known, block):
    """Truth, credits, targets, outcomes and missing facts are those of the tree walker."""
    found = by_columns(book, known, block)

    assert found == walked(book, known)
