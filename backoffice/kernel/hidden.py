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
