"""Letters that nobody can see, which have no place in what people type."""

import unicodedata

HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
LINE_BREAKS = frozenset("\r\n")


def has_hidden(text: str, *, lines: bool = False) -> bool:
    r"""Tell whether a text holds control, format or unassigned characters; `lines` allows line breaks.

    >>> [has_hidden("学分"), has_hidden("学\u202e分"), has_hidden("学\n分"), has_hidden("学\n分", lines=True)]
    [False, True, True, False]
    """
    allowed = LINE_BREAKS if lines else frozenset()
    return any(unicodedata.category(letter) in HIDDEN_CATEGORIES and letter not in allowed for letter in text)


def told(letter: str) -> str:
    r"""Return how a sentence names a letter: itself, or its number when nobody would see it.

    >>> [told("😀"), told("\u202e")]
    ['😀', 'U+202E']
    """
    return f"U+{ord(letter):04X}" if unicodedata.category(letter) in {*HIDDEN_CATEGORIES, "Mn", "Me"} else letter


def odd_letter(text: str) -> str:
    r"""Return how to name the first letter that is hidden or a picture; empty when there is none.

    >>> [odd_letter("下塘西路1号"), odd_letter("家🏠"), odd_letter("路\u202e号")]
    ['', '🏠', 'U+202E']
    """
    odd = {*HIDDEN_CATEGORIES, "So", "Sk"}
    return next((told(letter) for letter in text if unicodedata.category(letter) in odd), "")
