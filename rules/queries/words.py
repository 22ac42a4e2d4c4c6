"""Words as numbers, so that the database compares numbers alone."""

from collections.abc import Iterable

from sqlalchemy import Connection, func, insert, select

from grammar.nodes import Reference
from rules.queries.tables import FactTables
from rules.words import fold, kind_of

BATCH = 1000


class Words:
    """The numbers of folded words; a word that has none yet is given the next."""

    def __init__(self, connection: Connection, tables: FactTables) -> None:
        self._connection, self._words = connection, tables.words
        self._known: dict[str, int] = {}

    def numbers(self, wanted: Iterable[str]) -> dict[str, int]:
        """Return the numbers of folded words, which this makes known."""
        unseen = sorted(set(wanted) - self._known.keys())
        for start in range(0, len(unseen), BATCH):
            self._learn(unseen[start : start + BATCH])
        return self._known

    def _learn(self, batch: list[str]) -> None:
        words = self._words
        found = self._connection.execute(select(words.c.word, words.c.number).where(words.c.word.in_(batch)))
        self._known.update((word, number) for word, number in found)
        new = [word for word in batch if word not in self._known]
        if not new:
            return
        last = self._connection.scalar(select(func.coalesce(func.max(words.c.number), 0))) or 0
        numbered = dict(zip(new, range(last + 1, last + 1 + len(new)), strict=True))
        self._connection.execute(insert(words), [{"word": word, "number": each} for word, each in numbered.items()])
        self._known.update(numbered)


def title_key(kind: str, word: str) -> str:
    """Return the word under which an outcome of a kind is found by its title, or its code in place of one."""
    return f"{kind_of(kind)}\ttitle\t{fold(word)}"


def code_key(kind: str, word: str) -> str:
    """Return the word under which an outcome of a kind is found by its code."""
    return f"{kind_of(kind)}\tcode\t{fold(word)}"


def kind_key(kind: str) -> str:
    """Return the word under which every outcome of a kind is found."""
    return f"{kind_of(kind)}\tany"


def key_word(reference: Reference) -> str:
    """Return the word under which the outcomes that a reference names are found, whatever its places."""
    if reference.code is not None:
        return code_key(reference.kind, reference.code)
    return kind_key(reference.kind) if reference.title is None else title_key(reference.kind, reference.title)
