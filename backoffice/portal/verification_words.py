"""What the public check calls the parts of a paper, and why one ended."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from backoffice.proofs.comparing import Difference
from backoffice.proofs.states import EndReason

HISTORY = {
    EndReason.CONVERSION_REVOKED: lazy_gettext("所载的转换已被撤销"),
    EndReason.NEWER_PAPER: lazy_gettext("同一账户出具了新的成绩单"),
    EndReason.CREDITS_REVERSED: lazy_gettext("所载的学分有一笔已被冲销"),
}
FIELDS = {
    "number": lazy_gettext("编号"),
    "platform": lazy_gettext("平台名称"),
    "issuer": lazy_gettext("出具机构"),
    "learner_name": lazy_gettext("姓名"),
    "document_masked": lazy_gettext("证件号码"),
    "account_number": lazy_gettext("账户号"),
    "issued_on": lazy_gettext("出具日期"),
    "booked_on": lazy_gettext("入账时间"),
    "source_title": lazy_gettext("来源成果"),
    "source_institution": lazy_gettext("来源机构"),
    "target_title": lazy_gettext("目标成果"),
    "target_institution": lazy_gettext("目标机构"),
    "credits": lazy_gettext("学分"),
    "ratio": lazy_gettext("转换比例"),
    "proof_number": lazy_gettext("证明编号"),
    "subtotal": lazy_gettext("小计"),
    "total": lazy_gettext("账户学分合计"),
    "recognised_total": lazy_gettext("登记学分合计"),
    "score": lazy_gettext("成绩"),
    "awarded_on": lazy_gettext("获取时间"),
    "committee": lazy_gettext("专业认定委员会"),
    "rule_title": lazy_gettext("规则名称"),
    "rule_text": lazy_gettext("规则原文"),
}


def told_differences(found: Sequence[Difference]) -> list[tuple[str, str, str]]:
    """Return each difference as its place in plain words, what the file says, and what our record says."""
    return [(place_of(each), each.in_file, each.on_record) for each in found]


def place_of(difference: Difference) -> str:
    """Return a place in plain words."""
    field = str(FIELDS.get(difference.field, _("其他内容")))
    return _("第 %(line)s 行的%(field)s", line=difference.line, field=field) if difference.line else field
