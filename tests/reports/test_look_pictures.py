"""Uploaded logos and seals: decoded, bounded, written anew; nothing in them reaches out or runs."""

import base64
import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from reports.look import STANDARD, Picture
from reports.look_drawing import clean_drawing
from reports.look_faults import LookRefused
from reports.look_pictures import LOGO, SEAL, picture_of
from reports.render import page_of, render_proof

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10">{}</svg>'
SHAPE = '<path d="M1 1 L9 1 L5 9 Z" fill="#a8201a"/>'
REFUSED_DRAWINGS = [
    ("<script>alert(1)</script>", "<script>"),
    ('<image href="file:///etc/passwd"/>', "<image>"),
    ('<use href="#a"/>', "<use>"),
    ("<foreignObject/>", "<foreignObject>"),
    ("<style>@import 'http://x'</style>", "<style>"),
    ("<text>学分</text>", "<text>"),
    (SHAPE.replace("fill", 'onclick="x()" fill'), "onclick"),
    (SHAPE.replace("#a8201a", "url(http://x)"), "fill=url(http://x)"),
    (SHAPE.replace("M1 1", "M1e400 1"), "d=M1e400 1 L9 1 L5 9 Z"),
    ('<path d="9 9 9"/>', "d=9 9 9"),
    ('<polygon points="1 2 3"/>', "points=1 2 3"),
    ('<rect width="1" height="1" transform="url(x)"/>', "transform=url(x)"),
]


def a_png(size=(300, 300), colour=(200, 30, 30, 0), info=None):
    """Return a PNG."""
    output = io.BytesIO()
    Image.new("RGBA", size, colour).save(output, "PNG", pnginfo=info)
    return output.getvalue()


def a_bomb(side):
    """Return a small PNG that says that it has many pixels."""

    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def code_of(content, place):
    """Return the code that a picture is refused with."""
    with pytest.raises(LookRefused) as refused:
        picture_of(content, place)
    return refused.value.faults[0].code


def test_a_png_is_written_anew():
    """Pixels stay, and what else the file carried is gone."""
    info = PngInfo()
    info.add_text("Comment", "secret words")
    kept = base64.b64decode(picture_of(a_png(info=info), SEAL).content)

    assert b"secret" not in kept
    assert Image.open(io.BytesIO(kept)).getpixel((0, 0)) == (200, 30, 30, 0)


@pytest.mark.parametrize(
    ("content", "place", "code"),
    [
        (b"", LOGO, "picture_empty"),
        (b"x" * 400_000, LOGO, "picture_too_large"),
        (a_png()[:-20], LOGO, "picture_unreadable"),
        (a_bomb(2_000), LOGO, "picture_too_many_pixels"),
        (a_bomb(60_000), SEAL, "picture_too_many_pixels"),
        (a_png((30, 300)), LOGO, "picture_too_small"),
        (a_png((100, 100)), SEAL, "picture_too_small"),
        (a_png()[:60], LOGO, "picture_unreadable"),
        (b"GIF89a", LOGO, "picture_unreadable"),
        (DRAWING.format(SHAPE).encode(), SEAL, "picture_not_png"),
        (a_png(colour=(200, 30, 30, 255)), SEAL, "seal_opaque"),
        (b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>", LOGO, "drawing_not_allowed"),
        (DRAWING.format("").encode(), LOGO, "drawing_empty"),
        (f"<svg>{SHAPE}</svg>".encode(), LOGO, "drawing_without_box"),
        (DRAWING.format(SHAPE * 500).encode(), LOGO, "drawing_too_many"),
        (DRAWING.format("<g>" * 50 + SHAPE + "</g>" * 50).encode(), LOGO, "drawing_too_many"),
    ],
    ids=lambda each: str(each)[-20:],
)
def test_a_picture_that_cannot_be_used_is_told(content, place, code):
    """Each way in which a picture cannot be used has its own sentence."""
    assert code_of(content, place) == code


@pytest.mark.parametrize(("inside", "thing"), REFUSED_DRAWINGS, ids=lambda each: each[:30])
def test_a_drawing_holds_shapes_alone(inside, thing):
    """What is no shape, number or colour is refused by its name."""
    with pytest.raises(LookRefused) as refused:
        clean_drawing(DRAWING.format(inside).encode(), LOGO)

    assert refused.value.faults[0].values["thing"] == thing


def test_a_drawing_is_the_same_when_it_is_cleaned_again():
    """Styles become attributes, idle elements go, and the result stands."""
    drawn = DRAWING.format(f'<title>x</title><g style="fill:#123456;font-size:3px" id="a">{SHAPE}</g>')
    once = clean_drawing(drawn.encode(), LOGO)

    assert once == DRAWING.format(f'<g fill="#123456">{SHAPE}</g>')
    assert clean_drawing(once.encode(), LOGO) == once


def test_a_drawing_from_elsewhere_is_cleaned_before_it_is_printed(a_content, paper):
    """A look whose drawing was never cleaned is not printed."""
    look = replace(STANDARD, logo=Picture("svg", DRAWING.format("<script>1</script>")))

    with pytest.raises(LookRefused):
        page_of(a_content(), **paper, look=look)


def test_pictures_are_printed_and_nothing_is_fetched(a_content, paper):
    """A logo and a seal come from memory; their proof is the same each time."""
    logo, seal = picture_of(a_png((120, 60), (10, 20, 200, 255)), LOGO), picture_of(a_png(), SEAL)
    look = replace(STANDARD, logo=logo, seal=seal)
    printed = render_proof(a_content(), **paper, look=look)

    assert 'src="paper:logo"' in page_of(a_content(), **paper, look=look).html
    assert printed == render_proof(a_content(), **paper, look=look)
