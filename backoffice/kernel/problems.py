"""What a user can mend: a problem with its place, and the refusal that carries all of them."""

import dataclasses
from collections.abc import Iterable, Mapping
from types import MappingProxyType

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclasses.dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a stable code, the form field it stands at, and what its sentence names."""

    code: str
    field: str = ""
    values: Mapping[str, str] = dataclasses.field(default_factory=lambda: NOTHING)


class Refused(Exception):  # noqa: N818 - a refusal is an answer to the user, not a fault of the program
    """The operation was not done; every problem is named, in the order of the form."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{problem.code} {problem.field}".strip() for problem in self.problems))


def refuse(code: str, place: str = "", **values: str) -> Refused:
    """Return a refusal for one problem."""
    return Refused((Problem(code, place, values),))
