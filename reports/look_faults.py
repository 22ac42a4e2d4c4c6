"""What is wrong with a look: a code, the field that it stands at, and what its sentence names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LookFault:
    """One thing to mend; `values` whose names end in `_zh` or `_en` are for one language alone."""

    code: str
    place: str
    values: Mapping[str, str] = field(default_factory=dict)


class LookRefused(Exception):  # noqa: N818 - a refusal is an answer
    """A look, or a picture for one, cannot be used; every fault is named."""

    def __init__(self, faults: Iterable[LookFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.code} {fault.place}" for fault in self.faults))


def refused(code: str, place: str, **values: str) -> LookRefused:
    """Return a refusal for one fault."""
    return LookRefused((LookFault(code, place, values),))
