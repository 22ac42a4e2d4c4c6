"""Templates of papers: begun from a version, saved by their author, handed in, and published by somebody else."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.kernel import audit
from backoffice.kernel.clock import time_of
from backoffice.kernel.database import hold
from backoffice.kernel.problems import Problem, Refused, refuse
from backoffice.kernel.remarks import readable
from backoffice.kernel.step import StepRefused, next_state
from backoffice.papers.checking import problems_of
from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.versions import OUR_OWN, look_of
from backoffice.papers.workflow import (
    DISCARD,
    MANAGEMENT_CENTER,
    PUBLISH,
    SAVE,
    SEND_BACK,
    START,
    SUBMIT,
    TAKE_BACK,
    TRANSITIONS,
    TemplateState,
)
from reports.canonical import digest
from reports.look import PaperLook, look_from, look_json


def start_template(
    session: Session, paper: PaperKind, *, base_number: int, actor_id: int, now: datetime
) -> PaperTemplate:
    """Begin a draft with the look of a version; raises Refused."""
    try:
        look = look_of(session, paper, base_number)
    except LookupError:
        raise refuse("template_unknown") from None
    template = PaperTemplate(
        paper=paper,
        state=TemplateState.DRAFT,
        look=look_json(look),
        base_number=base_number,
        author_id=actor_id,
        changed_at=now,
    )
    session.add(template)
    session.flush()
    record(session, START, template, actor_id=actor_id, now=now)
    return template


def save_template(
    session: Session, template_id: int, *, look: PaperLook, revision: int, actor_id: int, now: datetime
) -> PaperTemplate:
    """Keep a sound look over the revision that it was made from; only the author does so. Raises Refused."""
    template = own_draft(session, template_id, revision=revision, actor_id=actor_id)
    problems = problems_of(look, template.paper)
    if problems:
        raise Refused(problems)
    written = look_json(look)
    if written != template.look:
        template.look, template.changed_at = written, now
        template.revision += 1
        record(session, SAVE, template, actor_id=actor_id, now=now)
    return template


def submit_template(
    session: Session, template_id: int, *, revision: int, actor_id: int, now: datetime
) -> PaperTemplate:
    """Hand a draft in for publication; raises Refused for one that says what is in force already."""
    template = own_draft(session, template_id, revision=revision, actor_id=actor_id)
    if look_from(template.look) == look_of(session, template.paper, template.base_number):
        raise refuse("template_unchanged", number=str(template.base_number))
    template.submitted_at = now
    return take_step(session, template, SUBMIT, actor_id=actor_id, now=now)


def take_back(session: Session, template_id: int, *, actor_id: int, now: datetime) -> PaperTemplate:
    """Take a template back that was handed in; its author may, others send it back."""
    template = locked(session, template_id)
    if template.author_id != actor_id:
        raise refuse("not_the_author")
    return take_step(session, template, TAKE_BACK, actor_id=actor_id, now=now)


def send_back(session: Session, template_id: int, *, remarks: str, actor_id: int, now: datetime) -> PaperTemplate:
    """Send a template back to its author with remarks."""
    return take_step(session, locked(session, template_id), SEND_BACK, remarks=remarks, actor_id=actor_id, now=now)


def discard_template(session: Session, template_id: int, *, actor_id: int, now: datetime) -> PaperTemplate:
    """Give one's own draft up; it stays readable."""
    template = locked(session, template_id)
    if template.author_id != actor_id:
        raise refuse("not_the_author")
    return take_step(session, template, DISCARD, actor_id=actor_id, now=now)


def publish_template(
    session: Session, template_id: int, *, revision: int, remarks: str, actor_id: int, now: datetime
) -> PaperTemplate:
    """Make a template the version in force, in place of the one before; its author may not. Raises Refused."""
    template = locked(session, template_id)
    hold(session, f"paper template:{template.paper.name}")
    if template.state is not TemplateState.IN_REVIEW:
        raise refuse("template_closed", state=template.state)
    if template.revision != revision:
        raise refuse("template_changed_before_publishing")
    if template.author_id == actor_id:
        raise refuse("author_publishes")
    problems = problems_of(look_from(template.look), template.paper)
    if problems:
        raise Refused(problems)
    retire(session, template.paper, now=now)
    template.number = next_number(session, template.paper)
    template.published_by_id, template.published_at = actor_id, now
    return take_step(session, template, PUBLISH, remarks=remarks, actor_id=actor_id, now=now)


def next_number(session: Session, paper: PaperKind) -> int:
    """Return the number of the next version."""
    newest = session.scalar(select(func.max(PaperTemplate.number)).where(PaperTemplate.paper == paper))
    return (newest or OUR_OWN) + 1


def retire(session: Session, paper: PaperKind, *, now: datetime) -> None:
    """End the version in force; papers made with it keep it."""
    query = select(PaperTemplate).where(PaperTemplate.paper == paper, PaperTemplate.state == TemplateState.PUBLISHED)
    for before in session.scalars(query.with_for_update(of=PaperTemplate)):
        before.state, before.retired_at = TemplateState.RETIRED, now
    session.flush()


def own_draft(session: Session, template_id: int, *, revision: int, actor_id: int) -> PaperTemplate:
    """Return a draft that its author has open, locked; raises Refused."""
    template = locked(session, template_id)
    if template.author_id != actor_id:
        raise refuse("not_the_author")
    if template.state is not TemplateState.DRAFT:
        raise refuse("template_closed", state=template.state)
    if template.revision != revision:
        raise Refused([Problem("template_changed", "", {"at": time_of(template.changed_at)})])
    return template


def locked(session: Session, template_id: int) -> PaperTemplate:
    """Return a template with its row locked and read anew; raises Refused when there is none."""
    query = select(PaperTemplate).where(PaperTemplate.id == template_id).with_for_update(of=PaperTemplate)
    template: PaperTemplate | None = session.scalar(query.execution_options(populate_existing=True))
    if template is None:
        raise refuse("template_unknown")
    return template


def take_step(
    session: Session, template: PaperTemplate, step: str, *, actor_id: int, now: datetime, remarks: str = ""
) -> PaperTemplate:
    """Take one step of the workflow and record it; the only place that sets a state, but for `retire`."""
    remarks = readable(remarks)
    try:
        transition = next_state(TRANSITIONS, step, template.state, roles={MANAGEMENT_CENTER}, remarks=remarks)
    except StepRefused as refused:
        if refused.code == "remarks_missing":
            raise refuse("reason_missing", "remarks") from None
        raise refuse("template_closed", state=refused.state) from None
    template.state, template.remarks = TemplateState(transition.target), remarks
    record(session, step, template, actor_id=actor_id, now=now)
    return template


def record(session: Session, step: str, template: PaperTemplate, *, actor_id: int, now: datetime) -> None:
    """Leave the audit's line of a step."""
    details = {
        "paper": template.paper.value,
        "look_hash": digest(template.look),
        "number": template.number,
        "remarks": template.remarks,
    }
    audit.record(
        session,
        actor_id=actor_id,
        action=f"{step}_template",
        entity="paper_template",
        entity_id=template.id,
        now=now,
        details={name: value for name, value in details.items() if value},
    )
    session.flush()
