"""Uploaded files are known by opening them, not by their names."""

import io

import pikepdf
import pytest
from PIL import Image

from backoffice.kernel.filetypes import MAX_BYTES, media_type_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.wording import message


def a_picture(form: str, *, width: int = 20, height: int = 20, mode: str = "L") -> bytes:
    """Return the bytes of a blank picture."""
    stream = io.BytesIO()
    Image.new(mode, (width, height)).save(stream, form)
    return stream.getvalue()


def a_pdf(*, opens_with: str = "") -> bytes:
    """Return a PDF of one blank page, with a script to run on opening if one is given."""
    document = pikepdf.new()
    document.add_blank_page()
    if opens_with:
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=opens_with)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("证书.jpg", a_picture("JPEG"), "image/jpeg"),
        ("a.png", a_picture("PNG"), "image/png"),
        ("a.gif", a_picture("GIF"), "image/gif"),
        ("a.pdf", a_pdf(), "application/pdf"),
        ("wrongly named.pdf", a_picture("PNG"), "image/png"),
    ],
)
def test_what_can_be_opened_is_taken(name, content, media_type):
    """A picture or PDF that opens is taken as what it is."""
    assert media_type_of(name, content) == media_type


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "file_empty"),
        (b"GIF89a<script>alert(1)</script>", "file_type"),
        (b"%PDF-1.7 but nothing more", "file_type"),
        (a_picture("PNG")[:40], "file_type"),
        (a_picture("BMP"), "file_type"),
        (a_picture("PNG", width=30_000, height=30_000, mode="1"), "image_too_many_pixels"),
        (a_pdf(opens_with="app.alert(1)"), "pdf_active"),
        (b"0" * (MAX_BYTES + 1), "file_too_large"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_trusted_is_refused(content, code):
    """Every refusal names the file and the remedy in both languages."""
    with pytest.raises(Refused) as caught:
        media_type_of("扫描件.png", content)

    (problem,) = caught.value.problems
    assert problem.code == code
    assert "扫描件.png" in message(problem)
    assert "扫描件.png" in message(problem, "en")
