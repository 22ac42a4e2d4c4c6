"""What is printed, where a run stands and what may follow, and what became of each proof."""

from enum import StrEnum


class PrintForm(StrEnum):
    """One file for the printer, or the issued files as they are."""

    PAPER = "pdf"
    ARCHIVE = "zip"


class PrintState(StrEnum):
    """Where a run of printing (批量打印) stands; the values are the words on the screens."""

    QUEUED = "等待打印"
    DRAWING = "绘制中"
    BINDING = "装订中"
    DONE = "已完成"
    FAILED = "未完成"
    CANCELLED = "已取消"
    REMOVED = "已清除"


S = PrintState
FOLLOWING: dict[PrintState, frozenset[PrintState]] = {
    S.QUEUED: frozenset({S.DRAWING, S.CANCELLED, S.FAILED}),
    S.DRAWING: frozenset({S.BINDING, S.CANCELLED, S.FAILED}),
    S.BINDING: frozenset({S.DONE, S.CANCELLED, S.FAILED}),
    S.DONE: frozenset({S.REMOVED}),
    S.FAILED: frozenset(),
    S.CANCELLED: frozenset(),
    S.REMOVED: frozenset(),
}
WORKING = (S.QUEUED, S.DRAWING, S.BINDING)


class ItemState(StrEnum):
    """What became of a proof of a run."""

    WAITING = "待打印"
    PRINTED = "已打印"
    REVOKED = "证明已撤销"
    SUPERSEDED = "证明已被替换"
    UNPRINTABLE = "无法绘制"


LEFT_OUT = (ItemState.REVOKED, ItemState.SUPERSEDED, ItemState.UNPRINTABLE)
