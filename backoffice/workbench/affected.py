"""Outcomes whose verdict changes between two texts of a rule, as their learners would see it before applying."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from backoffice.conversion.reach import looks_beyond_one
from backoffice.conversion.targets import entry_of, find_entries, references_of
from backoffice.workbench.asking import Answers, Questions, Side, answers_of, named_by
from backoffice.workbench.population import Held, Known, known_beside, named_outcomes
from grammar.declarations import Rule
from grammar.nodes import Reference
from rules.analysis.impact import Effect, effect_of
from rules.answers import Answer
from rules.catalogue import Catalogue, Entry, names
from rules.truth import Truth


@dataclass(frozen=True, slots=True)
class Said:
    """A verdict in brief: "yes", "no" or "pending", and the credits of a yes."""

    word: str
    credits: Decimal | None

    @classmethod
    def of(cls, answer: Answer | None) -> "Said":
        """Return what an answer says; none at all is a no."""
        if answer is None:
            return cls("no", None)
        return cls(answer.truth.value, answer.credits if answer.truth is Truth.YES else None)


@dataclass(frozen=True, slots=True)
class Change:
    """An outcome whose verdict changes; with an application, a pending case that keeps its own version."""

    learner_id: int
    outcome_id: int
    effect: Effect
    before: Said
    after: Said
    application_id: int | None = None


def affected(
    session: Session, outcome_ids: Sequence[int], before: Side | None, after: Side | None, *, on: date
) -> Iterator[Change]:
    """Yield the outcomes not yet applied with that gain, lose or change under the new text, or without the old one.

    Where a rule looks at all that a learner holds, the learner's first outcome that it names stands for all.
    """
    sides = [side for side in (before, after) if side is not None]
    wanted = [each for side in sides for each in named_by(side)]
    outcomes = named_outcomes(session, outcome_ids, wanted)
    if not outcomes:
        return
    rules = [side.rule for side in sides]
    known = known_beside(session, outcomes, rules, wide=any(map(looks_beyond_one, rules)))
    asked = [each for each in outcomes if _stands_for_itself(each, known, wanted)]
    questions, entries = Questions(asked, known, on=on), catalogue_of(session, rules)
    was, is_ = (_said_by(side, questions, entries) for side in (before, after))
    for each in asked:
        old, new = was.get(each.id), is_.get(each.id)
        effect = effect_of(old, new)
        if effect is not None:
            yield Change(each.learner_id, each.id, effect, Said.of(old), Said.of(new))


def targets_for(rule: Rule, catalogue: Catalogue) -> tuple[Entry, ...]:
    """Return the entries of the catalogue that a rule's targets mean."""
    return tuple(dict.fromkeys(entry for each in references_of((rule,)) for entry in catalogue.find(each)))


def catalogue_of(session: Session, rules: Sequence[Rule]) -> Catalogue:
    """Return the entries of the catalogue that some rules aim at."""
    return Catalogue(dict.fromkeys(map(entry_of, find_entries(session, references_of(rules)))))


def _said_by(side: Side | None, questions: Questions, entries: Catalogue) -> Answers:
    return {} if side is None else answers_of(side, questions, targets_for(side.rule, entries))


def _stands_for_itself(outcome: Held, known: Known, wanted: Sequence[Reference]) -> bool:
    """Tell whether an outcome can still be applied with, and no earlier one of the learner stands for it too."""
    if outcome.id in known.spent or outcome.id in known.used.get(outcome.learner_id, ()):
        return False
    earlier = [each for each in known.held.get(outcome.learner_id, ()) if each.id < outcome.id]
    facts = [each.facts for each in earlier if each.id not in known.spent]
    return not any(names(each, held) for held in facts for each in wanted)
