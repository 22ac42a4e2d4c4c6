"""What the analysis says of generated rules, against facts with gaps."""

from datetime import date

from hypothesis import given, settings

from rules.analysis.analyser import analyse
from rules.analysis.comparing import Together, satisfiable
from rules.analysis.shapes import Shaping
from rules.analysis.witnesses import Finder, accepts
from rules.evaluator import evaluate_all
from rules.truth import Truth
from tests.effort import examples
from tests.rules.generated import books, facts

ON = date(2020, 6, 1)
NEVER = {"source_never_filled", "condition_contradictory", "bands_all_unreachable", "days_never_meet", "rule_shadowed"}


@settings(deadline=None, max_examples=examples(150))
@given(books(), facts())
def test_what_can_never_hold_never_does(book, known):
    """A rule that is said never to hold, or to be shadowed, says yes to nobody."""
    found = {id(each.rule) for each in analyse(book, on=ON) if each.code in NEVER}

    verdicts = evaluate_all(book, known)

    said = zip(book.rules, verdicts, strict=True)
    assert all(verdict.truth is not Truth.YES for rule, verdict in said if id(rule) in found)


@settings(deadline=None, max_examples=examples(100))
@given(books())
def test_every_clash_is_real(book):
    """Whatever rules are said to clash over, the evaluator accepts the witness for both."""
    clashes = [each for each in analyse(book, on=ON) if each.witness is not None]

    assert all(accepts(rule, each.witness.facts, book) for each in clashes for rule in (each.rule, each.others[0]))


@settings(deadline=None, max_examples=examples(100))
@given(books(most=1))
def test_a_rule_that_can_hold_has_a_witness(book):
    """Facts that satisfy a rule are accepted by it; a rule without any is said not to be satisfiable."""
    shaping = Shaping(book)
    shape = shaping.shape(book.rules[0], 0)

    compared = satisfiable(shape, Finder(book, ON, shaping.held, shaping.spelled))

    assert (compared.together is Together.SOME) == (compared.witness is not None)
    assert compared.together is not Together.NONE or not any(way.boxes for way in shape.ways) or shape.months
