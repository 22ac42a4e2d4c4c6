"""The viewer of a case: which of its files is open, and at which page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pikepdf
from werkzeug.datastructures import MultiDict

from backoffice.kernel.models import StoredFile
from backoffice.kernel.storage import path_of
from backoffice.kernel.web import folder, number_in

PDF = "application/pdf"


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
        """Whether the page itself draws it; a PDF is drawn by the browser's own viewer in a frame."""
        return self.file.media_type != PDF


@dataclass(frozen=True, slots=True)
class Viewer:
    """The files of a case, and what is open of them; places and pages are counted from 1."""

    files: Sequence[ViewedFile]
    place: int = 1
    page: int = 1
    pages: int = 1

    @property
    def open(self) -> ViewedFile | None:
        """The file that is shown."""
        return self.files[self.place - 1] if self.files else None


def viewer_of(files: Sequence[ViewedFile], asked: MultiDict[str, str]) -> Viewer:
    """Return the viewer at the file and the page that an address asks for; without any, at the first."""
    place = next((at for at, each in enumerate(files, 1) if each.key == asked.get("file")), 1)
    if not files:
        return Viewer(files)
    pages = 1 if files[place - 1].is_picture else pages_in(files[place - 1].file)
    return Viewer(files, place, min(max(1, number_in(asked.get("sheet"))), pages), pages)


def file_at(address: str) -> Callable[[str, int], str]:
    """Return what makes the address of a case with one of its files open, at a page of it."""
    sign = "&" if "?" in address else "?"
    return lambda key, sheet: f"{address}{sign}file={key}" + (f"&sheet={sheet}" if sheet > 1 else "")


def pages_in(file: StoredFile) -> int:
    """Return how many pages a PDF has; 1 where the storage has lost it, as its frame will tell."""
    try:
        with pikepdf.open(path_of(file.sha256, folder())) as document:
            return max(1, len(document.pages))
    except (OSError, pikepdf.PdfError):
        return 1
