"""Prints a proof of a conversion (转换证明) as PDF/A-3, the same bytes for the same content."""

import mimetypes
from dataclasses import dataclass
from datetime import UTC, datetime, time
from decimal import Decimal

from reports.arrows import ARROWS
from reports.canonical import digest
from reports.drawing import Drawing
from reports.dressing import dressed, inks_of, values_of
from reports.look import STANDARD, PaperLook
from reports.look_kinds import PROOF_LOOKS
from reports.look_pictures import given_pictures
from reports.microprint import microprint
from reports.ornament import frame_behind
from reports.press import Attached, print_paper, templates
from reports.printable import printable, printable_content, texts_of
from reports.proof import ConversionProofContent, canonical_json
from reports.quick_response import quick_response
from reports.refusals import GlyphMissing, Unprintable
from reports.typefaces import KAI, covers, require_glyphs

__all__ = ["GlyphMissing", "Unprintable", "render_proof"]

LONGEST_ADDRESS = 200
CREDENTIAL_TYPE = "application/vc+jwt"
mimetypes.add_type(CREDENTIAL_TYPE, ".jwt")  # what a machine knows of it must not show in the bytes


@dataclass(frozen=True, slots=True)
class Page:
    """A page to print, the drawings that it names, and the colours of its look by their names."""

    html: str
    drawings: tuple[Drawing, ...]
    colours: dict[str, str]


def render_proof(
    content: ConversionProofContent,
    *,
    check_code: str,
    verify_url: str,
    credential: str = "",
    look: PaperLook = STANDARD,
) -> bytes:
    """Print a proof on A4 in a look, its canonical JSON attached, and its credential if there is one.

    Raises `Unprintable` for a text that cannot be set, `GlyphMissing` for a character that no typeface has,
    `LookRefused` for a look that is not sound.
    """
    page = page_of(content, check_code=check_code, verify_url=verify_url, look=look)
    return print_paper(
        page.html,
        "conversion_proof.css",
        moment=datetime.combine(content.issued_on, time(), UTC),
        attachments=attached_to(content.number, "proof", canonical_json(content), credential),
        drawings=page.drawings,
        pictures=given_pictures(look),
        colours=page.colours,
        finisher=frame_behind(microprint(content.number), inks_of(look)),
    )


def attached_to(number: str, paper: str, text: str, credential: str) -> list[Attached]:
    """Return what a paper carries: its canonical content, and its credential if there is one."""
    attached = [Attached(f"{number}.json", text.encode(), f"Canonical content of this {paper}")]
    if credential:
        signed = f"This {paper} as a verifiable credential"
        attached.append(Attached(f"{number}.jwt", credential.encode(), signed, "Supplement"))
    return attached


def page_of(content: ConversionProofContent, *, check_code: str, verify_url: str, look: PaperLook = STANDARD) -> Page:
    """Fill the template with a content whose every text is fit to print."""
    shown = printable_content(content)
    code = printable(check_code, field="check_code")
    address = printable(verify_url, field="verify_url", longest=LONGEST_ADDRESS)
    require_glyphs((*texts_of(shown, *shown.lines), code, address))
    total, ruled = sum((line.credits for line in shown.lines), Decimal(0)), any(line.rule_code for line in shown.lines)
    clothes = dressed(look, PROOF_LOOKS, values_of(shown, total))
    code_of_squares = quick_response(address)
    arrows = {name: arrow(clothes.colours["accent"]) for name, arrow in ARROWS.items()}
    html = (
        templates()
        .get_template("conversion_proof.html")
        .render(
            content=shown,
            check_code=code,
            verify_url=address,
            digest=digest(canonical_json(content)),
            look=clothes,
            words=clothes.words | statement_of(clothes.words, "ruled" if ruled else "judged"),
            total=total,
            name_face="kai" if covers(KAI, shown.learner_name) else "song",
            quick_response=code_of_squares.image,
            **{name: arrow.image for name, arrow in arrows.items()},
            moment=f"{content.issued_on.isoformat()}T00:00:00Z",
        )
    )
    return Page(html, (*clothes.drawings, code_of_squares, *arrows.values()), clothes.colours)


def statement_of(words: dict[str, str], sort: str) -> dict[str, str]:
    """Return the statement of a sort of proof, "ruled" or "judged", in both languages."""
    return {f"statement{tongue}": words[f"statement_{sort}{tongue}"] for tongue in ("", "_english")}
