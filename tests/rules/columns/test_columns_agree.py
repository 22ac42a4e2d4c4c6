"""Columns say of every pair what the tree walker says."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers import answer_of
from rules.columns.answering import answers
from rules.columns.gathering import columns_of_facts
from rules.columns.programming import programs_of
from rules.columns.totals import totals
from rules.evaluator import evaluate_each
from rules.source_index import SourceIndex
from rules.truth import Truth
from tests.effort import examples
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


@settings(max_examples=examples(150), deadline=None)
@given(books(most=4), populations(), st.sampled_from([1, 2, 100]))
def test_every_pair_is_answered_alike(book, known, block):
    """Truth, credits, targets, outcomes and missing facts are those of the tree walker."""
    found = by_columns(book, known, block)

    assert found == walked(book, known)


def counted(book, told):
    """Return yes, pending, no, credits and the yes answers without credits, by place of the rule."""
    by_rule = [[answer for (_, rule), answer in told.items() if rule == place] for place in range(len(book.rules))]
    truths = [[sum(each.truth is truth for each in of_rule) for of_rule in by_rule] for truth in Truth]
    credits_ = [sum(each.credits or 0 for each in of_rule) for of_rule in by_rule]
    return [*truths, credits_, [sum(each.credits is None for each in of_rule) for of_rule in by_rule]]


@settings(max_examples=examples(150), deadline=None)
@given(books(most=4), populations(), st.sampled_from([(1, 1), (2, 2), (100, 1)]))
def test_totals_are_the_sums_of_the_answers(book, known, split):
    """Counts and credits of every rule are the sums over its pairs, however the learners are split."""
    population = columns_of_facts(known, (rule.code for rule in book.rules))

    found = totals(programs_of(book, known[0].on), population, block=split[0], threads=split[1])

    credits_ = [found.credits(rule) for rule in range(len(book.rules))]
    columns = {Truth.YES: found.yes, Truth.PENDING: found.pending, Truth.NO: found.no}
    truths = [columns[truth].tolist() for truth in Truth]
    assert [*truths, credits_, found.without_credits.tolist()] == counted(book, walked(book, known))
