"""Prints a proof of a conversion (转换证明) as PDF/A-3, the same bytes for the same content."""

from datetime import UTC, datetime, time
from decimal import Decimal

from reports.arrows import ARROW, SLIM_ARROW
from reports.microprint import microprint
from reports.ornament import frame_behind
from reports.press import Attached, print_paper, templates
from reports.printable import normal, printable, printable_content, texts_of
from reports.proof import ConversionProofContent, canonical_json, digest
from reports.quick_response import quick_response
from reports.refusals import GlyphMissing, Unprintable
from reports.seal import seal
from reports.typefaces import KAI, covers, require_glyphs

__all__ = ["GlyphMissing", "Unprintable", "render_proof"]

LONGEST_ADDRESS = 200


def render_proof(content: ConversionProofContent, *, check_code: str, verify_url: str) -> bytes:
    """Print a proof on A4, its canonical JSON attached.

    Raises `Unprintable` for a text that cannot be set, `GlyphMissing` for a character that no typeface has.
    """
    page = page_of(content, check_code=check_code, verify_url=verify_url)
    attached = Attached(f"{content.number}.json", canonical_json(content).encode(), "Canonical content of this proof")
    return print_paper(
        page,
        "conversion_proof.css",
        moment=datetime.combine(content.issued_on, time(), UTC),
        attachments=[attached],
        drawings=[ARROW, SLIM_ARROW, seal(normal(content.issuer)), quick_response(normal(verify_url))],
        finisher=frame_behind(microprint(content.number)),
    )


def page_of(content: ConversionProofContent, *, check_code: str, verify_url: str) -> str:
    """Fill the template with a content whose every text is fit to print."""
    shown = printable_content(content)
    code = printable(check_code, field="check_code")
    address = printable(verify_url, field="verify_url", longest=LONGEST_ADDRESS)
    require_glyphs((*texts_of(shown), code, address))
    return (
        templates()
        .get_template("conversion_proof.html")
        .render(
            content=shown,
            check_code=code,
            verify_url=address,
            digest=digest(canonical_json(content)),
            ruled=any(line.rule_code for line in shown.lines),
            total=sum((line.credits for line in shown.lines), Decimal(0)),
            name_face="kai" if covers(KAI, shown.learner_name) else "song",
            seal=seal(shown.issuer).image,
            quick_response=quick_response(address).image,
            arrow=ARROW.image,
            slim_arrow=SLIM_ARROW.image,
            moment=f"{content.issued_on.isoformat()}T00:00:00Z",
        )
    )
