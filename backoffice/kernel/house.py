"""What the centre may set of the house without a restart: names, messages, days; checked before it is kept."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.hidden import odd_letter
from backoffice.kernel.models import PlatformSetting
from backoffice.kernel.problems import Problem, Refused
from config import DAYS_OF_YEAR, Settings
from reports.refusals import GlyphMissing
from reports.typefaces import require_glyphs

PRINTED = {"platform", "issuer"}
SIGNATURE = r"【[^【】]{2,12}】"
PHONE = r"\+?[\d][\d -]{4,19}"
Pair = tuple[str, str]  # Chinese, English


@dataclass(frozen=True, slots=True)
class Settable:
    """One setting: what it is called, how it must be written, and what that is in words."""

    label: Pair
    pattern: str
    why: Pair
    hint: Pair = ("", "")
    group: str = "names"


def _name(label: Pair, longest: int, *, hint: Pair = ("", "")) -> Settable:
    why = (f"应为 2 到 {longest} 个字。", f"must have 2 to {longest} characters.")
    return Settable(label, rf"\S.{{0,{longest - 2}}}\S", why, hint)


def _days(label: Pair, *, hint: Pair = ("", "")) -> Settable:
    why = (f"应为 1 到 {DAYS_OF_YEAR} 的整数。", f"must be a whole number of days from 1 to {DAYS_OF_YEAR}.")
    return Settable(label, r"[1-9]\d{0,2}", why, hint, group="days")


SETTABLE: dict[str, Settable] = {
    "platform": _name(("平台名称", "Name of the platform"), 40, hint=("印在转换证明上", "Printed on proofs")),
    "platform_english": _name(("平台英文名称", "Name in English"), 80),
    "short_name": _name(("平台简称", "Short name"), 12, hint=("页面左上角", "In the corner of every page")),
    "short_name_english": _name(("英文简称", "Short name in English"), 24),
    "issuer": _name(
        ("出具机构", "Issuer of proofs"), 40, hint=("印在转换证明和印章上", "Printed on proofs and their seal")
    ),
    "sms_signature": Settable(
        ("短信签名", "Signature of messages"),
        SIGNATURE,
        ("应写成【广东学银】的样子，括号内 2 到 12 个字。", "must be 2 to 12 characters in the brackets 【 and 】."),
        ("须与短信服务商登记的一致", "Must be the one registered with the gateway"),
        group="messages",
    ),
    "help_line": Settable(
        ("咨询电话", "Help line"),
        PHONE,
        ("应为电话号码，例如 020-83772087。", "must be a telephone number such as 020-83772087."),
        group="messages",
    ),
    "mark_legend": Settable(
        ("★ 的说明", "What ★ means"),
        r".{0,60}",
        ("最多 60 个字。", "may have at most 60 characters."),
        ("不填时用平台原来的说明", "Without it, the words of the product"),
    ),
    "first_review_days": _days(("初审时限（天）", "Days of a first review")),
    "final_review_days": _days(("终审时限（天）", "Days of a final review")),
    "recognition_days": _days(("认定时限（天）", "Days of a recognition")),
    "paper_days": _days(("提交纸质材料的时限（天）", "Days to hand in paper originals")),
    "import_days": _days(
        ("批量导入的确认时限（天）", "Days to confirm an import"),
        hint=("到期未确认的文件自动删除", "Files that nobody confirms are deleted then"),
    ),
    "print_days": _days(("批量打印文件保留（天）", "Days to keep files of printed proofs")),
}


def overrides(session: Session) -> dict[str, str]:
    """Return what the centre has set, by name."""
    rows = session.execute(select(PlatformSetting.name, PlatformSetting.value))
    return {row[0]: row[1] for row in rows if row[0] in SETTABLE}


def settled(settings: Settings, changed: Mapping[str, str]) -> Settings:
    """Return the settings with what the centre has set; days are numbers."""
    if not changed:
        return settings
    values = {name: int(value) if SETTABLE[name].group == "days" else value for name, value in changed.items()}
    return dataclasses.replace(settings, **values)  # type: ignore[arg-type]


def value_of(settings: Settings, name: str) -> str:
    """Return a setting as a form shows it."""
    return str(getattr(settings, name))


def change_settings(
    session: Session, form: Mapping[str, str], environment: Settings, *, actor_id: int, now: datetime
) -> list[str]:
    """Keep what differs; what is as in the environment, or left empty, goes back to it. Return the names that changed.

    Raises Refused with every problem at once.
    """
    typed = {name: " ".join(form.get(name, "").split()) for name in SETTABLE}
    problems = [problem for name, text in typed.items() if (problem := problem_of(name, text)) is not None]
    if problems:
        raise Refused(problems)
    kept = {each.name: each for each in session.scalars(select(PlatformSetting)) if each.name in SETTABLE}
    changes = {}
    for name, text in typed.items():
        standard = value_of(environment, name)
        before, after = kept[name].value if name in kept else standard, text or standard
        if before == after:
            continue
        changes[name] = [before, after]
        if after == standard:
            session.delete(kept[name])
        elif name in kept:
            kept[name].value, kept[name].changed_by_id, kept[name].changed_at = after, actor_id, now
        else:
            session.add(PlatformSetting(name=name, value=after, changed_by_id=actor_id, changed_at=now))
    if changes:
        audit.record(
            session,
            actor_id=actor_id,
            action="change_setting",
            entity="platform_setting",
            entity_id=0,
            now=now,
            details={"changes": changes},
        )
    session.flush()
    return list(changes)


def printable(text: str) -> bool:
    """Tell whether the typeface of proofs has every letter; a name that cannot be printed would stop every proof."""
    try:
        require_glyphs((text,))
    except GlyphMissing:
        return False
    return True


def problem_of(name: str, text: str) -> Problem | None:
    """Return what is wrong with a setting as it was typed; nothing typed means the environment's."""
    known = SETTABLE[name]
    fits = not text or (re.fullmatch(known.pattern, text) and not odd_letter(text.replace("★", "")))
    if fits and text and known.group == "days":
        fits = int(text) <= DAYS_OF_YEAR
    if fits and name in PRINTED and not printable(text):
        fits = False
    if fits:
        return None
    labels, reasons = known.label, known.why
    told = {"label_zh": labels[0], "label_en": labels[1], "why_zh": reasons[0], "why_en": reasons[1]}
    return Problem("setting_wrong", name, told)
