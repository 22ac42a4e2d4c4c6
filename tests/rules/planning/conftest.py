"""A learner's outcomes and a book of rules, planned for a programme."""

from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Catalogue
from rules.facts import Facts, Learner, Outcome
from rules.planning.plan import Planner
from rules.planning.programme import Course, Programme

DAY = date(2020, 11, 15)
COURSES = tuple(Course("", title, Decimal(3)) for title in "子丑寅卯辰")


@pytest.fixture
def book_of():
    """Return a function that reads a text without a fault."""

    def read(text, entries=()):
        parsed = parse(text)
        assert not parsed.problems, parsed.problems
        return Book.gather([parsed.file], Catalogue(entries))

    return read


@pytest.fixture
def planned(book_of):
    """Return a function that plans: titles of held courses, or outcomes, and the text of a book."""

    def plan(text, *held, total="20", courses=COURSES, entries=(), judgements=None, **more):
        outcomes = tuple(
            each if isinstance(each, Outcome) else Outcome(str(place), "课程", each)
            for place, each in enumerate(held, start=1)
        )

        def facts_of(code):
            return Facts(Learner("L"), outcomes, (judgements or {}).get(code, {}), on=DAY)

        programme = Programme("电商", None if total is None else Decimal(total), tuple(courses))
        return Planner(book_of(text, entries), programme).plan(facts_of, **more)

    return plan


@pytest.fixture
def chosen():
    """Return a function that gives the rules of a plan with what each brings."""
    return lambda plan: [(each.option.rule.code, str(each.counted)) for each in plan.chosen]
