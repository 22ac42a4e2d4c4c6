"""The same proof by other ways of making PDF: the same texts from the same typefaces, each kept as warm as it can be.

typst and Chromium draw the same frame, seal and code, as SVG. reportlab and fpdf2 have no layout: the texts are placed
line by line, the frame is two lines without the guilloche, the seal a ring and its name; that is less than ours does.
"""

import html
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from shutil import which

import typst
from fpdf import FPDF
from playwright.sync_api import sync_playwright
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.proof_drawings import drawing_svg, frame_svg
from reports.drawing import Drawing
from reports.typefaces import HEI, HOME, KAI, SONG, SONG_BOLD

FACES = {"Song": SONG, "Bold": SONG_BOLD, "Kai": KAI, "Hei": HEI}
FAMILIES = {"Song": "Proof Song", "Bold": "Proof Song", "Kai": "Proof Kai", "Hei": "Proof Hei"}
MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Sheet:
    """A proof as placed lines: face, size in points, text, millimetres from the left and from the top; and drawings."""

    lines: tuple[tuple[str, float, str, float, float], ...]
    seal: Drawing
    code: Drawing
    issuer: str


Peer = Callable[[Sheet], bytes]


def quoted(text: str) -> str:
    """Quote a text for typst."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def picture(svg: str, width: str) -> str:
    """Show an SVG picture in typst."""
    return f'#image(bytes({quoted(svg)}), format: "svg", {width})'


def by_typst() -> Peer:
    """Return printing by typst, whose compiler is made once and knows our typefaces alone."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HOME)])

    def print_sheet(sheet: Sheet) -> bytes:
        placed = "\n".join(
            f"#place(top + left, dx: {x}mm, dy: {y}mm, text(font: {quoted(FAMILIES[face])}, size: {size}pt, "
            f'weight: "{"bold" if face == "Bold" else "regular"}", {quoted(text)}))'
            for face, size, text, x, y in sheet.lines
        )
        page = (
            '#set page(paper: "a4", margin: 0mm)\n'
            f"#place({picture(frame_svg(), 'width: 210mm')[1:]})\n{placed}\n"
            f"#place(dx: 23mm, dy: 243mm, {picture(drawing_svg(sheet.code), 'width: 31mm')[1:]})\n"
            f"#place(dx: 137mm, dy: 233mm, {picture(drawing_svg(sheet.seal), 'width: 39mm')[1:]})\n"
        )
        return bytes(typst.compile(page.encode(), font_paths=fonts, format="pdf"))

    return print_sheet


def by_reportlab() -> Peer:
    """Return printing by reportlab, whose typefaces are read once."""
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, str(HOME / file)))

    def print_sheet(sheet: Sheet) -> bytes:
        canvas = Canvas("", pagesize=A4, pageCompression=1)
        height = A4[1]
        canvas.setStrokeColorRGB(0.694, 0.545, 0.235)
        for inset in (40, 43):
            canvas.rect(inset, inset, A4[0] - 2 * inset, height - 2 * inset)
        for face, size, text, x, y in sheet.lines:
            canvas.setFont(face, size)
            canvas.drawString(x * MILLIMETRE, height - y * MILLIMETRE - size, text)
        modules = sheet.code.box[2]
        side = 31 * MILLIMETRE / modules
        for x, y, length in bars(sheet.code):
            canvas.rect(
                23 * MILLIMETRE + x * side, height - 243 * MILLIMETRE - (y + 1) * side, length * side, side, 0, 1
            )
        canvas.setStrokeColorRGB(0.784, 0.157, 0.122)
        canvas.circle(156 * MILLIMETRE, height - 252 * MILLIMETRE, 19 * MILLIMETRE)
        canvas.setFont("Bold", 8)
        canvas.drawCentredString(156 * MILLIMETRE, height - 252 * MILLIMETRE, sheet.issuer)
        return bytes(canvas.getpdfdata())

    return print_sheet


def by_fpdf2() -> Peer:
    """Return printing by fpdf2, which reads the typefaces for every file."""

    def print_sheet(sheet: Sheet) -> bytes:
        pdf = FPDF(unit="mm", format="A4")
        pdf.set_auto_page_break(auto=False)
        for name, file in FACES.items():
            pdf.add_font(name, fname=str(HOME / file))
        pdf.add_page()
        pdf.set_draw_color(177, 139, 60)
        for inset in (14, 15):
            pdf.rect(inset, inset, 210 - 2 * inset, 297 - 2 * inset)
        for face, size, text, x, y in sheet.lines:
            pdf.set_font(face, size=size)
            pdf.text(x, y + size / MILLIMETRE, text)
        side = 31 / sheet.code.box[2]
        for x, y, length in bars(sheet.code):
            pdf.rect(23 + x * side, 243 + y * side, length * side, side, style="F")
        pdf.set_draw_color(200, 40, 31)
        pdf.circle(x=156, y=252, radius=19)
        pdf.set_font("Bold", size=8)
        pdf.text(140, 252, sheet.issuer)
        return bytes(pdf.output())

    return print_sheet


def bars(code: Drawing) -> Iterator[tuple[float, float, float]]:
    """Yield the dark bars of a code: left, top, length."""
    for line in code.operators.splitlines():
        if line.endswith(" re"):
            x, y, length, *_ = line.split()
            yield float(x), float(y), float(length)


@contextmanager
def by_chromium() -> Iterator[Peer]:
    """Give printing by Chromium, whose page is opened once and has our typefaces loaded."""
    faces = "".join(
        f"@font-face {{ font-family: {name}; src: url(file://{HOME / file}); }}" for name, file in FACES.items()
    )
    style = f"{faces} @page {{ size: A4; margin: 0 }} body {{ margin: 0 }} p, div {{ position: absolute; margin: 0 }}"
    with sync_playwright() as playwright:
        program = which("chromium") or which("chromium-headless-shell")
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        blank = HOME / "blank.html"
        page.goto(f"file://{blank.parent}/OFL-Noto-Serif.txt")  # a page of the folder, so that it may read typefaces
        page.set_content(f"<style>{style}</style>" + "".join(f"<p style='font-family:{name}'>学</p>" for name in FACES))
        page.evaluate("document.fonts.ready")

        def print_sheet(sheet: Sheet) -> bytes:
            lines = "".join(
                f"<p style='font:{size}pt/1 {face};left:{x}mm;top:{y}mm;white-space:nowrap'>{html.escape(text)}</p>"
                for face, size, text, x, y in sheet.lines
            )
            drawn = (
                f"<div style='width:210mm'>{frame_svg()}</div>"
                f"<div style='left:23mm;top:243mm;width:31mm'>{drawing_svg(sheet.code)}</div>"
                f"<div style='left:137mm;top:233mm;width:39mm'>{drawing_svg(sheet.seal)}</div>"
            )
            page.evaluate("inside => { document.body.innerHTML = inside }", drawn + lines)
            return page.pdf(prefer_css_page_size=True)

        yield print_sheet
        browser.close()
