"""Facts that a learner only supposes (试算): nothing of them is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from backoffice.column_labels import COLUMNS
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem
from rules.facts import Outcome

CERTIFICATE = "0"  # the id of a supposed outcome: no row has this key
LONGEST = 200
HIGHEST_SCORE = Decimal(1000)
KEYS = ("score", "grade", "awarded_on", "kind", "title")


@dataclass(frozen=True, slots=True)
class Supposed:
    """What the learner would have: other values of the outcome, and one more outcome by its kind and title."""

    score: Decimal | None = None
    grade: str = ""
    awarded_on: date | None = None
    kind: str = ""
    title: str = ""

    @property
    def nothing(self) -> bool:
        """Whether nothing is supposed."""
        return self == Supposed()

    def applied(self, outcome: Outcome) -> Outcome:
        """Return the outcome as it would be."""
        return replace(
            outcome,
            score=outcome.score if self.score is None else self.score,
            grade=self.grade or outcome.grade,
            awarded_on=self.awarded_on or outcome.awarded_on,
        )

    def further(self) -> tuple[Outcome, ...]:
        """Return the outcome that would be held beside."""
        return (Outcome(CERTIFICATE, self.kind, title=self.title),) if self.kind else ()


def supposed_in(typed: Mapping[str, str], kinds: frozenset[str]) -> tuple[Supposed, list[Problem]]:
    """Return what a form supposes and every problem with it; a field with a problem supposes nothing."""
    words = {key: typed.get(f"if_{key}", "").strip() for key in KEYS}
    problems: list[Problem] = []
    score, awarded_on = _score(words["score"], problems), _day(words["awarded_on"], problems)
    for key in ("grade", "title"):
        if has_hidden(words[key]):
            problems.append(_problem("text_unreadable", key))
            words[key] = ""
        elif len(words[key]) > LONGEST:
            problems.append(_problem("field_too_long", key, limit=str(LONGEST)))
            words[key] = ""
    if words["kind"] and words["kind"] not in kinds:
        problems.append(_problem("choice_unknown", "kind"))
        words["kind"] = ""
    if words["title"] and not words["kind"]:
        problems.append(_problem("choice_unknown", "kind"))
        words["title"] = ""
    return Supposed(score, words["grade"], awarded_on, words["kind"], words["title"]), problems


def _problem(code: str, key: str, **values: str) -> Problem:
    """Return what is wrong with a field, which is called as on every other page."""
    chinese, english = COLUMNS[key]
    return Problem(code, f"if_{key}", values | {"label_zh": chinese, "label_en": english})


def _score(text: str, problems: list[Problem]) -> Decimal | None:
    if not text:
        return None
    try:
        score = Decimal(text) if text.isascii() and len(text) <= len("1000.00") else None
    except InvalidOperation:
        score = None
    if score is None or not score.is_finite():
        problems.append(_problem("field_not_a_number", "score"))
        return None
    if not 0 <= score <= HIGHEST_SCORE:
        problems.append(Problem("score_out_of_range", "if_score", {"highest": str(HIGHEST_SCORE)}))
        return None
    return score


def _day(text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(_problem("field_not_a_date", "awarded_on"))
        return None
