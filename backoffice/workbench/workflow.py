"""The states of a draft of a rule and the steps between them."""

from enum import StrEnum

from backoffice.kernel.step import Transition


class DraftState(StrEnum):
    """Where a draft stands; the values are the words on the screens."""

    DRAFT = "草稿"
    IN_REVIEW = "待发布"
    PUBLISHED = "已发布"
    CONFIRMED = "已确认"  # of a retirement alone
    DISCARDED = "已放弃"


class RunState(StrEnum):
    """Where the computation of an effect stands."""

    QUEUED = "等待计算"
    RUNNING = "计算中"
    DONE = "已算完"
    FAILED = "未算完"


MANAGEMENT_CENTER = "ManagementCenter"
START, SAVE, RETIRE, STOP = "start", "save", "retire", "stop"  # what is recorded beside the steps below
SUBMIT, TAKE_BACK, SEND_BACK, PUBLISH, DISCARD = "submit", "take_back", "send_back", "publish", "discard"
PROPOSE, CONFIRM = "propose", "confirm"  # a retirement goes this way
WRITING = (START, SAVE, PROPOSE)
OPEN = (DraftState.DRAFT, DraftState.IN_REVIEW)

S = DraftState
TRANSITIONS = (
    Transition(SUBMIT, S.DRAFT, S.IN_REVIEW, MANAGEMENT_CENTER),
    Transition(TAKE_BACK, S.IN_REVIEW, S.DRAFT, MANAGEMENT_CENTER),
    Transition(SEND_BACK, S.IN_REVIEW, S.DRAFT, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(PUBLISH, S.IN_REVIEW, S.PUBLISHED, MANAGEMENT_CENTER),
    Transition(PROPOSE, S.DRAFT, S.IN_REVIEW, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(CONFIRM, S.IN_REVIEW, S.CONFIRMED, MANAGEMENT_CENTER),
    Transition(DISCARD, S.DRAFT, S.DISCARDED, MANAGEMENT_CENTER),
)
