"""Many papers joined into one file for the printer: what they share, and every typeface, is in it once.

A joined file is for paper: the attachments, tags and seals of the single papers stay with those.
"""

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from reports.merged_faces import MergedFace, mergeable

OF_A_PAGE = ("/MediaBox", "/TrimBox", "/BleedBox", "/Resources", "/Contents")
LEFT_OUT = frozenset({"/Length", "/StructParent", "/StructParents"})


@dataclass(frozen=True, slots=True)
class Titled:
    """A paper and what its bookmark says, such as its number and a name."""

    title: str
    pages: bytes


def join(papers: Iterable[Titled], *, title: str) -> bytes:
    """Join papers, one bookmark for each; the same papers give the same bytes.

    Papers may come one by one, each is let go of when its pages are in.
    """
    joined = Joined()
    for paper in papers:
        joined.add(paper)
    return joined.finish(title)


class Joined:
    """A file that papers are added to."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.bookmarks: list[tuple[str, int]] = []
        self.faces: dict[str, MergedFace] = {}
        self.by_content: dict[bytes, pikepdf.Object] = {}
        self.of_paper: dict[tuple[int, int], pikepdf.Object] = {}

    def add(self, paper: Titled) -> None:
        """Add the pages of a paper."""
        self.bookmarks.append((paper.title, len(self.pdf.pages)))
        self.of_paper = {}
        with pikepdf.open(io.BytesIO(paper.pages)) as read:
            for page in read.pages:
                own = Dictionary(Type=Name.Page)
                for key in OF_A_PAGE:
                    if key in page.obj:
                        own[key] = self.carried(page.obj[key])
                self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(own)))
        self.of_paper = {}

    def finish(self, title: str) -> bytes:
        """Write the file."""
        for face in self.faces.values():
            face.finish(self.pdf)
        with self.pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(words, page) for words, page in self.bookmarks)
        self.pdf.docinfo["/Title"] = title
        output = io.BytesIO()
        self.pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        self.pdf.close()
        return output.getvalue()

    def carried(self, found: pikepdf.Object) -> pikepdf.Object:
        """Return a paper's object as one of this file; one that is there already is used again."""
        if not isinstance(found, pikepdf.Object):
            return found
        known = self.of_paper.get(found.objgen) if found.is_indirect else None
        if known is None:
            known = self.own(found)
            if found.is_indirect:
                self.of_paper[found.objgen] = known
        return known

    def own(self, found: pikepdf.Object) -> pikepdf.Object:
        """Make a paper's object one of this file."""
        if isinstance(found, pikepdf.Stream):
            return self.stream(found)
        if isinstance(found, Array):
            return Array([self.carried(item) for item in found])
        if isinstance(found, Dictionary):
            return self.face(found) if mergeable(found) else self.dictionary(found)
        return found

    def dictionary(self, found: pikepdf.Object) -> pikepdf.Dictionary:
        """Carry a dictionary."""
        return Dictionary({key: self.carried(item) for key, item in found.items() if key not in LEFT_OUT})

    def stream(self, found: pikepdf.Stream) -> pikepdf.Object:
        """Carry a stream as it is packed, once for the whole file."""
        content, words = found.read_raw_bytes(), self.dictionary(found)
        key = hashlib.sha256(content + b"\0" + words.unparse()).digest()
        if key not in self.by_content:
            own = pikepdf.Stream(self.pdf, content)
            for name, item in words.items():
                own[name] = item
            self.by_content[key] = own
        return self.by_content[key]

    def face(self, found: pikepdf.Object) -> pikepdf.Object:
        """Add what a paper uses of a typeface to the one of this file."""
        name = str(found.BaseFont)
        if name not in self.faces:
            self.faces[name] = MergedFace(self.pdf.make_indirect(Dictionary()))
        self.faces[name].add(found)
        return self.faces[name].reference
