"""The press: a page of HTML and its style become PDF/A-3, the same bytes for the same page, and nothing is fetched."""

import io
import threading
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import reports.typefaces  # noqa: F401 - makes fontconfig know the bundled typefaces before WeasyPrint loads it
from reports.drawing import Drawing
from reports.wording import FILTERS

from weasyprint import CSS, HTML, Attachment  # isort: skip
from weasyprint.text.fonts import FontConfiguration  # isort: skip
from weasyprint.urls import FatalURLFetchingError, URLFetcher  # isort: skip

TEMPLATES = Path(__file__).parent / "templates"
ONE_AT_A_TIME = threading.Lock()  # Pango's font map is not made for threads


class NothingFetched(URLFetcher):  # type: ignore[misc]  # WeasyPrint ships no types
    """Refuses every address: a paper is made of what it is given and fetches neither files nor pages."""

    def fetch(self, url: str, headers: object = None) -> None:
        """Refuse, and stop the printing."""
        del headers
        message = f"a paper fetches nothing, not even {url[:80]}"
        raise FatalURLFetchingError(message)


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that a paper carries; `relationship` is PDF/A-3's AFRelationship."""

    name: str
    content: bytes
    description: str
    relationship: str = "Source"


@cache
def templates() -> Environment:
    """Return the templates; what they are not given is an error, what they are given is escaped."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    environment.filters |= FILTERS
    return environment


@cache
def faces() -> FontConfiguration:
    """Return the typefaces that style sheets have named, kept warm."""
    return FontConfiguration()


@cache
def style(name: str) -> CSS:
    """Return a style sheet of the templates' folder, read once and kept warm."""
    return CSS(string=(TEMPLATES / name).read_text(encoding="utf-8"), font_config=faces(), url_fetcher=NothingFetched())


def print_paper(
    page: str,
    *styles: str,
    moment: datetime,
    attachments: Sequence[Attached] = (),
    drawings: Sequence[Drawing] = (),
    finisher: Callable[..., Any] | None = None,
) -> bytes:
    """Print a page of HTML on paper as PDF/A-3b, tagged.

    `styles` are names of style sheets, later ones over earlier ones; `moment` dates the attachments; `drawings` are
    those that the page names; `finisher` is WeasyPrint's, called with the laid-out document and the PDF.
    """
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        printed = HTML(string=page, url_fetcher=NothingFetched()).write_pdf(
            stylesheets=[style(name) for name in styles],
            font_config=faces(),
            finisher=finisher,
            attachments=[carried(each, moment) for each in attachments],
            cache={each.address: each for each in drawings},
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
        )
    return with_attachments_listed_once(printed)


def carried(attached: Attached, moment: datetime) -> Attachment:
    """Return an attachment in WeasyPrint's terms."""
    return Attachment(
        string=attached.content,
        name=attached.name,
        description=attached.description,
        created=moment,
        modified=moment,
        relationship=attached.relationship,
        url_fetcher=NothingFetched(),
    )


def with_attachments_listed_once(printed: bytes) -> bytes:
    """Mend /AF, which WeasyPrint fills with every attachment twice, and pack the file."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        if "/AF" in pdf.Root:
            listed = {item.objgen: item for item in pdf.Root.AF}
            pdf.Root.AF = pikepdf.Array(list(listed.values()))
        output = io.BytesIO()
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()
