"""The states of a template of papers, and the steps between them."""

from enum import StrEnum

from backoffice.kernel.step import Transition


class TemplateState(StrEnum):
    """Where a template stands; the values are the words on the screens."""

    DRAFT = "草稿"
    IN_REVIEW = "待发布"
    PUBLISHED = "已发布"
    RETIRED = "已停用"
    DISCARDED = "已放弃"


MANAGEMENT_CENTER = "ManagementCenter"
START, SAVE = "start", "save"  # what is recorded beside the steps below
SUBMIT, TAKE_BACK, SEND_BACK, PUBLISH, DISCARD = "submit", "take_back", "send_back", "publish", "discard"

S = TemplateState
TRANSITIONS = (
    Transition(SUBMIT, S.DRAFT, S.IN_REVIEW, MANAGEMENT_CENTER),
    Transition(TAKE_BACK, S.IN_REVIEW, S.DRAFT, MANAGEMENT_CENTER),
    Transition(SEND_BACK, S.IN_REVIEW, S.DRAFT, MANAGEMENT_CENTER, needs_remarks=True),
    Transition(PUBLISH, S.IN_REVIEW, S.PUBLISHED, MANAGEMENT_CENTER),
    Transition(DISCARD, S.DRAFT, S.DISCARDED, MANAGEMENT_CENTER),
)
