"""One step of a workflow: looked up in a table, checked, taken."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Transition:
    """A step from one state to another that one role may take."""

    step: str
    source: StrEnum
    target: StrEnum
    role: str
    needs_remarks: bool = False


class StepRefused(Exception):  # noqa: N818 - a refusal is an answer, not a fault
    """The step may not be taken; `code` names why (`unknown_step`, `wrong_role`, `remarks_missing`)."""

    def __init__(self, code: str, step: str, state: str) -> None:
        super().__init__(f"{code}: {step} from {state}")
        self.code = code
        self.step = step
        self.state = state


def next_state(
    transitions: Iterable[Transition], step: str, state: StrEnum, *, roles: AbstractSet[str], remarks: str
) -> Transition:
    """Return the transition that `step` takes from `state`, before anything is touched.

    Raises StepRefused when the table holds no such step, none of `roles` may take it, or remarks are missing.
    """
    known = [entry for entry in transitions if entry.step == step and entry.source == state]
    if not known:
        raise StepRefused("unknown_step", step, state)
    found = next((entry for entry in known if entry.role in roles), None)
    if found is None:
        raise StepRefused("wrong_role", step, state)
    if found.needs_remarks and not remarks.strip():
        raise StepRefused("remarks_missing", step, state)
    return found
