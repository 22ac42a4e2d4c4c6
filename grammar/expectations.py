"""What could stand at a place: the nearest spelling of what was written, and the words to offer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType

from grammar.words import CLAUSES, DATA, DECLARATIONS, INNER, KEYWORDS, MARKS

MOST_OFFERED = 5
COMPARING = frozenset({"OP", "EQ", "LT"})
SIGNS: Mapping[str, str] = MappingProxyType(  # how comparisons are spoken; of two that begin alike the longer first
    {
        "大于等于": ">=",
        "大于或等于": ">=",
        "不小于": ">=",
        "不低于": ">=",
        "不少于": ">=",
        "至少": ">=",
        "达到": ">=",
        "小于等于": "<=",
        "小于或等于": "<=",
        "不大于": "<=",
        "不高于": "<=",
        "不超过": "<=",
        "大于": ">",
        "高于": ">",
        "超过": ">",
        "小于": "<",
        "低于": "<",
        "不等于": "!=",
        "等于": "=",
        "不是": "!=",
        "是": "=",
    }
)
WITHIN_LINE = (*DATA, *CLAUSES, *INNER, *MARKS, *DECLARATIONS)
AT_LINE_START = (*CLAUSES, *DECLARATIONS, *DATA, *INNER, *MARKS)


def distance(one: str, other: str) -> int:
    """Return how many letters must be added, removed, replaced or exchanged with their neighbour.

    >>> distance("form", "from"), distance("比列", "比例"), distance("", "to")
    (1, 1, 2)
    """
    earlier: Sequence[int] = ()
    above = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        here = [row]
        for column, against in enumerate(other, 1):
            least = min(above[column] + 1, here[-1] + 1, above[column - 1] + (letter != against))
            if row > 1 < column and letter == other[column - 2] and one[row - 2] == against:
                least = min(least, earlier[column - 2] + 1)
            here.append(least)
        earlier, above = above, here
    return above[-1]


def farness(found: str, word: str) -> int | None:
    """Return how far a word of the language is from what was written; None for too far.

    A Chinese word needs no blank behind it, so it is compared with as many letters as it has.
    """
    most = max(1, len(word) // 3)
    written = found[: len(word) + most + 1].casefold() if word.isascii() else found[: len(word)]
    if len(word) < 2 or len(letters_of(word).difference(written)) > most:  # noqa: PLR2004 - each letter it lacks is one
        return None
    apart = distance(written, word)
    return apart if apart <= most else None


@cache
def letters_of(word: str) -> frozenset[str]:
    """Return the letters of a word of the language."""
    return frozenset(word)


def nearest(found: str, terminals: Iterable[str]) -> tuple[int, str] | None:
    """Return the nearest spelling in either language of what some terminals may be, and how far it is."""
    spellings = (word for terminal in terminals for word in KEYWORDS.get(terminal, ()))
    near = [(apart, word) for word in spellings if (apart := farness(found, word)) is not None]
    return min(near, key=lambda each: each[0], default=None)


def meant(found: str, accepted: Collection[str]) -> str | None:
    """Return what was probably meant: the sign for a comparison in words, else the nearest spelling.

    >>> meant("大于60", {"OP", "IN"}), meant("属与", {"IN"})
    ('>', '属于')
    """
    if COMPARING & set(accepted):
        for words, sign in SIGNS.items():
            if found.startswith(words):
                return sign
    near = nearest(found, accepted)
    return near[1] if near else None


def offered(found: str, accepted: Iterable[str], *, at_line_start: bool = False) -> tuple[str, ...]:
    """Return the terminals to offer in place of what was found, the nearest spelling first."""
    order = AT_LINE_START if at_line_start else WITHIN_LINE

    def rank(terminal: str) -> tuple[int, int]:
        near = nearest(found, (terminal,))
        return (near[0] if near else len(found) + MOST_OFFERED, order.index(terminal))

    known = (terminal for terminal in accepted if terminal in order and terminal != "_OF")
    distinct = {KEYWORDS.get(terminal, terminal): terminal for terminal in sorted(known)}
    return tuple(sorted(distinct.values(), key=rank)[:MOST_OFFERED])
