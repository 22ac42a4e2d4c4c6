"""What a verifier is handed, taken apart: a PDF with its attachments, a canonical content, a credential."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pikepdf

from reports.byte_seal import sealed_part

HEAD = b"%PDF-"
LARGEST = 32 * 1024 * 1024  # bytes of a file, and of all that is attached to it
DOTS_OF_A_CREDENTIAL = 2


class Unreadable(ValueError):  # noqa: N818 - the word that callers know
    """A file is none of what can be verified."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found; `names` are those of the attachments."""

    pdf: bytes = b""
    text: str = ""
    token: str = ""
    names: tuple[str, ...] = ()


def parts_of(read: bytes) -> Parts:
    """Tell what the bytes of a file are; raises `Unreadable`."""
    if len(read) > LARGEST:
        raise Unreadable("too large")
    if read.startswith(HEAD):
        return parts_of_pdf(read)
    try:
        text = read.decode()
    except UnicodeDecodeError as fault:
        raise Unreadable("no text") from fault
    if text.startswith("{"):
        return Parts(text=text)
    if text.isascii() and text.count(".") == DOTS_OF_A_CREDENTIAL:
        return Parts(token=text)
    raise Unreadable("neither PDF nor content nor credential")


def parts_of_pdf(read: bytes) -> Parts:
    """Return a PDF and what its sealed bytes carry, whatever was appended; if it cannot be opened, nothing."""
    try:
        attached = attachments_of(sealed_part(read))
        texts = [content.decode() for name, content in attached if name.endswith(".json")]
        tokens = [content.decode() for name, content in attached if name.endswith(".jwt")]
    except (pikepdf.PdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError):
        return Parts(pdf=read)
    names = tuple(name for name, _content in attached)
    return Parts(read, texts[0] if len(texts) == 1 else "", tokens[0] if len(tokens) == 1 else "", names)


def attachments_of(read: bytes) -> list[tuple[str, bytes]]:
    """Return the attachments of a PDF by name."""
    with pikepdf.open(io.BytesIO(read)) as pdf:
        found = [(name, pdf.attachments[name].get_file()) for name in pdf.attachments]
        if sum(each.size for _name, each in found) > LARGEST:
            raise Unreadable("too much attached")
        return [(name, each.read_bytes()) for name, each in found]


def together(parts: Iterable[Parts]) -> tuple[Parts, bool]:
    """Put files of one paper together; also tell whether they agree where several say the same thing."""
    given = list(parts)
    pdfs, texts, tokens = (
        {value for each in given if (value := getattr(each, name))} for name in ("pdf", "text", "token")
    )
    names = tuple(name for each in given for name in each.names)
    agree = all(len(values) <= 1 for values in (pdfs, texts, tokens))
    return Parts(min(pdfs, default=b""), min(texts, default=""), min(tokens, default=""), names), agree
