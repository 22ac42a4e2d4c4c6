"""The press: a page of HTML and its style become PDF/A-3, the same bytes for the same page, and nothing is fetched."""

import io
import threading
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import MappingProxyType
from typing import Any

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import reports.typefaces  # noqa: F401 - makes fontconfig know the bundled typefaces before WeasyPrint loads it
from reports.array_types import leave_lengths_open
from reports.drawing import Drawing
from reports.fetching import NOTHING, NothingFetched
from reports.style_sheets import TEMPLATES, faces, sheet
from reports.wording import FILTERS

from weasyprint import CSS, HTML, Attachment  # isort: skip

NOT_GIVEN: Mapping[str, str] = MappingProxyType({})
ONE_AT_A_TIME = threading.Lock()  # Pango's font map is not made for threads


leave_lengths_open()


class Paper(HTML):  # type: ignore[misc]
    """A page whose elements are those of our papers; the library's sheet for all of HTML takes a tenth longer."""

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:  # noqa: FBT001, FBT002 - the library's own
        del forms
        return [sheet(("elements.css",))]


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


def print_paper(
    page: str,
    *styles: str,
    moment: datetime,
    attachments: Sequence[Attached] = (),
    drawings: Sequence[Drawing] = (),
    pictures: Mapping[str, bytes] = NOTHING,
    colours: Mapping[str, str] = NOT_GIVEN,
    finisher: Callable[..., Any] | None = None,
) -> bytes:
    """Print a page of HTML on paper as PDF/A-3b, tagged.

    `styles` are names of style sheets, later ones over earlier ones, `colours` those of a look by their names;
    `moment` dates the attachments; `drawings` are those that the page names, `pictures` PNGs by the address that the
    page calls them; `finisher` is WeasyPrint's, called with the laid-out document and the PDF.
    """
    with ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        printed = Paper(string=page, url_fetcher=NothingFetched(pictures)).write_pdf(
            stylesheets=[sheet(styles, tuple(colours.items()))],
            font_config=faces(),
            finisher=finisher,
            attachments=[carried(each, moment) for each in attachments],
            cache={each.address: each for each in drawings},
            pdf_variant="pdf/a-3b",
            pdf_tags=True,
            pdf_identifier=False,  # packing and identifying the file is left to the last step, which is much faster
            uncompressed_pdf=True,
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
        pdf.save(
            output,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            fix_metadata_version=False,
        )
    return output.getvalue()
