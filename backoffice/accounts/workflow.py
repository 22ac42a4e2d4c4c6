"""The states of a change of identity data and the steps between them."""

from enum import StrEnum

from backoffice.kernel.step import Transition


class IdentityState(StrEnum):
    """Where an asked change of identity data stands; the values are the words on the screens."""

    APPLIED = "已申请"
    CHANGED = "已更正"
    REFUSED = "不予更正"
    WITHDRAWN = "已撤回"


LEARNER = "Learner"
MANAGEMENT_CENTER = "ManagementCenter"

S = IdentityState
TRANSITIONS = (
    Transition("withdraw", S.APPLIED, S.WITHDRAWN, LEARNER),
    Transition("pass", S.APPLIED, S.CHANGED, MANAGEMENT_CENTER),
    Transition("refuse", S.APPLIED, S.REFUSED, MANAGEMENT_CENTER, needs_remarks=True),
)
