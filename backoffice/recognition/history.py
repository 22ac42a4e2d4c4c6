"""The records of an outcome (认定记录) as people read them."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from backoffice.kernel.clock import time_of
from backoffice.kernel.web import translated
from backoffice.recognition import workflow as w
from backoffice.recognition.models import RecognitionRecord


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the records: the word of the step, when, the opinion, who."""

    title: str
    word: str
    at: str
    remarks: str
    actor: str


def lines_of(records: Iterable[RecognitionRecord], *, names: bool = False) -> list[Line]:
    """Return the records as lines, the first step first; names of people of the offices only for reviewers."""
    return [
        Line(each.application.title, word_of(each), time_of(each.happened_at), each.remarks, _who(each, names=names))
        for each in records
    ]


def word_of(record: RecognitionRecord) -> str:
    """Return what a step is called."""
    words = {
        w.APPLY: _("提交认定"),
        w.CORRECT: _("补正后提交认定"),
        w.WITHDRAW: _("撤回认定"),
        w.CHECK: _("材料审查"),
        w.ASK_ASSESSOR: _("请第三方机构评审"),
        w.GIVE_OPINION: _("第三方评审意见已出具"),
    }
    if record.step == w.CHECK and record.originals_check:
        return _("材料审查：%(check)s", check=translated(record.originals_check.value))
    return words.get(record.step) or translated(record.state.value)


def _who(record: RecognitionRecord, *, names: bool) -> str:
    offices = {
        w.CHECK: record.application.institution.title,
        w.RECOGNISE: _("学分银行管理中心"),
        w.RETURN: _("学分银行管理中心"),
        w.REFUSE: _("学分银行管理中心"),
        w.WITH_CONVERSION: _("专业认定委员会"),
        w.ASK_ASSESSOR: _("学分银行管理中心"),
        w.GIVE_OPINION: _("第三方评审机构"),
    }
    office = offices.get(record.step)
    if office is None:
        return str(record.actor).strip()
    return f"{office} {record.actor}".strip() if names else office
