"""What an import holds, and where it stands."""

from enum import StrEnum


class ImportContent(StrEnum):
    """Which table a file holds."""

    DEPOSITS = "deposits"
    CATALOGUE = "catalogue"
    PROGRAMMES = "programmes"
    MEMBERSHIPS = "memberships"
    INSTITUTIONS = "institutions"


class RunState(StrEnum):
    """Where an import (导入) stands; the two that go on by themselves are worked off beside the server."""

    CHECKING = "检查中"
    CHECKED = "待确认"
    IMPORTING = "导入中"
    DONE = "已导入"
    STOPPED = "未能读取"
    CANCELLED = "已取消"
    LAPSED = "已过期"  # nobody confirmed it in time, and its file is gone


WORKING = (RunState.CHECKING, RunState.IMPORTING)
OPEN = (*WORKING, RunState.CHECKED)
