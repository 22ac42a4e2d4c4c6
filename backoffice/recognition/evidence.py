"""The viewer of a case: which of its files is open, and at which page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Response, abort, request
from werkzeug.datastructures import MultiDict

from backoffice.kernel.models import StoredFile
from backoffice.kernel.pdf_pages import MOST_PAGES, page_count, page_picture
from backoffice.kernel.storage import path_of
from backoffice.kernel.web import folder, number_in
from backoffice.outcomes.views import stored

PDF = "application/pdf"
NOTHING = "default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class ViewedFile:
    """A file as the viewer shows it; `key` names it in the address."""

    key: str
    url: str
    name: str
    size: int
    note: str
    file: StoredFile

    @property
    def is_picture(self) -> bool:
        """Whether it is one picture; of a PDF the house draws one page at a time."""
        return self.file.media_type != PDF


@dataclass(frozen=True, slots=True)
class Viewer:
    """The files of a case, and what is open of them; places and pages are counted from 1. A broken PDF has no pages."""

    files: Sequence[ViewedFile]
    place: int = 1
    page: int = 1
    pages: int = 1

    @property
    def open(self) -> ViewedFile | None:
        """The file that is shown."""
        return self.files[self.place - 1] if self.files else None

    @property
    def picture_url(self) -> str:
        """Where the picture of what is open lies."""
        if self.open is None:
            return ""
        return self.open.url if self.open.is_picture else f"{self.open.url}?sheet={self.page}"

    @property
    def last(self) -> int:
        """The last page that is shown."""
        return min(self.pages, MOST_PAGES)


def viewer_of(files: Sequence[ViewedFile], asked: MultiDict[str, str]) -> Viewer:
    """Return the viewer at the file and the page that an address asks for; without any, at the first."""
    place = next((at for at, each in enumerate(files, 1) if each.key == asked.get("file")), 1)
    if not files:
        return Viewer(files)
    seen = files[place - 1]
    pages = 1 if seen.is_picture else page_count(path_of(seen.file.sha256, folder()))
    return Viewer(files, place, max(1, min(number_in(asked.get("sheet")), pages, MOST_PAGES)), pages)


def file_at(address: str) -> Callable[[str, int], str]:
    """Return what makes the address of a case with one of its files open, at a page of it."""
    sign = "&" if "?" in address else "?"
    return lambda key, sheet: f"{address}{sign}file={key}" + (f"&sheet={sheet}" if sheet > 1 else "")


def shown(file: StoredFile, *, name: str = "") -> Response:
    """Send a file of a case; of a PDF, where the address asks for one, a page as a picture.

    Whoever calls this has looked up the file among those that the actor may see: the picture needs no look of its own.
    """
    wanted = number_in(request.args.get("sheet"))
    if not wanted or file.media_type != PDF:
        return stored(file, name=name)
    drawn = page_picture(path_of(file.sha256, folder()), wanted)
    if drawn is None:
        abort(422)
    response = Response(drawn[0], mimetype=drawn[1])
    response.headers["Content-Security-Policy"] = NOTHING
    return response
