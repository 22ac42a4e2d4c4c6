"""Whatever stands in the way of a paper is told in one place, to those who may mend it and to those who may not."""

import pytest

from backoffice.kernel.papers import fault_told
from backoffice.kernel.wording import message
from reports.refusals import GlyphMissing, RendererDied, RenderTimedOut, Unprintable

LONG = Unprintable("lines[0].source_title", "longer than 200 characters", "甲\u202e乙" * 100)


@pytest.mark.parametrize(
    ("fault", "by_centre", "code"),
    [
        (GlyphMissing("𒀀"), False, "paper_letters_missing"),
        (GlyphMissing("𒀀"), True, "paper_letters_missing_for_centre"),
        (LONG, False, "paper_text_unprintable"),
        (LONG, True, "paper_text_unprintable_for_centre"),
        (Unprintable("groups", "empty"), True, "transcript_empty"),
        (Unprintable("recognised", "longer than 150 outcomes"), True, "transcript_too_long"),
        (RenderTimedOut("not done within 30 seconds"), True, "paper_beyond_bounds"),
        (RendererDied("the renderer ran out of memory"), False, "paper_beyond_bounds"),
    ],
)
def test_every_fault_has_a_sentence(fault, by_centre, code):
    """It is said in both languages, with nothing left to fill in."""
    told = fault_told(fault, by_centre=by_centre)

    assert told.code == code
    assert all("{" not in message(told, language) for language in ("zh", "en"))


def test_a_quoted_text_does_not_turn_the_sentence():
    """Of a text with a character that turns what stands around it, the reader sees the rest, and not very much."""
    told = message(fault_told(LONG, by_centre=True), "zh")

    assert told.startswith("“甲�乙")
    assert told.isprintable()
    assert len(told) < 80
