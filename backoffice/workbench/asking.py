"""What a text of a rule says of each outcome of a batch: in columns where they can say it, else one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from backoffice.conversion.reach import looks_beyond_one
from backoffice.workbench.population import Held, Known
from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.answers import Answer
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.columns.answering import answers
from rules.columns.gathering import columns_of_facts
from rules.columns.population import ColumnPopulation
from rules.columns.programming import programs_of
from rules.compiled.prepared import Prepared
from rules.compiled.program import Program
from rules.facts import Facts
from rules.sources import each_slot, slots_of

Answers = Mapping[int, Answer]  # by the outcome; none where it cannot be applied for


@dataclass(frozen=True, slots=True)
class Side:
    """One text of a rule, ready to be asked."""

    rule: Rule
    book: Book
    program: Program


def named_by(side: Side) -> list[Reference]:
    """Return every name of what a side can start from."""
    if side.rule.source is None:
        return []
    slots = each_slot(slots_of(side.rule.source, side.book))
    return [same for slot in slots for same in side.book.same_as(slot.reference)]


class Questions:
    """The outcomes of a batch as facts and as columns, made once for all texts that look equally far."""

    def __init__(self, outcomes: Sequence[Held], known: Known, *, on: date) -> None:
        self._outcomes, self._known, self.on = outcomes, known, on
        self._made: dict[tuple[bool, bool], tuple[list[Facts], ColumnPopulation | None]] = {}

    def for_rule(self, rule: Rule) -> tuple[list[Facts], ColumnPopulation | None]:
        """Return each outcome as a learner of its own, named by it, and all as columns; None where they hold no column.

        A rule that looks beyond one outcome is told what else the learner may use.
        """
        wide = looks_beyond_one(rule)
        key = (wide, wide and rule.consume)
        if key not in self._made:
            barred = self._known.touched if rule.consume else self._known.spent
            facts = [self._facts(each, barred if wide else None) for each in self._outcomes]
            self._made[key] = facts, _columns(facts)
        return self._made[key]

    def allowed(self, rule: Rule) -> set[int]:
        """Return the outcomes that can be applied for by a rule."""
        once = self._known.used if rule.once else {}
        touched = self._known.touched if rule.consume else frozenset()
        return {each.id for each in self._outcomes if not once.get(each.learner_id) and each.id not in touched}

    def _facts(self, outcome: Held, barred: frozenset[int] | None) -> Facts:
        held = [outcome]
        if barred is not None:
            others = self._known.held.get(outcome.learner_id, ())
            held += [each for each in others if each.id not in barred and each.id != outcome.id]
        learner = replace(self._known.learners[outcome.learner_id], learner_id=str(outcome.id))
        return Facts(learner, tuple(each.facts for each in held), on=self.on, holdings_closed=True)


def answers_of(side: Side, questions: Questions, targets: tuple[Entry, ...]) -> Answers:
    """Return what a side says of each outcome that can be applied for by it; each is asked as by itself."""
    facts, columns = questions.for_rule(side.rule)
    given = in_columns(side, columns, targets, on=questions.on) if columns else one_by_one(side, facts, targets)
    allowed = questions.allowed(side.rule)
    return {outcome_id: answer for outcome_id, answer in given.items() if outcome_id in allowed}


def in_columns(side: Side, columns: ColumnPopulation, targets: tuple[Entry, ...], *, on: date) -> Answers:
    """Return what a side says of learners, by their ids, which are numbers; one who holds nothing named is left out."""
    book = replace(side.book, rules=(side.rule,), catalogue=Catalogue(targets))
    given = (each for several in answers(programs_of(book, on), columns) for each in several.answers())
    return {int(learner_id): answer for learner_id, answer in given}


def one_by_one(side: Side, known: Sequence[Facts], targets: tuple[Entry, ...]) -> Answers:
    """Return the same from the program of the rule."""
    return {
        int(facts.learner.learner_id): side.program.answer(Prepared(facts).with_targets(targets)) for facts in known
    }


def _columns(facts: Sequence[Facts]) -> ColumnPopulation | None:
    try:
        return columns_of_facts(facts)
    except ValueError:  # a number that no column holds exactly
        return None
