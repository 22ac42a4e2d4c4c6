"""Spares cffi from reading C anew for every length of an array of glyph numbers that WeasyPrint makes.

WeasyPrint names the type with its length (`hb_codepoint_t[4711]`); cffi reads each such name with a parser of C and
keeps it for ever, and every paper has other lengths. Left open, the length is taken from the numbers themselves.
"""

import re
from typing import Any

import weasyprint.pdf.fonts

GLYPHS = re.compile(r"^hb_codepoint_t\[\d+\]$")


class OpenLengths:
    """WeasyPrint's interface to C, but for arrays of glyph numbers."""

    def __init__(self, interface: Any) -> None:  # noqa: ANN401 - cffi tells no types
        self._interface = interface

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self._interface, name)

    def new(self, kind: str, *given: Any) -> Any:  # noqa: ANN401
        """Make a value of C, of arrays the length that they are given."""
        return self._interface.new(GLYPHS.sub("hb_codepoint_t[]", kind), *given)


def leave_lengths_open() -> None:
    """Let WeasyPrint make its arrays so, from now on."""
    if not isinstance(weasyprint.pdf.fonts.ffi, OpenLengths):
        weasyprint.pdf.fonts.ffi = OpenLengths(weasyprint.pdf.fonts.ffi)
