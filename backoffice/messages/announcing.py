"""Writing notices (通知公告): drafts, their days, whom they are for, and what stands where on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload

from backoffice.institutions.models import Institution
from backoffice.kernel import audit
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.problems import Problem, Refused
from backoffice.messages.models import LONGEST_NOTICE, Audience, Notice
from backoffice.messages.typed import LONGEST_TITLE, Field, read

DRAFT, COMING, SHOWN, OVER = "草稿", "待公布", "公布中", "已结束"
STANDINGS = (DRAFT, COMING, SHOWN, OVER)


@dataclass(frozen=True, slots=True)
class Typed:
    """A notice as it was typed; `labels` says what its fields are called."""

    title: str
    body: str
    first_day: str
    last_day: str
    audience: str
    institution: str
    pinned: bool
    labels: dict[str, str]


def write_notice(
    session: Session, notice_id: int | None, typed: Typed, *, draft: bool, actor_id: int, now: datetime
) -> Notice:
    """Add a notice, or change one; raises Refused with every problem at once."""
    notice = read_notice(session, typed, draft=draft)
    if notice_id is not None:
        kept = session.get_one(Notice, notice_id, with_for_update=True)
        for name in ("title", "body", "published_from", "published_until", "audience", "institution_id", "pinned"):
            setattr(kept, name, getattr(notice, name))
        kept.draft = draft
        notice = kept
    session.add(notice)
    session.flush()
    audit.record(
        session,
        actor_id=actor_id,
        action="draft_notice" if draft else "publish_notice",
        entity="notice",
        entity_id=notice.id,
        now=now,
        details={"title": notice.title, "audience": notice.audience.value},
    )
    return notice


def read_notice(session: Session, typed: Typed, *, draft: bool) -> Notice:
    """Return the notice that was typed, not yet kept; raises Refused with every problem at once."""
    problems: list[Problem] = []
    fields: list[Field] = [
        ("title", typed.labels["title"], typed.title, LONGEST_TITLE),
        ("body", typed.labels["body"], typed.body, LONGEST_NOTICE),
    ]
    title, body = read(fields, problems)
    first = _day(typed, "first_day", problems, needed=True)
    last = _day(typed, "last_day", problems, needed=False)
    if first and last and last < first:
        problems.append(Problem("notice_days_turned", "last_day"))
    audience = next((each for each in Audience if each == typed.audience), None)
    institution_id = None
    if audience is None:
        problems.append(Problem("choice_unknown", "audience", {"label": typed.labels["audience"]}))
    elif audience is Audience.OF_INSTITUTION:
        institution_id = session.scalar(select(Institution.id).where(Institution.title == typed.institution.strip()))
        if institution_id is None:
            problems.append(Problem("notice_institution_missing", "institution"))
    if problems or first is None or audience is None:
        raise Refused(problems)
    return Notice(
        title=title,
        body=body,
        published_from=first,
        published_until=last,
        draft=draft,
        pinned=typed.pinned,
        audience=audience,
        institution_id=institution_id,
    )


def standing(notice: Notice, on: date) -> str:
    """Return where a notice stands on a day."""
    if notice.draft:
        return DRAFT
    if notice.published_from > on:
        return COMING
    return OVER if notice.published_until is not None and notice.published_until < on else SHOWN


def all_notices(session: Session, *, stands: str, words: str, on: date, page: int, size: int) -> Page[Notice]:
    """Return one page of the notices that stand somewhere; of all of them when `stands` is empty."""
    conditions: dict[str, tuple[ColumnElement[bool], ...]] = {
        DRAFT: (Notice.draft.is_(True),),
        COMING: (Notice.draft.is_(False), Notice.published_from > on),
        SHOWN: (
            Notice.draft.is_(False),
            Notice.published_from <= on,
            or_(Notice.published_until.is_(None), Notice.published_until >= on),
        ),
        OVER: (Notice.draft.is_(False), Notice.published_until < on),
    }
    query = select(Notice).options(joinedload(Notice.institution)).where(*conditions.get(stands, ()))
    for word in words.split()[:8]:
        query = query.where(or_(*(each.icontains(word, autoescape=True) for each in (Notice.title, Notice.body))))
    order = (Notice.pinned.desc(), Notice.published_from.desc(), Notice.id.desc())
    return fetch_page(session, query.order_by(*order), number=page, size=size)


def _day(typed: Typed, name: str, problems: list[Problem], *, needed: bool) -> date | None:
    text = getattr(typed, name).strip()
    if not text and not needed:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        code = "field_not_a_date" if text else "field_missing"
        problems.append(Problem(code, name, {"label": typed.labels[name]}))
        return None
