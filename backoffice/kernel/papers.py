"""Why a paper was not printed, as a problem that its reader can do something about."""

from collections.abc import Iterable, Mapping
from typing import assert_never

from backoffice.kernel.problems import Problem
from reports.printable_transcript import MOST_ENTRIES, MOST_RECOGNISED
from reports.refusals import GlyphMissing, RendererDied, RenderTimedOut, Unprintable
from reports.sheets import texts_in

Fault = GlyphMissing | Unprintable | RenderTimedOut | RendererDied
FAULTS = (GlyphMissing, Unprintable, RenderTimedOut, RendererDied)  # any other is the program's, and a failure
MOST_PLACES = 5
LONGEST_QUOTED = 30


def fault_told(fault: Fault, parts: Mapping[str, object] | None = None, *, by_centre: bool = False) -> Problem:
    """Return what stands in the way of a paper; `parts` are its pieces by the names that the reader knows.

    `by_centre` where the reader may not change what the paper says, as a learner, and has to ask the centre.
    """
    match fault:
        case GlyphMissing():
            return _letters_missing(fault.characters, parts or {}, by_centre=by_centre)
        case Unprintable():
            return _text_unprintable(fault, by_centre=by_centre)
        case RenderTimedOut() | RendererDied():
            return Problem("paper_beyond_bounds")
        case _:
            assert_never(fault)


def _letters_missing(letters: str, parts: Mapping[str, object], *, by_centre: bool) -> Problem:
    if by_centre:
        return Problem("paper_letters_missing_for_centre", "", {"letters": "、".join(letters)})
    named = _holding(letters, parts)
    places = {
        "places_zh": f"，它们在 {'、'.join(named)}" if named else "",
        "places_en": f" in {', '.join(named)}" if named else "",
    }
    return Problem("paper_letters_missing", "", {"letters": " ".join(letters), **places})


def _text_unprintable(fault: Unprintable, *, by_centre: bool) -> Problem:
    if fault.field == "groups" and fault.reason == "empty":
        return Problem("transcript_empty")
    if fault.field in {"groups", "recognised"}:
        return Problem("transcript_too_long", "", {"entries": str(MOST_ENTRIES), "outcomes": str(MOST_RECOGNISED)})
    if by_centre:
        return Problem("paper_text_unprintable_for_centre", "", {"text": _quoted(fault.text)})
    return Problem("paper_text_unprintable", "", {"field": fault.field})


def _quoted(text: str) -> str:
    """Return the beginning of a text that may hold what turns or hides the words around it."""
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text[:LONGEST_QUOTED])


def _holding(letters: Iterable[str], parts: Mapping[str, object]) -> list[str]:
    wanted = set(letters)
    return [name for name, part in parts.items() if any(wanted & set(text) for text in texts_in(part))][:MOST_PLACES]
