"""Learners with their outcomes and judgements, and the catalogue, from tables."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from rules.catalogue import Catalogue, Entry
from rules.facts import Facts, Learner, Outcome
from rules.tables import Columns, Row, read_table
from rules.words import fold

NAMES = ("kind", "title", "code", "institution", "programme", "level")
OUTCOMES = Columns(
    ("learner_id", "outcome_id", "kind"),
    (*NAMES[1:], "qf_level", "score", "grade", "scale", "credits", "hours", "awarded_on"),
    free="field:",
)
LEARNERS = Columns(("learner_id",), ("memberships", "major", "level", "birth_date", "enrolled_on"), free="holds:")
JUDGEMENTS = Columns(("learner_id", "rule_id", "judgement", "value"))
ENTRIES = Columns(("kind", "title"), ("code", "institution", "programme", "level", "qf_level", "credits", "hours"))


@dataclass(frozen=True, slots=True)
class Population:
    """Learners in the order of their tables; judgements by learner and folded rule."""

    learners: Mapping[str, Learner]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    judgements: Mapping[tuple[str, str], Mapping[str, bool]] = field(default_factory=dict)

    def facts(self, learner_id: str, rule_code: str, *, on: date) -> Facts:
        """Return what is known of a learner where a rule is applied."""
        judged = self.judgements.get((learner_id, fold(rule_code)), {})
        return Facts(self.learners[learner_id], self.outcomes.get(learner_id, ()), judged, on=on)


def read_population(outcomes: Path, learners: Path | None = None, judgements: Path | None = None) -> Population:
    """Return the learners of the tables; who stands in one table only is a learner all the same."""
    held = read_outcomes(outcomes)
    listed = read_learners(learners) if learners else {}
    unlisted = {learner_id: Learner(learner_id, holds={}) for learner_id in held if learner_id not in listed}
    return Population(listed | unlisted, held, read_judgements(judgements) if judgements else {})


def read_outcomes(path: Path) -> dict[str, tuple[Outcome, ...]]:
    """Return the outcomes of each learner."""
    table = read_table(path, OUTCOMES)
    found: dict[str, dict[str, Outcome]] = {}
    for row in table.rows:
        learner_id, outcome_id = row.needed("learner_id"), row.needed("outcome_id")
        of_learner = found.setdefault(learner_id, {})
        if outcome_id in of_learner:
            row.fault("row_twice", "outcome_id", value=outcome_id)
        of_learner[outcome_id] = _outcome(row, outcome_id)
    table.finish()
    return {learner_id: tuple(outcomes.values()) for learner_id, outcomes in found.items()}


def _outcome(row: Row, outcome_id: str) -> Outcome:
    row.needed("kind")
    return Outcome(
        outcome_id,
        **{name: row.text(name) for name in NAMES},
        qf_level=row.whole("qf_level"),
        score=row.number("score"),
        grade=row.text("grade"),
        scale=row.text("scale"),
        credits=row.number("credits"),
        hours=row.number("hours"),
        awarded_on=row.day("awarded_on"),
        fields={label: row.text(name) for label, name in row.free("field:") if row.text(name)},
    )


def read_learners(path: Path) -> dict[str, Learner]:
    """Return the learners by id; memberships are unknown where the table has no such column."""
    table = read_table(path, LEARNERS)
    found: dict[str, Learner] = {}
    for row in table.rows:
        learner_id = row.needed("learner_id")
        if learner_id in found:
            row.fault("row_twice", "learner_id", value=learner_id)
        joined = (each.strip() for each in row.text("memberships").replace("；", ";").split(";"))
        found[learner_id] = Learner(
            learner_id,
            memberships=frozenset(filter(None, joined)) if "memberships" in table.head else None,
            major=row.text("major"),
            level=row.text("level"),
            birth_date=row.day("birth_date"),
            enrolled_on=row.day("enrolled_on"),
            holds={kind: row.answer(name) for kind, name in row.free("holds:")},
        )
    table.finish()
    return found


def read_judgements(path: Path) -> dict[tuple[str, str], dict[str, bool]]:
    """Return what people judged, by learner and folded rule; an empty value is not yet judged."""
    table = read_table(path, JUDGEMENTS)
    found: dict[tuple[str, str], dict[str, bool]] = {}
    for row in table.rows:
        of_pair = found.setdefault((row.needed("learner_id"), fold(row.needed("rule_id"))), {})
        name, given = row.needed("judgement"), row.answer("value")
        if name in of_pair:
            row.fault("row_twice", "judgement", value=name)
        if given is not None:
            of_pair[name] = given
    table.finish()
    return found


def read_catalogue(path: Path) -> Catalogue:
    """Return the catalogue of a table."""
    table = read_table(path, ENTRIES)
    entries = []
    for row in table.rows:
        row.needed("kind")
        named = {name: row.text(name) for name in NAMES}
        credits_, hours = row.number("credits"), row.number("hours")
        entries.append(Entry(**named, qf_level=row.whole("qf_level"), credits=credits_, hours=hours))
    table.finish()
    return Catalogue(entries)
