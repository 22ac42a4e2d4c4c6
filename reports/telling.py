"""Says in Chinese and in English what a verification found, or gives it as JSON."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from reports.checking import Check, Conclusion, Found, Report, State
from reports.computing import ComputedLine
from reports.verify import Basis, Finding
from reports.verify_transcript import ComputedSum, Discrepancy, Fault

Pair = tuple[str, str]  # Chinese, English

MARKS = {State.HOLDS: "✓", State.CONSISTENT: "○", State.FAILS: "✗", State.OPEN: "·"}
CHECKS: dict[Check, dict[State, Pair]] = {
    Check.TOGETHER: {State.FAILS: ("所给文件不属于同一份证明或成绩单", "the files are not of one paper")},
    Check.SEAL: {
        State.HOLDS: ("封印完好，文件的每个字节都未改动", "the seal is whole: not a byte of the file was changed"),
        State.CONSISTENT: ("文件与其自带的密钥相符", "the file agrees with the key that it names itself"),
        State.OPEN: (
            "没有封印：这是用密钥签发之前的式样，去掉封印也会是这样",
            "no seal: the form of papers made before they were signed by key, and of one whose seal was taken off",
        ),
        State.FAILS: (
            "封印不符：文件被改动，或不是由所给密钥签发",
            "the seal does not hold: changed, or by another key",
        ),
    },
    Check.SIGNATURE: {
        State.HOLDS: ("证书签名有效，证书可信", "the signature by certificate is valid and trusted"),
        State.OPEN: (
            "证书签名完整；未指定可信证书，没有判断证书",
            "the signature is whole; its certificate was not judged",
        ),
        State.FAILS: ("封印之后追加的内容不是可信的签名", "what was appended to the seal is no trusted signature"),
    },
    Check.CREDENTIAL: {
        State.HOLDS: ("凭证由所给密钥签发", "the credential was signed by the given key"),
        State.CONSISTENT: ("凭证与其自带的密钥相符", "the credential agrees with the key that it names itself"),
        State.OPEN: (
            "没有凭证：用密钥签发之前的证明和成绩单都没有",
            "no credential: papers made before they were signed by key have none",
        ),
        State.FAILS: (
            "凭证缺失、被改动，或不是由所给密钥签发",
            "the credential is missing, changed, or by another key",
        ),
    },
    Check.KEY_DAYS: {State.FAILS: ("出具日期晚于密钥停用日期", "issued after the last day of its key")},
    Check.BINDING: {
        State.HOLDS: ("凭证所指内容与所附内容一致", "the credential is about just this content"),
        State.FAILS: ("凭证所指内容与所附内容不一致", "the credential is about another content"),
        State.OPEN: ("没有给出内容，未与凭证核对", "no content was given to hold against the credential"),
    },
    Check.CANONICAL: {
        State.HOLDS: ("内容为规范格式", "the content is in its canonical form"),
        State.FAILS: ("内容缺失或不是规范格式", "the content is missing or not in its canonical form"),
    },
    Check.NUMBER: {
        State.HOLDS: ("编号校验位正确", "the number has its right check digit"),
        State.FAILS: ("编号校验位或附件名称不符", "the number's check digit or the attachments' names do not fit"),
    },
    Check.DECISIONS: {
        State.HOLDS: ("按所附规则和事实重新计算，结果相同", "computed again from rules and facts: the same"),
        State.FAILS: ("重新计算的结果与证明不同", "computed again from rules and facts: not the same"),
        State.OPEN: ("没有给出内容，未重新计算", "no content was given to compute again"),
    },
    Check.SUMS: {
        State.HOLDS: ("各笔、小计与合计重新相加，结果相同", "entries, subtotals and totals added up again: the same"),
        State.FAILS: ("重新相加的结果与成绩单不同", "entries, subtotals and totals added up again: not the same"),
    },
}
FINDINGS: dict[Finding, Pair] = {
    Finding.CONFIRMED: ("相符", "confirmed"),
    Finding.TEXT_CHANGED: ("规则原文被改动", "the rule's text was changed"),
    Finding.RESULT_CHANGED: ("规则和事实得不出所记结果", "rule and facts give another result"),
    Finding.UNREADABLE: ("规则或事实无法读取", "rule or facts cannot be read"),
    Finding.UNDECIDED: ("没有决定给出这些学分", "no decision grants these credits"),
}
SUMS: dict[Discrepancy, Pair] = {
    Discrepancy.SUBTOTAL: ("小计", "subtotal"),
    Discrepancy.TOTAL: ("账户学分合计", "total of the account"),
    Discrepancy.RECOGNISED_TOTAL: ("登记学分小计，不计入账户", "recognised only, not in the account"),
}
FAULTS: dict[Discrepancy, Pair] = {
    Discrepancy.POSITIONS: ("各笔账目的序号不连续", "the entries are not numbered without a gap"),
    Discrepancy.REVERSAL: ("冲销与原账目不符", "takes back what was not booked so"),
}
ADDED_UP: dict[bool, Pair] = {True: ("相符", "confirmed"), False: ("不符", "does not add up")}
CONCLUSIONS: dict[Conclusion, Pair] = {
    Conclusion.VALID: ("有效", "VALID"),
    Conclusion.MISMATCH: ("不符", "DOES NOT MATCH"),
    Conclusion.UNSIGNED: (
        "不能离线证实：内容自身相符，但它制作于用密钥签发之前，或封印已被去掉。请到签发机构的核验页面查询",
        "CANNOT BE CONFIRMED OFFLINE: made before papers were signed by key, or the seal was taken off. Ask the issuer",
    ),
    Conclusion.UNCONFIRMED: (
        "未经证实：只核对了自身是否一致。请用 --key 指定签发机构公布的公钥，并给出 PDF 或凭证",
        "NOT CONFIRMED: only self-consistency was checked. Give PDF or credential, and the issuer's key by --key",
    ),
}
REVOCATION = (
    "这份文件是否已被撤销或替换，离线核验无法得知，请查询",
    "Whether the paper has been revoked or replaced cannot be known offline; ask",
)
NO_ADDRESS: Pair = ("签发机构的核验页面", "the issuer's verification page")


def told(report: Report) -> str:
    """Write a report for people: one finding a line, then the lines of the paper, then the conclusion."""
    return "\n".join(
        [
            *(f"{MARKS[each.state]} {both(CHECKS[each.check][each.state])}{aside(each)}" for each in report.checks),
            *(f"  {line_told(place, line)}" for place, line in enumerate(report.lines, 1)),
            *(f"  {sum_told(each)}" for each in report.sums),
            *(f"  {fault_told(each)}" for each in report.faults if each.discrepancy in FAULTS),
            *((f"· 签发密钥 issuing key: {clean(report.key_id)}",) if report.key_id else ()),
            f"! {both(REVOCATION)}: {clean(report.address) or both(NO_ADDRESS)}",
            f"= {both(CONCLUSIONS[report.conclusion])}",
        ]
    )


def both(pair: Pair) -> str:
    """Write something in both languages."""
    return f"{pair[0]}  {pair[1]}"


def aside(found: Found) -> str:
    """Write what a finding is about."""
    return f" ({clean(found.about)})" if found.about else ""


def line_told(place: int, line: ComputedLine) -> str:
    """Write what a line says and what was computed."""
    mark = MARKS[State.HOLDS if line.finding is Finding.CONFIRMED else State.FAILS]
    basis = "评审认定，没有规则 judged, no rule" if line.basis is Basis.JUDGEMENT else both(FINDINGS[line.finding])
    if line.finding is not Finding.CONFIRMED:
        basis = both(FINDINGS[line.finding])
    together = "" if line.said == line.said_together else f"（同一规则合计 together {line.said_together}）"
    computed = "—" if line.computed_together is None else line.computed_together
    amounts = f"证明所载 says {line.said}{together}, 计算所得 computed {computed}"
    return f"{mark} {place}. {clean(line.title)}: {amounts}; {basis}"


def sum_told(found: ComputedSum) -> str:
    """Write what a sum says and what was added up."""
    mark = MARKS[State.HOLDS if found.holds else State.FAILS]
    name = f"{clean(found.group)} {both(SUMS[found.sort])}".strip()
    amounts = f"成绩单所载 says {found.said}, 相加所得 computed {found.computed}"
    return f"{mark} {name}: {amounts}; {both(ADDED_UP[found.holds])}"


def fault_told(fault: Fault) -> str:
    """Write what is wrong among the entries, and where."""
    return f"{MARKS[State.FAILS]} {both(FAULTS[fault.discrepancy])}{f' ({clean(fault.place)})' if fault.place else ''}"


def clean(text: str) -> str:
    """Return a text without what could move a terminal's cursor."""
    return "".join(letter if letter.isprintable() else "�" for letter in text)


def as_json(report: Report) -> str:
    """Write a report for programs; credits are texts."""
    return json.dumps(
        {
            "conclusion": report.conclusion.value,
            "number": report.number,
            "key_id": report.key_id,
            "ask_whether_revoked": report.address,
            "checks": [{"check": each.check, "state": each.state, "about": each.about} for each in report.checks],
            "lines": list(map(line_as_json, report.lines)),
            "sums": list(map(sum_as_json, report.sums)),
            "faults": [{"fault": each.discrepancy, "place": each.place} for each in report.faults],
        },
        ensure_ascii=False,
        indent=2,
    )


def line_as_json(line: ComputedLine) -> dict[str, Any]:
    """Return a line for programs."""

    def amount(credits_counted: Decimal | None) -> str | None:
        return None if credits_counted is None else str(credits_counted)

    return {
        "title": line.title,
        "said": amount(line.said),
        "said_together": amount(line.said_together),
        "computed_together": amount(line.computed_together),
        "basis": line.basis,
        "finding": line.finding,
    }


def sum_as_json(found: ComputedSum) -> dict[str, Any]:
    """Return a sum for programs."""
    amounts = {"said": str(found.said), "computed": str(found.computed)}
    return {"sort": found.sort, "group": found.group, "place": found.place, **amounts}


def every_word() -> Iterator[Pair]:
    """Yield every pair of words, for whoever checks that both languages are there."""
    for states in CHECKS.values():
        yield from states.values()
    for words in (FINDINGS, SUMS, FAULTS, ADDED_UP, CONCLUSIONS):
        yield from words.values()
    yield from (REVOCATION, NO_ADDRESS)
