"""A case as its review sheet (评审表) says it, in Chinese whatever the page's language, and its records as rows."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.conversion.assessments import assessments_of
from backoffice.conversion.cards import answer_word
from backoffice.conversion.case import Case, office_of, review_name, step_title
from backoffice.conversion.desk_pages import declared_of, fact_pairs
from backoffice.conversion.materials import newest_check
from backoffice.conversion.workflow import APPEAL, ASIDE, FIRST_STEPS
from backoffice.kernel.clock import HOUSE_ZONE, day_of, time_of
from backoffice.ledger.models import CreditEntry
from backoffice.proofs.states import ProofState
from backoffice.recognition.models import Assessment
from backoffice.rulebook.live import live_rule
from backoffice.rulebook.models import Decision
from config import Settings
from reports import review_sheet as sheet
from reports.canonical import digest
from reports.spelling import spelled
from rules.explanation import MARKS, lines_of
from rules.plain_words import sentences_of_rule
from rules.voices import Voice

KILOBYTE, MEGABYTE = 1024, 1024 * 1024
SHORT = 16  # digits of a digest
PROOF_STATES = {ProofState.VALID: "有效", ProofState.SUPERSEDED: "已被替换", ProofState.REVOKED: "已撤销"}
RECORD_HEADERS = ("申请编号", "序号", "时间", "步骤", "结果", "材料审查", "经办处", "经办人", "意见")


def sheet_of(
    session: Session, case: Case, settings: Settings, *, printed_by: str, now: datetime
) -> sheet.ReviewSheetContent:
    """Return what the sheet of a case says."""
    application, check = case.application, newest_check(session, case.application.id)
    verdict = case.verdict
    lines = lines_of(verdict, voice=Voice.OF_LEARNER) if verdict else ()
    return sheet.ReviewSheetContent(
        platform=settings.platform,
        issuer=settings.issuer,
        number=application.number,
        state=application.state.value,
        learner_name=application.learner.full_name,
        document_masked=application.learner.document_masked,
        account_number=application.learner.account_number,
        applied_at=time_of(application.applied_at),
        programme=application.programme.title if application.programme else "",
        institution=application.institution.title,
        committee=application.committee.title,
        sources=tuple(sources(case)),
        files=tuple(files(case)),
        targets=tuple(targets(case)),
        rule=rule(session, case),
        answer=answer_word(verdict) if verdict else "",
        lines=tuple(sheet.SheetLine(each.depth, MARKS[each.truth], each.sentence) for each in lines),
        facts=tuple(sheet.Fact(label, spelled(value)) for label, value in fact_pairs(application.facts)),
        material_check=check.value if check else "",
        records=tuple(records(case)),
        opinions=tuple(opinion(each) for each in assessments_of(session, application.id)),
        decision=decision(application.decision, case),
        entries=tuple(entries(session, application.decision_id)),
        proof=proof(case),
        printed_by=printed_by,
        printed_at=now.astimezone(HOUSE_ZONE),
    )


def sources(case: Case) -> Iterator[sheet.SheetSource]:
    """Yield the outcomes that a case starts from."""
    for each in case.sources:
        declared = tuple(sheet.Fact(label, spelled(value)) for label, value in declared_of(each))
        yield sheet.SheetSource(each.title, each.kind.title, each.institution_title, each.state.value, declared)


def files(case: Case) -> Iterator[sheet.SheetFile]:
    """Yield the files of a case, those of the first review under the names that the desks show."""
    steps = {record.id: record.step for record in case.records}
    for each in case.evidence:
        kept = each.file
        yield sheet.SheetFile(spelled(kept.name), "成果材料", size_of(kept.size), kept.sha256[:SHORT])
    for added in case.files:
        step, kept = steps.get(added.record_id or 0, ""), added.file
        note = {"": "学习者上传", APPEAL: "申诉材料"}.get(step, "转换初审材料")
        name = review_name(added) if step in FIRST_STEPS else kept.name
        yield sheet.SheetFile(spelled(name), note, size_of(kept.size), kept.sha256[:SHORT])


def size_of(count: int) -> str:
    """Return a size as the screens show it.

    >>> size_of(300), size_of(2_000_000)
    ('1 KB', '1.9 MB')
    """
    if count < MEGABYTE:
        return f"{max(round(count / KILOBYTE), 1)} KB"
    return f"{count / MEGABYTE:.1f} MB"


def targets(case: Case) -> Iterator[sheet.SheetTarget]:
    """Yield the outcomes that a case aims at."""
    for each in case.targets:
        entry = each.catalogue_outcome
        yield sheet.SheetTarget(
            f"{entry.title}{entry.mark}", entry.kind.title, entry.institution.title, each.credits, each.ratio
        )


def rule(session: Session, case: Case) -> sheet.SheetRule | None:
    """Return the rule of a case, as it was when the case was handed in."""
    version = case.application.rule_version
    live = live_rule(session, version.id) if version else None
    if version is None or live is None:
        return None
    said = sentences_of_rule(live.rule)
    return sheet.SheetRule(version.title, version.rule.code, version.number, version.text_hash, said)


def records(case: Case) -> Iterator[sheet.SheetRecord]:
    """Yield every step of a case."""
    for each in case.records:
        yield sheet.SheetRecord(
            step=step_title(each.step),
            result="" if each.step in ASIDE else each.state.value,
            check=each.material_check.value if each.material_check else "",
            office=office_of(case, each.step),
            actor=str(each.actor).strip(),
            at=time_of(each.happened_at),
            remarks=spelled(each.remarks),
        )


def opinion(asked: Assessment) -> sheet.SheetOpinion:
    """Return what an assessor was asked, and came to."""
    return sheet.SheetOpinion(
        assessor=str(asked.assessor).strip(),
        conclusion=asked.conclusion.value if asked.conclusion else asked.state.value,
        at=time_of(asked.answered_at or asked.asked_at),
        request=spelled(asked.request),
        opinion=spelled(asked.opinion),
    )


def decision(made: Decision | None, case: Case) -> sheet.SheetDecision | None:
    """Return the decision on a case."""
    if made is None:
        return None
    version = case.application.rule_version
    basis = f"转换规则 {version.rule.code} 第 {version.number} 版" if version else "评审认定"
    who = next((str(each.actor).strip() for each in reversed(case.records) if each.actor_id == made.actor_id), "")
    return sheet.SheetDecision(basis, made.credits, who, time_of(made.decided_at), digest(made.trace)[:SHORT])


def entries(session: Session, decision_id: int | None) -> Iterator[sheet.SheetEntry]:
    """Yield what a decision booked, and what took it back."""
    own = select(CreditEntry.id).where(CreditEntry.decision_id == decision_id)
    query = (
        select(CreditEntry)
        .options(joinedload(CreditEntry.target))
        .where(or_(CreditEntry.decision_id == decision_id, CreditEntry.reverses_id.in_(own)))
        .order_by(CreditEntry.id)
    )
    for each in session.scalars(query) if decision_id is not None else ():
        word = "入账" if each.reverses_id is None else "冲销"
        yield sheet.SheetEntry(time_of(each.booked_at), each.target.title, word, each.credits, spelled(each.remarks))


def proof(case: Case) -> sheet.SheetProof | None:
    """Return the proof of a case."""
    issued = case.application.proof
    if issued is None:
        return None
    return sheet.SheetProof(issued.number, PROOF_STATES[issued.state], day_of(issued.issued_at).isoformat())


def record_rows(case: Case) -> Iterator[tuple[str, ...]]:
    """Yield a row under `RECORD_HEADERS` for every step of a case."""
    for number, each in enumerate(records(case), start=1):
        told = (each.at, each.step, each.result, each.check, each.office, each.actor, each.remarks)
        yield (case.application.number, str(number), *told)
