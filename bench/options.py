"""What a bench may be told."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """How large the workload is, and where real tables lie; a bench takes what concerns it.

    `rules` and `learners` count the workload's; `count`, `seed` and `offset` are for benches that try many inputs.
    """

    rules: int = 10_000
    learners: int = 100_000
    count: int = 10_000
    seed: int = 1
    offset: int = 0
    data: Path | None = None
