"""Prints a transcript of credits (学分成绩单) as PDF/A-3, the same bytes for the same content."""

from datetime import UTC, datetime, time

from reports.canonical import digest
from reports.dressing import dressed, inks_of, values_of_transcript
from reports.look import PaperLook
from reports.look_kinds import TRANSCRIPT_LOOKS
from reports.look_pictures import given_pictures
from reports.microprint import microprint
from reports.ornament import frame_behind
from reports.press import print_paper, templates
from reports.printable import printable
from reports.printable_transcript import printable_transcript
from reports.quick_response import quick_response
from reports.render import LONGEST_ADDRESS, Page, attached_to
from reports.transcript import TranscriptContent, transcript_json
from reports.transcript_look import TRANSCRIPT_STANDARD
from reports.typefaces import KAI, covers, require_glyphs

LONGEST_RUNNING_NAME = 24  # characters beside the account's number in the head of a further page


def render_transcript(
    content: TranscriptContent,
    *,
    check_code: str,
    verify_url: str,
    credential: str = "",
    look: PaperLook = TRANSCRIPT_STANDARD,
) -> bytes:
    """Print a transcript on A4 in a look, its canonical JSON attached, and its credential if there is one.

    Raises `Unprintable` for a text that cannot be set or too many lines, `GlyphMissing` for a character that no
    typeface has, `LookRefused` for a look that is not sound.
    """
    page = page_of(content, check_code=check_code, verify_url=verify_url, look=look)
    return print_paper(
        page.html,
        "conversion_proof.css",  # the style that the papers share
        "transcript.css",
        moment=datetime.combine(content.issued_on, time(), UTC),
        attachments=attached_to(content.number, "transcript", transcript_json(content), credential),
        drawings=page.drawings,
        pictures=given_pictures(look),
        colours=page.colours,
        finisher=frame_behind(microprint(content.number), inks_of(look)),
    )


def page_of(
    content: TranscriptContent, *, check_code: str, verify_url: str, look: PaperLook = TRANSCRIPT_STANDARD
) -> Page:
    """Fill the template with a content whose every text is fit to print."""
    shown = printable_transcript(content)
    code = printable(check_code, field="check_code")
    address = printable(verify_url, field="verify_url", longest=LONGEST_ADDRESS)
    require_glyphs((code, address))
    clothes = dressed(look, TRANSCRIPT_LOOKS, values_of_transcript(shown))
    code_of_squares = quick_response(address)
    html = (
        templates()
        .get_template("transcript.html")
        .render(
            content=shown,
            check_code=code,
            verify_url=address,
            digest=digest(transcript_json(content)),
            look=clothes,
            words=clothes.words,
            taken_back={each.reverses: each.position for each in shown.entries if each.reverses},
            running_name=shortened(shown.learner_name),
            name_face="kai" if covers(KAI, shown.learner_name) else "song",
            quick_response=code_of_squares.image,
            moment=f"{content.issued_on.isoformat()}T00:00:00Z",
        )
    )
    return Page(html, (*clothes.drawings, code_of_squares), clothes.colours)


def shortened(name: str) -> str:
    """Return a name as it fits into the head of a further page."""
    return name if len(name) <= LONGEST_RUNNING_NAME else f"{name[: LONGEST_RUNNING_NAME - 1]}…"
