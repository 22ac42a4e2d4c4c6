"""A compiled rule says what the tree walker says, of every rule and learner that can be generated."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.answers import answer_of
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.compiled.programs import Programs
from rules.evaluator import evaluate, evaluate_each
from rules.replay import canonical_bytes, trace_record
from rules.source_index import SourceIndex
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


@settings(max_examples=300, deadline=None)
@given(generated.books(most=6), generated.facts(), st.booleans())
def test_a_book_is_answered_as_each_rule_with_the_denials_of_the_others(book, facts, kept):
    """All candidate rules together say what the tree walker says of them, denials among them overriding."""
    facts = replace(facts, targets=book.catalogue.entries if kept else ())
    index = SourceIndex(book.rules, book)
    found = {id(rule) for outcome in facts.outcomes for rule in index.candidates(outcome)}
    rules = [rule for rule in book.rules if id(rule) in found]
    programs, prepared = Programs.of(book), Prepared(facts)

    expected = evaluate_each([(rule, facts) for rule in rules], book=book)

    assert [(program.rule.code, answer) for program, answer in programs.answers(prepared)] == [
        (verdict.rule_code, answer_of(verdict)) for verdict in expected
    ]
    assert [bytes_of(verdict) for _, verdict in programs.verdicts(prepared)] == [bytes_of(each) for each in expected]
