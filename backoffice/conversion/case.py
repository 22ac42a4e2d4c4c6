"""An application as its page shows it: flow, rule, reasons, files and history."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from backoffice.conversion.listing import files_of, records_of, sources_of, targets_of
from backoffice.conversion.models import ConversionApplication, ConversionFile, ConversionTarget, ReviewRecord
from backoffice.conversion.options import Option
from backoffice.conversion.workflow import MaterialCheck
from backoffice.kernel.clock import time_of
from backoffice.kernel.web import translated
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.models import Evidence, LearnerOutcome
from backoffice.rulebook.live import live_rule
from rules.book import Book
from rules.evaluator import Verdict, evaluate
from rules.explanation import reasons
from rules.facts import from_record
from rules.truth import Truth

ANSWERS = {Truth.YES: "适用", Truth.PENDING: "还差一项", Truth.NO: "不适用"}


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
        verdict = evaluate(live.rule, from_record(application.facts), book=Book.gather((live.file,)))
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


def timeline(case: Case, *, names: bool = False) -> list[dict[str, str]]:
    """Return the history of a case as the macro draws it; names of reviewers only for reviewers."""
    titles = {
        "apply": _("提交申请"),
        "correct": _("补正后重新提交"),
        "withdraw": _("撤回申请"),
        "pass_first_review": _("初审"),
        "return_for_correction": _("初审"),
        "refuse_first_review": _("初审"),
        "pass_final_review": _("终审"),
        "refuse_final_review": _("终审"),
        "revoke": _("撤销"),
    }
    steps = []
    for record in case.records:
        title = titles[record.step]
        office = _office(case, record.step)
        steps.append(
            {
                "title": title,
                "word": record.state.value,
                "at": time_of(record.happened_at),
                "by": f"{office} {record.actor}".strip() if names else office,
                "remarks": _("意见：%(remarks)s", remarks=record.remarks) if record.remarks else "",
                "note": _material_check(record.material_check),
                "state": "done",
            }
        )
    return steps


def _material_check(check: MaterialCheck | None) -> str:
    return _("材料审查：%(check)s", check=translated(check.value)) if check else ""


def _office(case: Case, step: str) -> str:
    """Return who takes a step: the institution, the committee, or nobody to be named."""
    if step.endswith("first_review") or step == "return_for_correction":
        return case.application.institution.title
    return case.application.committee.title if step.endswith("final_review") else ""


def card(option: Option, lang: str) -> dict[str, object]:
    """Return a rule with its answer as the macro draws it."""
    places = [target.institution.title for target in option.targets if target is not None]
    used = option.used and option.verdict.truth is Truth.YES
    return {
        "value": option.live.version_id,
        "title": option.live.title,
        "verdict": ANSWERS[option.verdict.truth],
        "to": _(
            "转为 %(targets)s · %(places)s · 比例 %(ratio)s%%",
            targets=_("、").join(option.verdict.targets),
            places=_("、").join(dict.fromkeys(places)) or "-",
            ratio=plain_ratio(option.verdict),
        ),
        "credits": total(option.verdict),
        "reasons": [("n", _("已按这条规则申请过"))]
        if used
        else [(each.mark, each.sentence) for each in reasons(option.verdict, lang)],
        "open": option.open,
    }


def plain_ratio(verdict: Verdict) -> str:
    """Return the ratio in percent without idle zeros; "-" when it is unknown or nothing is granted."""
    ratio = verdict.grants[0].ratio if verdict.grants else None
    return "-" if ratio is None else format(ratio.normalize(), "f")


def total(verdict: Verdict) -> str | None:
    """Return the credits that a rule grants, or would grant; None while they are unknown."""
    known = [grant.credits for grant in verdict.grants if grant.credits is not None]
    if len(known) < len(verdict.grants) or not known:
        return None
    return format(sum(known[1:], known[0]).normalize(), "f")


def file_links(case: Case, endpoint: str) -> list[dict[str, object]]:
    """Return the files of a case as the macro draws them."""
    shown: list[dict[str, object]] = []
    for each in case.evidence:
        url = url_for(endpoint, application_id=case.application.id, what="evidence", file_id=each.id)
        shown.append({"id": each.id, "name": each.file.name, "size": each.file.size, "url": url, "note": _("成果材料")})
    for kept in case.files:
        url = url_for(endpoint, application_id=case.application.id, what="file", file_id=kept.id)
        note = _("转换初审材料") if kept.record_id else _("学习者上传")
        shown.append({"id": kept.id, "name": kept.file.name, "size": kept.file.size, "url": url, "note": note})
    return shown
