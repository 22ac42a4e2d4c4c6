"""Why a paper could not be printed, as a problem that its reader can mend."""

from collections.abc import Iterable, Mapping

from backoffice.kernel.problems import Problem
from reports.refusals import GlyphMissing, Unprintable
from reports.sheets import texts_in

Fault = GlyphMissing | Unprintable
MOST_PLACES = 5


def fault_told(fault: Fault, parts: Mapping[str, object] | None = None) -> Problem:
    """Return what stands in the way of a paper; `parts` are its pieces by the names that the reader knows."""
    if isinstance(fault, Unprintable):
        return Problem("paper_text_unprintable", "", {"field": fault.field})
    named = _holding(fault.characters, parts or {})
    places = {
        "places_zh": f"，它们在 {'、'.join(named)}" if named else "",
        "places_en": f" in {', '.join(named)}" if named else "",
    }
    return Problem("paper_letters_missing", "", {"letters": " ".join(fault.characters), **places})


def _holding(letters: Iterable[str], parts: Mapping[str, object]) -> list[str]:
    wanted = set(letters)
    return [name for name, part in parts.items() if any(wanted & set(text) for text in texts_in(part))][:MOST_PLACES]
