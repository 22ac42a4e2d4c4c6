"""The change of a text that mends a problem, where it is certain what to write and where."""

import re
import unicodedata
from dataclasses import dataclass

from grammar.problems import Problem

NAMING = {  # the value that holds the word which `near` is written for
    "unexpected_word": "found",
    "unreadable": "found",
    "kind_unknown": "name",
    "level_unknown": "name",
    "scale_unknown": "name",
    "grade_unknown": "name",
    "set_unknown": "name",
    "example_source_unknown": "name",
    "judgement_unknown": "name",
}
NEGATIONS = ("不", "未", "非", "not")  # a word nearest to its own contrary was hardly meant as that
CLOSING = {"‘": "’", "'": "'"}
NUMBER = re.compile(r"\d{1,6}(\.\d{1,4})?")
WIDE_NUMBER = re.compile(r"[\d．.]+")


@dataclass(frozen=True, slots=True)
class Fix:
    """What to write in the place of the characters from `start` to `end`; "" takes them out."""

    start: int
    end: int
    text: str

    def applied(self, text: str) -> str:
        """Return a text with the change made."""
        return text[: self.start] + self.text + text[self.end :]


def fix_of(problem: Problem, text: str) -> Fix | None:
    """Return the change that mends a problem; None where there is more than one, or none that is certain."""
    match problem.code:
        case "mark_not_needed":
            return _without(problem, text)
        case "quote_single":
            return _in_double_quotes(problem, text)
        case "number_unreadable":
            return _in_digits(problem, text)
        case code if code in NAMING and "near" in problem.values:
            return _nearest(problem, text)
    return None


def _without(problem: Problem, text: str) -> Fix | None:
    start, found = problem.span.start, problem.values["found"]
    end = start + len(found)
    if text[start:end] != found:
        return None
    apart = text[start - 1 : start].isspace() or text[end : end + 1].isspace() or end == len(text)
    return Fix(start, end, "" if apart else " ")


def _in_double_quotes(problem: Problem, text: str) -> Fix | None:
    start = problem.span.start
    closing = CLOSING.get(text[start : start + 1])
    line = text[start:].partition("\n")[0]
    end = line.find(closing, 1) if closing else -1
    inside = line[1:end]
    if end < 0 or set(inside) & set("“”「」\"‘'"):
        return None
    return Fix(start, start + end + 1, f"“{inside}”")


def _in_digits(problem: Problem, text: str) -> Fix | None:
    found = WIDE_NUMBER.match(text, problem.span.start)
    plain = unicodedata.normalize("NFKC", found[0]) if found else ""
    if found is None or plain == found[0] or not NUMBER.fullmatch(plain):
        return None
    return Fix(found.start(), found.end(), plain)


def _nearest(problem: Problem, text: str) -> Fix | None:
    word, near = problem.values[NAMING[problem.code]], problem.values["near"]
    first, last = problem.span.start, max(problem.span.end, problem.span.start + len(word))
    start = text.find(word, first, last)
    again = text.find(word, start + 1, last)
    if not word or start < 0 or again >= 0 or word.startswith(NEGATIONS) != near.startswith(NEGATIONS):
        return None
    return Fix(start, start + len(word), near)
