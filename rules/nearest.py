"""The word that was probably meant."""

from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher

from rules.words import fold

LEAST_LIKENESS = 0.5
MOST_COMPARED = 50


class Nearest:
    """Finds the words most like a wrong one; pairs of letters keep it from comparing with all of them."""

    __slots__ = ("_by_pair", "_words")

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(dict.fromkeys(word for word in words if word))
        self._by_pair: dict[str, list[int]] = {}
        for place, word in enumerate(self._words):
            for pair in _pairs(word):
                self._by_pair.setdefault(pair, []).append(place)

    def find(self, wrong: str) -> str | None:
        """Return the word most like a wrong one, or None when none is like it."""
        shared = Counter(place for pair in _pairs(wrong) for place in self._by_pair.get(pair, ()))
        likeness = [
            (SequenceMatcher(None, fold(wrong), fold(self._words[place])).ratio(), -place)
            for place, _ in sorted(shared.items(), key=lambda each: (-each[1], each[0]))[:MOST_COMPARED]
        ]
        best, place = max(likeness, default=(0.0, 0))
        return self._words[-place] if best >= LEAST_LIKENESS else None


def _pairs(word: str) -> set[str]:
    """Return the pairs of neighbouring letters, those at the ends with a blank.

    >>> sorted(_pairs("ab"))
    [' a', 'ab', 'b ']
    """
    bounded = f" {fold(word)} "
    return {bounded[place : place + 2] for place in range(len(bounded) - 1)}
