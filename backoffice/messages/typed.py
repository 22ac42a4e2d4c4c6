"""What people type into the forms of this area, checked."""

from collections.abc import Iterable

from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Problem

LONGEST_TITLE = 100
Field = tuple[str, str, str, int]  # key, label, what was typed, most characters


def read(fields: Iterable[Field], problems: list[Problem]) -> list[str]:
    """Return what was typed without blanks around it; add every problem to the list."""
    texts = []
    for key, label, typed, most in fields:
        text = typed.strip().replace("\r\n", "\n")
        texts.append(text)
        if not text:
            problems.append(Problem("field_missing", key, {"label": label}))
        elif has_hidden(text, lines=most > LONGEST_TITLE):
            problems.append(Problem("text_unreadable", key, {"label": label}))
        elif len(text) > most:
            problems.append(Problem("field_too_long", key, {"label": label, "limit": str(most)}))
    return texts
