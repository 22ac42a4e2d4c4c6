"""An application as its page shows it: flow, rule, reasons, files and history."""

from dataclasses import dataclass
from pathlib import PurePath
from uuid import NAMESPACE_OID, uuid5

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.conversion.deadlines import Deadline
from backoffice.conversion.listing import files_of, records_of, sources_of, targets_of
from backoffice.conversion.models import ConversionApplication, ConversionFile, ConversionTarget, ReviewRecord
from backoffice.conversion.workflow import (
    APPEAL,
    ASIDE,
    ASK_ASSESSOR,
    CHECK_MATERIALS,
    FINAL_STEPS,
    FIRST_STEPS,
    GIVE_OPINION,
    REVOKE,
    STOP_RULE,
)
from backoffice.kernel.clock import time_of
from backoffice.kernel.web import translated
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.models import Evidence, LearnerOutcome
from backoffice.rulebook.live import live_rule
from rules.evaluator import Verdict, evaluate
from rules.facts import from_record


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that the page of one application shows."""

    application: ConversionApplication
    sources: list[LearnerOutcome]
    targets: list[ConversionTarget]
    evidence: list[Evidence]
    files: list[ConversionFile]
    records: list[ReviewRecord]
    verdict: Verdict | None
    text: str


def case_of(session: Session, application: ConversionApplication) -> Case:
    """Read what belongs to an application; the verdict is computed from the frozen facts."""
    sources = sources_of(session, [application.id])[application.id]
    live = live_rule(session, application.rule_version_id) if application.rule_version_id else None
    verdict = None
    if live is not None:
        verdict = evaluate(live.rule, from_record(application.facts), book=live.book)
    return Case(
        application=application,
        sources=sources,
        targets=targets_of(session, [application.id])[application.id],
        evidence=[each for source in sources for each in evidence_of(session, source.id)],
        files=list(files_of(session, application.id)),
        records=list(records_of(session, application.id)),
        verdict=verdict,
        text=live.text if live else "",
    )


def timeline(case: Case, *, names: bool = False, deadline: Deadline | None = None) -> list[dict[str, str]]:
    """Return the history of a case as the macro draws it, and what comes next; names only for reviewers."""
    steps = []
    for record in case.records:
        office = office_of(case, record.step)
        steps.append(
            {
                "title": step_title(record.step),
                "word": _word(record),
                "at": time_of(record.happened_at),
                "by": f"{office} {record.actor}".strip() if names else office,
                "remarks": _remarks(record),
                "note": _material_check(record),
                "state": "done",
            }
        )
    return steps + (_still_to_come(case, deadline) if deadline else [])


def step_title(step: str) -> str:
    """Return what a step is called."""
    titles = {
        "apply": _("提交申请"),
        "correct": _("补正后重新提交"),
        "withdraw": _("撤回申请"),
        "appeal": _("申诉"),
        REVOKE: _("撤销"),
        CHECK_MATERIALS: _("材料审查"),
        ASK_ASSESSOR: _("请第三方机构评审"),
        GIVE_OPINION: _("第三方评审意见已出具"),
        STOP_RULE: _("转换规则紧急停用"),
    }
    if step in FIRST_STEPS:
        return _("初审")
    return _("终审") if step in FINAL_STEPS else titles[step]


def _remarks(record: ReviewRecord) -> str:
    if not record.remarks:
        return ""
    if record.step == APPEAL:
        return _("申诉理由：%(reason)s", reason=record.remarks)
    return _("意见：%(remarks)s", remarks=record.remarks)


def _still_to_come(case: Case, deadline: Deadline) -> list[dict[str, str]]:
    """Return the review that is waited for, with its deadline, and the one behind it."""
    waits = {
        "title": _("终审") if deadline.final else _("初审"),
        "word": "办理中",
        "by": case.application.committee.title if deadline.final else case.application.institution.title,
        "note": left_words(deadline),
        "state": "now",
    }
    later = {"title": _("终审"), "by": case.application.committee.title, "state": ""}
    return [waits] if deadline.final else [waits, later]


def left_words(deadline: Deadline) -> str:
    """Return by when a review should be done, and how many days are left or over."""
    day = deadline.on.isoformat()
    if deadline.overdue:
        return _("应于 %(day)s 前办结，已超期 %(days)s 天", day=day, days=-deadline.left)
    if deadline.left == 0:
        return _("应于 %(day)s 前办结，今天到期", day=day)
    return _("预计 %(day)s 前办结，还剩 %(days)s 天", day=day, days=deadline.left)


def review_rows(case: Case) -> list[dict[str, str]]:
    """Return 转换审核记录: what the reviews found, by office and never by name; empty while nothing was reviewed."""
    return [
        {
            "step": step_title(each.step),
            "result": each.state.value,
            "remarks": each.remarks,
            "by": _("资历名册机构管理员") if each.step in FIRST_STEPS else _("专业认定委员会"),
            "at": time_of(each.happened_at),
        }
        for each in case.records
        if each.step in (*FIRST_STEPS, *FINAL_STEPS)
    ]


def opinion_of(case: Case, steps: tuple[str, ...]) -> str:
    """Return the remarks of the newest of some steps; "" when none was taken."""
    return next((each.remarks for each in reversed(case.records) if each.step in steps), "")


def _word(record: ReviewRecord) -> str:
    """Return the status that a step reached; one aside has what it found, or none."""
    if record.step in ASIDE:
        return record.material_check.value if record.material_check else ""
    return record.state.value


def _material_check(record: ReviewRecord) -> str:
    if record.material_check is None or record.step in ASIDE:
        return ""
    return _("材料审查：%(check)s", check=translated(record.material_check.value))


def office_of(case: Case, step: str) -> str:
    """Return who takes a step: the institution, the committee, or nobody to be named."""
    if step in (*FIRST_STEPS, CHECK_MATERIALS):
        return case.application.institution.title
    return case.application.committee.title if step in FINAL_STEPS else ""


def file_links(case: Case, endpoint: str) -> list[dict[str, object]]:
    """Return the files of a case as the macro draws them; those of the review are called by a random name (UUID)."""
    shown: list[dict[str, object]] = []
    for each in case.evidence:
        url = url_for(endpoint, application_id=case.application.id, what="evidence", file_id=each.id)
        shown.append(
            {"id": each.id, "what": "evidence", "name": each.file.name, "size": each.file.size, "url": url}
            | {"note": _("成果材料")}
        )
    steps = {record.id: record.step for record in case.records}
    for kept in case.files:
        url = url_for(endpoint, application_id=case.application.id, what="file", file_id=kept.id)
        step = steps.get(kept.record_id or 0, "")
        notes = {"": _("学习者上传"), APPEAL: _("申诉材料")}
        name = review_name(kept) if step in FIRST_STEPS else kept.file.name
        shown.append(
            {
                "id": kept.id,
                "what": "file",
                "name": name,
                "size": kept.file.size,
                "url": url,
                "note": notes.get(step, _("转换初审材料")),
                "of_review": step in FIRST_STEPS,
            }
        )
    return shown


def review_name(kept: ConversionFile) -> str:
    """Return a review's file under a name that says nothing: the same UUID every time, with the file's own ending."""
    ending = PurePath(kept.file.name).suffix.lower()
    return f"{uuid5(NAMESPACE_OID, f'conversion-file-{kept.id}-{kept.file.sha256}')}{ending}"
