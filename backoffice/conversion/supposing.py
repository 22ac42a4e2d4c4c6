"""Facts that a learner only supposes (试算): nothing of them is ever kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation

from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem
from rules.facts import Outcome

CERTIFICATE = "0"  # the id of a supposed outcome: no row has this key
LONGEST = 200
HIGHEST_SCORE = Decimal(1000)
LABELS = {"score": "成绩", "grade": "等级", "awarded_on": "获取时间", "kind": "成果类型", "title": "成果名称"}


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
    words = {key: typed.get(f"if_{key}", "").strip() for key in LABELS}
    problems: list[Problem] = []
    score, awarded_on = _score(words["score"], problems), _day(words["awarded_on"], problems)
    for key in ("grade", "title"):
        if has_hidden(words[key]):
            problems.append(Problem("text_unreadable", f"if_{key}", {"label": LABELS[key]}))
            words[key] = ""
        elif len(words[key]) > LONGEST:
            problems.append(Problem("field_too_long", f"if_{key}", {"label": LABELS[key], "limit": str(LONGEST)}))
            words[key] = ""
    if words["kind"] and words["kind"] not in kinds:
        problems.append(Problem("choice_unknown", "if_kind", {"label": LABELS["kind"]}))
        words["kind"] = ""
    if words["title"] and not words["kind"]:
        problems.append(Problem("choice_unknown", "if_kind", {"label": LABELS["kind"]}))
        words["title"] = ""
    return Supposed(score, words["grade"], awarded_on, words["kind"], words["title"]), problems


def _score(text: str, problems: list[Problem]) -> Decimal | None:
    if not text:
        return None
    try:
        score = Decimal(text) if text.isascii() and len(text) <= len("1000.00") else None
    except InvalidOperation:
        score = None
    if score is None or not score.is_finite():
        problems.append(Problem("field_not_a_number", "if_score", {"label": LABELS["score"]}))
        return None
    if not 0 <= score <= HIGHEST_SCORE:
        problems.append(Problem("score_out_of_range", "if_score", {"highest": str(HIGHEST_SCORE)}))
        return None
    return score


def _day(text: str, problems: list[Problem]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        problems.append(Problem("field_not_a_date", "if_awarded_on", {"label": LABELS["awarded_on"]}))
        return None
