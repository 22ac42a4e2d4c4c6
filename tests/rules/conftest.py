"""One rule, one learner: the smallest case that can be judged."""

from dataclasses import replace
from datetime import date

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome

ON = date(2020, 11, 15)


@pytest.fixture
def outcome():
    """Return a function that makes an outcome: a course A of institution X unless told otherwise."""

    def make(outcome_id="1", **values):
        base = Outcome(outcome_id, "课程", "A", institution="X")
        return replace(base, **values)

    return make


@pytest.fixture
def judged():
    """Return a function that applies the last rule of a text to outcomes of one learner."""

    def apply(text, *outcomes, learner=None, on=ON, judgements=None, targets=()):
        parsed = parse(text)
        assert parsed.problems == ()
        book = Book.gather((parsed.file,))
        facts = Facts(learner or Learner("L"), outcomes, on, judgements or {}, targets)
        return evaluate(book.rules[-1], facts, book=book)

    return apply
