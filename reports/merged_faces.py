"""Parts of one typeface, as the papers that use them embed them, put together again.

A paper keeps the numbers that glyphs have in the whole typeface, so parts of it never disagree.
"""

import io
import re
import struct
from typing import Any

import numpy as np
import pikepdf
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import SFNTWriter
from pikepdf import Array, Dictionary, Name

MAPPED = re.compile(rb"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>")
NEEDED = ("cvt ", "fpgm", "head", "hhea", "maxp", "prep")  # beside the glyphs; the rest is of no use in a file
PAIRS_AT_ONCE = 100  # that PDF allows in a block
CODES = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo
<< /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
%s
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""


def mergeable(found: pikepdf.Object) -> bool:
    """Tell whether this is a font that keeps a typeface's own numbers of glyphs."""
    return (
        found.get("/Type") == Name.Font
        and found.get("/Encoding") == Name("/Identity-H")
        and "/FontFile2" in found.DescendantFonts[0].FontDescriptor
    )


class MergedFace:
    """One typeface of a joined file; `reference` is its font dictionary, filled in the end."""

    def __init__(self, reference: pikepdf.Object) -> None:
        self.reference = reference
        self.widths: dict[int, Any] = {}
        self.letters: dict[int, bytes] = {}
        self.glyphs: dict[int, bytes] = {}
        self.metrics: dict[int, bytes] = {}
        self.tables: dict[str, bytes] = {}
        self.words: dict[str, Any] = {}

    def add(self, found: pikepdf.Object) -> None:
        """Add what one paper uses."""
        below = found.DescendantFonts[0]
        widths = widths_of(below.W)
        if widths.keys() <= self.widths.keys():
            return
        self.widths |= widths
        self.letters |= {int(code, 16): text for code, text in MAPPED.findall(mappings(found.ToUnicode.read_bytes()))}
        file = TTFont(io.BytesIO(below.FontDescriptor.FontFile2.read_bytes()), lazy=True).reader
        self.add_glyphs({tag: file[tag] for tag in (*NEEDED, "glyf", "loca", "hmtx") if tag in file})
        if not self.words:
            self.words = {name: item for name, item in below.FontDescriptor.items() if name != "/FontFile2"}
            self.words["/BaseFont"] = found.BaseFont

    def add_glyphs(self, tables: dict[str, bytes]) -> None:
        """Add the outlines of one part, those that others are made of among them."""
        self.tables = self.tables or {tag: tables[tag] for tag in NEEDED if tag in tables}
        offsets = offsets_of(tables)
        long = metrics_count(tables["hhea"])
        used = set(np.flatnonzero(np.diff(offsets)).tolist()) | (self.widths.keys() & range(len(offsets) - 1))
        for glyph in used - self.glyphs.keys():
            self.glyphs[glyph] = tables["glyf"][offsets[glyph] : offsets[glyph + 1]]
            self.metrics[glyph] = metric(tables["hmtx"], glyph, long)

    def finish(self, pdf: pikepdf.Pdf) -> None:
        """Write the font dictionary and all that hangs on it."""
        program = self.program()
        words = {name: item for name, item in self.words.items() if name != "/BaseFont"}
        descriptor = Dictionary({**words, "/FontBBox": self.box(), "/FontFile2": packed(pdf, program)})
        descriptor.FontFile2.Length1 = len(program)
        below = Dictionary(
            Type=Name.Font,
            Subtype=Name.CIDFontType2,
            BaseFont=self.words["/BaseFont"],
            CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
            CIDToGIDMap=Name.Identity,
            W=Array(runs(self.widths)),
            FontDescriptor=pdf.make_indirect(descriptor),
        )
        self.reference.Type = Name.Font
        self.reference.Subtype = Name.Type0
        self.reference.BaseFont = self.words["/BaseFont"]
        self.reference.Encoding = Name("/Identity-H")
        self.reference.DescendantFonts = Array([pdf.make_indirect(below)])
        self.reference.ToUnicode = packed(pdf, CODES % blocks(self.letters))

    def box(self) -> Array:
        """Return a box as wide as the widest glyph."""
        left, bottom, _, top = self.words["/FontBBox"]
        return Array([left, bottom, max(self.widths.values()), top])

    def program(self) -> bytes:
        """Return the typeface with every glyph that was added."""
        count = max(self.glyphs) + 1
        outlines = [self.glyphs.get(number, b"") for number in range(count)]
        padded = [outline + bytes(-len(outline) % 4) for outline in outlines]
        offsets = np.concatenate([[0], np.cumsum([len(outline) for outline in padded])]).astype(">u4")
        tables = self.tables | {
            "glyf": b"".join(padded),
            "loca": offsets.tobytes(),
            "hmtx": b"".join(self.metrics.get(number, bytes(4)) for number in range(count)),
            "head": patched(self.tables["head"], 50, 1),
            "maxp": patched(self.tables["maxp"], 4, count),
            "hhea": patched(self.tables["hhea"], 34, count),
        }
        output = io.BytesIO()
        writer = SFNTWriter(output, len(tables))
        for tag in sorted(tables):
            writer[tag] = tables[tag]
        writer.close()
        return output.getvalue()


def widths_of(array: pikepdf.Object) -> dict[int, Any]:
    """Read widths by glyph from runs: a first number, then the widths of it and of its followers."""
    read: dict[int, Any] = {}
    for first, widths in zip(array[::2], array[1::2], strict=True):
        read |= {int(first) + place: width for place, width in enumerate(widths)}
    return read


def runs(widths: dict[int, Any]) -> list[Any]:
    """Write widths by glyph as runs."""
    written: list[Any] = []
    before = -2
    for glyph in sorted(widths):
        if glyph != before + 1:
            written += [glyph, Array()]
        written[-1].append(widths[glyph])
        before = glyph
    return written


def mappings(codes: bytes) -> bytes:
    """Return the part of a map of letters behind its range of codes, which looks like a mapping."""
    return codes.partition(b"endcodespacerange")[2]


def blocks(letters: dict[int, bytes]) -> bytes:
    """Write the letters of glyphs in blocks."""
    pairs = [b"<%04x> <%s>" % (glyph, letters[glyph]) for glyph in sorted(letters)]
    parts = [pairs[start : start + PAIRS_AT_ONCE] for start in range(0, len(pairs), PAIRS_AT_ONCE)]
    return b"\n".join(b"%d beginbfchar\n%s\nendbfchar" % (len(part), b"\n".join(part)) for part in parts)


def offsets_of(tables: dict[str, bytes]) -> Any:  # noqa: ANN401 - an array of whole numbers
    """Return where each outline begins, and where the last one ends."""
    short = struct.unpack_from(">h", tables["head"], 50)[0] == 0
    return np.frombuffer(tables["loca"], ">u2" if short else ">u4").astype(np.int64) * (2 if short else 1)


def metrics_count(header: bytes) -> int:
    """Return how many glyphs have a width of their own; those behind share the last."""
    return int(struct.unpack_from(">H", header, 34)[0])


def metric(table: bytes, glyph: int, long: int) -> bytes:
    """Return a glyph's width and left bearing."""
    if glyph < long:
        return table[4 * glyph : 4 * glyph + 4]
    start = 4 * long + 2 * (glyph - long)
    return table[4 * long - 4 : 4 * long - 2] + table[start : start + 2]


def patched(table: bytes, place: int, number: int) -> bytes:
    """Return a table with one number of two bytes changed."""
    return table[:place] + struct.pack(">H", number) + table[place + 2 :]


def packed(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    """Return a stream, which is packed when the file is saved."""
    return pikepdf.Stream(pdf, content)
