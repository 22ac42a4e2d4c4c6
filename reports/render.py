"""Prints a proof of a conversion (转换证明) as PDF/A-3, the same bytes for the same content."""

import io
import threading
import warnings
from datetime import UTC, datetime, time
from decimal import Decimal
from functools import cache
from pathlib import Path

import pikepdf
import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.microprint import microprint
from reports.ornament import frame_behind
from reports.printable import Unprintable, printable, printable_content, texts_of
from reports.proof import ConversionProofContent, canonical_json, digest
from reports.seal import seal
from reports.typefaces import KAI, SONG_BOLD, GlyphMissing, covers, require_glyphs

# The typefaces above must be known to fontconfig before WeasyPrint loads it.
from weasyprint import CSS, HTML, Attachment  # isort: skip
from weasyprint.text.fonts import FontConfiguration  # isort: skip
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # isort: skip

__all__ = ["GlyphMissing", "Unprintable", "render_proof"]

TEMPLATES = Path(__file__).parent / "templates"
LONGEST_ADDRESS = 200
LONG_TITLE = 36
ONE_AT_A_TIME = threading.Lock()  # Pango's font map is not made for threads


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Refuses every address: a paper is made of what it is given and fetches neither files nor pages."""

    def fetch(self, url: str, headers: object = None) -> None:
        """Refuse, and stop the printing."""
        del headers
        message = f"a paper fetches nothing, not even {url[:80]}"
        raise FatalURLFetchingError(message)


@cache
def templates() -> Environment:
    """Return the templates; what they are not given is an error, what they are given is escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters |= {
        "credits": credits_text,
        "percent": percent_text,
        "chinese_date": lambda day: f"{day.year}年{day.month}月{day.day}日",
        "face": face_of_title,
    }
    return environment


@cache
def typography() -> tuple[CSS, FontConfiguration]:
    """Return the style sheet and the typefaces, read once and kept warm."""
    typefaces = FontConfiguration()
    words = (TEMPLATES / "conversion_proof.css").read_text(encoding="utf-8")
    return CSS(string=words, font_config=typefaces, url_fetcher=NothingFetched()), typefaces


def face_of_title(title: str) -> str:
    """Return the classes of a title: bold when the bold face has all of it, long when it must be set smaller."""
    weight = "bold" if covers(SONG_BOLD, title) else "regular"
    return f"{weight} long" if len(title) > LONG_TITLE else weight


def credits_text(amount: Decimal) -> str:
    """Write credits exactly, with at least one decimal place and no idle zeros."""
    words = f"{amount:f}"
    whole, _, rest = words.partition(".")
    return f"{whole}.{rest.rstrip('0') or '0'}"


def percent_text(ratio: Decimal) -> str:
    """Write a ratio in percent exactly, without idle zeros."""
    words = f"{ratio:f}"
    return f"{words.rstrip('0').rstrip('.') if '.' in words else words}%"


def render_proof(content: ConversionProofContent, *, check_code: str, verify_url: str) -> bytes:
    """Print a proof on A4, its canonical JSON attached.

    Raises `Unprintable` for a text that cannot be set, `GlyphMissing` for a character that no typeface has.
    """
    page = page_of(content, check_code=check_code, verify_url=verify_url)
    text = canonical_json(content)
    moment = datetime.combine(content.issued_on, time(), UTC)
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        style, typefaces = typography()
        attachment = Attachment(
            string=text.encode(),
            name=f"{content.number}.json",
            description="Canonical content of this proof",
            created=moment,
            modified=moment,
            relationship="Source",
            url_fetcher=NothingFetched(),
        )
        printed = HTML(string=page, url_fetcher=NothingFetched()).write_pdf(
            stylesheets=[style],
            font_config=typefaces,
            finisher=frame_behind(microprint(content.number)),
            attachments=[attachment],
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
        )
    return with_attachment_listed_once(printed)


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
            seal=seal(shown.issuer),
            quick_response=quick_response(address),
            moment=f"{content.issued_on.isoformat()}T00:00:00Z",
        )
    )


def quick_response(address: str) -> Markup:
    """Draw the two-dimensional code (二维码) of an address."""
    code = segno.make(address, error="m", micro=False, boost_error=True)
    return Markup(code.svg_inline(border=0, omitsize=True, dark="#10231c", svgclass="code", lineclass=None))  # noqa: S704


def with_attachment_listed_once(printed: bytes) -> bytes:
    """Mend /AF, which WeasyPrint fills with every attachment twice."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        listed = {item.objgen: item for item in pdf.Root.AF}
        pdf.Root.AF = pikepdf.Array(list(listed.values()))
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()
