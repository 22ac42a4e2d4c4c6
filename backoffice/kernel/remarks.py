"""Remarks (意见) beside a step, and the step that may need them: checked alike in every workflow."""

from collections.abc import Iterable
from enum import StrEnum

from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import refuse
from backoffice.kernel.step import StepRefused, Transition, next_state

LONGEST_REMARKS = 1000


def readable(remarks: str) -> str:
    """Return remarks without blanks around them; raises Refused for what cannot be shown or kept whole."""
    remarks = remarks.strip().replace("\r\n", "\n")
    if has_hidden(remarks, lines=True):
        raise refuse("remarks_unreadable", "remarks")
    if len(remarks) > LONGEST_REMARKS:
        raise refuse("remarks_too_long", "remarks", limit=str(LONGEST_REMARKS))
    return remarks


def transition_of(
    transitions: Iterable[Transition], step: str, state: StrEnum, *, role: str, remarks: str
) -> Transition:
    """Return the transition of a step, as `next_state` does; raises Refused with words for the actor instead."""
    try:
        return next_state(transitions, step, state, roles={role}, remarks=remarks)
    except StepRefused as refused:
        place = "remarks" if refused.code == "remarks_missing" else ""
        raise refuse(refused.code, place, state=refused.state) from None
