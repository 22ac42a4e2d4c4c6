"""What the pages of a change of identity data show to the learner and to the centre."""

from typing import Any

from flask import Response, abort, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.identity import IdentityChange, IdentityFile, IdentityRecord
from backoffice.accounts.workflow import IdentityState
from backoffice.kernel.clock import time_of
from backoffice.kernel.paging import Page, fetch_page
from backoffice.kernel.storage import read_stored
from backoffice.kernel.web import folder, session


def changes_of(session: Session, learner_id: int) -> list[IdentityChange]:
    """Return what a learner has asked for, the newest first."""
    query = select(IdentityChange).where(IdentityChange.learner_id == learner_id).order_by(IdentityChange.id.desc())
    return list(session.scalars(query.limit(20)))


def own_change(session: Session, change_id: int, *, learner_id: int) -> IdentityChange | None:
    """Return a change of this learner, and of nobody else."""
    return session.scalars(select(IdentityChange).filter_by(id=change_id, learner_id=learner_id)).one_or_none()


def list_changes(session: Session, *, waiting: bool, number: int, size: int) -> Page[IdentityChange]:
    """Return the changes that wait for the centre, the oldest first; or the others, the newest first."""
    open_one = IdentityChange.state == IdentityState.APPLIED
    query = select(IdentityChange).options(joinedload(IdentityChange.learner)).where(open_one if waiting else ~open_one)
    order = IdentityChange.id if waiting else IdentityChange.id.desc()
    return fetch_page(session, query.order_by(order), number=number, size=size)


def files_of(session: Session, change_id: int, endpoint: str) -> list[dict[str, Any]]:
    """Return the files of a change as the pages draw them."""
    query = select(IdentityFile).options(joinedload(IdentityFile.file)).where(IdentityFile.change_id == change_id)
    return [
        {
            "id": each.id,
            "name": each.file.name,
            "size": each.file.size,
            "url": url_for(endpoint, change_id=change_id, scan_id=each.id),
        }
        for each in session.scalars(query.order_by(IdentityFile.id))
    ]


def timeline(session: Session, change_id: int) -> list[dict[str, Any]]:
    """Return what happened to a change, the newest first."""
    titles = {"apply": _("提交申请"), "withdraw": _("撤回"), "pass": _("审核通过"), "refuse": _("审核不通过")}
    query = select(IdentityRecord).where(IdentityRecord.change_id == change_id).order_by(IdentityRecord.id.desc())
    return [
        {
            "title": titles[each.step],
            "word": each.state.value,
            "at": time_of(each.happened_at),
            "remarks": each.remarks,
        }
        for each in session.scalars(query)
    ]


def send_scan(change_id: int, scan_id: int) -> Response:
    """Send a file of a change as what it is, shown in the page and never run."""
    query = select(IdentityFile).filter_by(id=scan_id, change_id=change_id)
    found = session().scalars(query.options(joinedload(IdentityFile.file))).one_or_none() or abort(404)
    response = Response(read_stored(found.file, folder()), mimetype=found.file.media_type)
    response.headers.set("Content-Disposition", "inline", filename=found.file.name)
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    )
    return response
