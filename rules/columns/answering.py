"""The answers of whole blocks of learners, pair by pair."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from rules.answers import Answer
from rules.columns.binding import Binding, bind
from rules.columns.judging import Judging
from rules.columns.population import ColumnPopulation
from rules.columns.prepared import prepared
from rules.columns.programming import Programs
from rules.columns.walking import walked_answers

BLOCK = 50_000  # learners whose answers are made at once


class Answers(Protocol):
    """What a rule says of some learners."""

    @property
    def rule(self) -> int: ...  # noqa: D102 - the place of the rule in its book
    def __len__(self) -> int: ...
    def answers(self) -> Iterator[tuple[str, Answer]]: ...  # noqa: D102 - by the id of the learner


@dataclass(frozen=True, slots=True)
class WalkedAnswers:
    """The tree walker's answers for one rule."""

    rule: int
    given: tuple[tuple[str, Answer], ...]

    def __len__(self) -> int:
        return len(self.given)

    def answers(self) -> Iterator[tuple[str, Answer]]:
        """Yield the answers by the id of the learner."""
        return iter(self.given)


def answers(programs: Programs, population: ColumnPopulation, *, block: int = BLOCK) -> Iterator[Answers]:
    """Yield what each rule says of every learner who holds anything that its source names, so many learners at once."""
    binding = bind(programs, population.identities)
    count = len(population.learners)
    for start in range(0, count, block):
        yield from _of_block(binding, population.part(start, min(start + block, count)))


def _of_block(binding: Binding, population: ColumnPopulation) -> Iterator[Answers]:
    ready = prepared(binding, population)
    for sheet, programs in ready.sheets:
        for number, batch in programs.items():
            table = sheet.tables.get(number)
            rows = sheet.ways(table) if table else sheet.rows.part(slice(0, 0))
            judging = Judging(ready, rows)
            for bound in batch.bounds:
                yield judging.answers(bound)
    for program in ready.walked:
        given = ((population.learner_id(learner), answer) for learner, answer in walked_answers(ready, program))
        yield WalkedAnswers(program.place, tuple(given))
