"""What a work list is asked for by its address, and the address that asks for it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask_babel import gettext as _

from backoffice.conversion.deadlines import Deadline, Turnaround
from backoffice.conversion.workflow import ConversionState
from backoffice.conversion.worklist import (
    ALL,
    DONE,
    DUE,
    LEARNER,
    MINE,
    NAME,
    NEWEST,
    OTHERS,
    SORTS,
    STUCK,
    TURNS,
    Days,
    Row,
    Wanted,
)
from backoffice.kernel.clock import day_of
from backoffice.kernel.web import now, number_in, settings

LONGEST_WORD = 100
WAITED = (3, 7, 14, 30)  # days that the filter offers
KEPT = ("turn", "text", "state", "kind", "programme", "waited", "overdue", "sort", "page")


@dataclass(frozen=True, slots=True)
class AskedList:
    """What was asked for, and its part of an address."""

    wanted: Wanted
    page: int
    query: str

    def with_(self, address: str) -> str:
        """Return an address that keeps the list beside it."""
        return f"{address}?{self.query}" if self.query else address


def asked_list(args: Mapping[str, str]) -> AskedList:
    """Read what an address asks for; what no page of ours offers is left out."""
    turn, sort, waited = args.get("turn", MINE), args.get("sort", DUE), number_in(args.get("waited"))
    state = args.get("state", "")
    wanted = Wanted(
        turn=turn if turn in TURNS else MINE,
        text=args.get("text", "").strip()[:LONGEST_WORD],
        state=state if state in set(ConversionState) else "",
        kind=args.get("kind", "")[:LONGEST_WORD],
        programme=args.get("programme", "").strip()[:LONGEST_WORD],
        waited=waited if waited in WAITED else 0,
        overdue=args.get("overdue") == "1",
        sort=sort if sort in SORTS else DUE,
    )
    kept = {key: args[key] for key in KEPT if args.get(key)}
    return AskedList(wanted, number_in(args.get("page")) or 1, urlencode(kept))


def counted_days() -> Days:
    """Return what lists are counted against: the published days and the moment."""
    known = settings()
    return Days(Turnaround(known.first_review_days, known.final_review_days), now())


def turn_words(*, whole: bool) -> list[tuple[str, str]]:
    """Return whose turn a list can be asked for; that of the whole house has no turn of its own."""
    if whole:
        words = [(MINE, _("等待审核")), (LEARNER, _("待学习者补正")), (STUCK, _("无人可办"))]
        return [*words, (DONE, _("已办结")), (ALL, _("全部"))]
    return [
        (MINE, _("待我办理")),
        (LEARNER, _("待学习者补正")),
        (OTHERS, _("待其他岗位")),
        (DONE, _("已办结")),
        (ALL, _("全部")),
    ]


def sort_words() -> list[tuple[str, str]]:
    """Return how a list can be sorted."""
    return [(DUE, _("等候最久在前")), (NEWEST, _("新提交在前")), (NAME, _("按姓名"))]


def waited_words() -> list[tuple[str, str]]:
    """Return how long cases can be asked to have waited."""
    return [("", _("不限")), *((str(each), _("已等 %(days)s 天以上", days=each)) for each in WAITED)]


def age_of(row: Row) -> tuple[str, bool]:
    """Return how long a case has left, or has waited, and whether that is late."""
    if row.deadline is not None:
        return left_of(row.deadline), row.deadline.left <= 0
    days = (day_of(now()) - day_of(row.since)).days
    if row.application.state is ConversionState.RETURNED:
        return _("已退回 %(days)s 天", days=days), False
    return "", False


def left_of(deadline: Deadline) -> str:
    """Return the days left as a list writes them."""
    if deadline.overdue:
        return _("超期 %(days)s 天", days=-deadline.left)
    return _("还剩 %(days)s 天", days=deadline.left) if deadline.left else _("今天到期")
