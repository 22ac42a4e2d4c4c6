"""The seal over every byte of a PDF (封印): an Ed25519 signature in its trailer, made with its own place zeroed.

The trailer lies behind every object, so that sealing moves none; nothing but the public key is needed to check it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reports.keys import IssuingKey, PublicKey

NAME = "CreditBankSeal"
BLANK = "0" * 128  # the place of 64 bytes in hexadecimal
TAIL = re.compile(rb"startxref\n(\d{1,10})\n%%EOF\n")
TRAILER = re.compile(rb"\d{1,10} 0 obj\n<< ")  # a stream of references, as the press writes it
SEAL = re.compile(
    rb"/" + NAME.encode() + rb" << /Key \(([A-Za-z0-9_-]{43})\) /Length (\d{10}) /Seal <([0-9a-f]{128})> >> "
)


class Sealed(StrEnum):
    """What a look at the seal found."""

    WHOLE = "whole"
    MISSING = "missing"  # no seal where it must be
    UNKNOWN_KEY = "unknown_key"  # sealed by a key that the verifier was not given
    BROKEN = "broken"  # bytes differ from those that were sealed


class Unsealable(ValueError):  # noqa: N818 - the word that callers know
    """The bytes are no PDF as the press makes it, or are sealed already."""


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal where it must be: its key, the sealed length in bytes, the signature and its place in hexadecimal."""

    key_id: str
    length: int
    signature: bytes
    place: slice


def seal_bytes(pdf: bytes, key: IssuingKey) -> bytes:
    """Seal the bytes of a PDF: the same bytes for the same PDF and key."""
    tail = last_tail(pdf)
    begin = TRAILER.match(pdf, int(tail[1])) if tail else None
    if not begin or seal_of(pdf):
        raise Unsealable("not a PDF of the press, or sealed already")
    written = f"/{NAME} << /Key ({key.public().key_id}) /Length %010d /Seal <{BLANK}> >> "
    length = len(pdf) + len(written % 0)
    blank = pdf[: begin.end()] + (written % length).encode() + pdf[begin.end() :]
    found = seal_of(blank)
    if found is None:
        raise Unsealable("the seal has no place")
    return with_signature(blank, found.place, key.sign(blank).hex())


def check_seal(pdf: bytes, keys: Iterable[PublicKey]) -> Sealed:
    """Check the seal of a PDF's first revision, which `sealed_part` returns; later ones are for the caller to judge."""
    found = seal_of(pdf)
    if found is None:
        return Sealed.MISSING
    key = next((each for each in keys if each.key_id == found.key_id), None)
    if key is None:
        return Sealed.UNKNOWN_KEY
    sealed = with_signature(pdf[: found.length], found.place, BLANK)
    return Sealed.WHOLE if key.verifies(found.signature, sealed) else Sealed.BROKEN


def seal_of(pdf: bytes) -> Seal | None:
    """Return the seal: first in the trailer to which the sealed bytes' own end points, and nowhere else."""
    for tail in TAIL.finditer(pdf):
        begin = TRAILER.match(pdf, int(tail[1]))
        found = SEAL.match(pdf, begin.end()) if begin else None
        if found and int(found[2]) == tail.end():
            return Seal(found[1].decode(), tail.end(), bytes.fromhex(found[3].decode()), slice(*found.span(3)))
    return None


def never_sealed(pdf: bytes) -> bool:
    """Tell whether a PDF has no trace of a seal, whole or broken, at any place."""
    return NAME.encode() not in pdf


def sealed_part(pdf: bytes) -> bytes:
    """Return the bytes that the seal is about; all of them where there is no seal."""
    found = seal_of(pdf)
    return pdf[: found.length] if found else pdf


def last_tail(pdf: bytes) -> re.Match[bytes] | None:
    """Return the end of a PDF that points to its trailer, if it is the end."""
    found = TAIL.search(pdf, max(0, len(pdf) - 40))
    return found if found and found.end() == len(pdf) else None


def with_signature(pdf: bytes, place: slice, written: str) -> bytes:
    """Return the bytes with another signature, or none, in its place."""
    return pdf[: place.start] + written.encode() + pdf[place.stop :]
