"""A compiled rule says what the tree walker says, of every rule and learner that can be generated."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers import answer_of
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.evaluator import evaluate
from rules.replay import canonical_bytes, trace_record
from tests.rules import generated


def bytes_of(verdict):
    """Return the bytes that a decision keeps of a verdict."""
    return canonical_bytes(trace_record(verdict))


@settings(max_examples=400, deadline=None)
@given(generated.books(), generated.facts(), st.booleans())
def test_answers_and_verdicts_are_the_same(book, facts, kept):
    """Answer, verdict and bytes are the tree walker's, with entries kept beside the facts and without."""
    facts = replace(facts, targets=book.catalogue.entries if kept else ())
    prepared = Prepared(facts)
    for rule in book.rules:
        program, expected = program_of(rule, book), evaluate(rule, facts, book=book)

        verdict = program.verdict(prepared)

        assert program.answer(prepared) == answer_of(expected)
        assert bytes_of(verdict) == bytes_of(expected)
        assert verdict == expected
