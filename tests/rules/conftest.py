"""A rule's text and a learner's outcomes, judged."""

from datetime import date

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Catalogue
from rules.evaluator import evaluate, evaluate_all
from rules.facts import Facts, Learner

DAY = date(2020, 11, 15)


@pytest.fixture
def judged():
    """Apply the first rule of a text to outcomes."""

    def judge(text, *outcomes, learner=None, entries=(), **more):
        parsed = parse(text)
        assert not parsed.problems, parsed.problems
        book = Book.gather([parsed.file], Catalogue(entries))
        facts = Facts(learner or Learner("L"), outcomes, **({"on": DAY} | more))
        return evaluate(book.rules[0], facts, book=book)

    return judge


@pytest.fixture
def judged_all():
    """Apply every rule of a text to outcomes; return the verdicts by rule."""

    def judge(text, *outcomes, learner=None, **more):
        parsed = parse(text)
        assert not parsed.problems, parsed.problems
        facts = Facts(learner or Learner("L"), outcomes, **({"on": DAY} | more))
        return {each.rule_code: each for each in evaluate_all(Book.gather([parsed.file]), facts)}

    return judge
