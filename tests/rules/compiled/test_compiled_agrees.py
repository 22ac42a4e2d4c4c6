"""A compiled rule says what the tree walker says, of every rule and learner that can be generated."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar.clauses import Example
from grammar.parser import parse
from rules.answers import answer_of
from rules.book import Book
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.compiled.programs import Programs, told_whole
from rules.evaluator import evaluate, evaluate_each
from rules.examples import facts_of
from rules.replay import canonical_bytes, trace_record
from rules.source_index import SourceIndex
from tests.effort import examples
from tests.rules import generated


def bytes_of(verdict):
    """Return the bytes that a decision keeps of a verdict."""
    return canonical_bytes(trace_record(verdict))


@settings(max_examples=examples(400), deadline=None)
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


@settings(max_examples=examples(300), deadline=None)
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


@settings(max_examples=examples(200), deadline=None)
@given(generated.books(most=6), generated.facts())
def test_a_brief_explanation_is_told_as_the_very_verdict(book, facts):
    """What the programs of a book found in brief makes the verdicts that the book gives, to the byte."""
    programs, prepared = Programs.of(book), Prepared(facts)
    expected = {program: bytes_of(verdict) for program, verdict in programs.verdicts(prepared)}

    told = {
        program: bytes_of(told_whole(program, prepared, each))
        for group, found in programs.explanations(prepared)
        for program, each in zip(group, found, strict=True)
    }

    assert told == expected


SAMPLES = [Path("tests/grammar/specification.rule"), *sorted(Path("backoffice/sample/files").glob("*.rule"))]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_the_examples_of_real_rules_are_answered_alike(path):
    """Every rule of the specification and of the sample answers its own examples as the tree walker does."""
    book = Book.gather([parse((Path(__file__).parents[3] / path).read_text("utf-8")).file])
    cases = [
        (rule, facts_of(rule, example, book=book, today=date(2020, 11, 15)))
        for rule in book.rules
        for example in (*rule.examples, Example((), "pending"))
    ]

    differing = [
        rule.code
        for rule, facts in cases
        if bytes_of(program_of(rule, book).verdict(Prepared(facts))) != bytes_of(evaluate(rule, facts, book=book))
        or program_of(rule, book).answer(Prepared(facts)) != answer_of(evaluate(rule, facts, book=book))
    ]

    assert cases
    assert differing == []
