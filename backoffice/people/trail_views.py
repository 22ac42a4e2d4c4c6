"""The audit trail (操作记录): search, one event with its differences, and the verification of the chain."""

from datetime import date
from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice import access
from backoffice.column_labels import COLUMNS
from backoffice.kernel.chain import keep_check, verify
from backoffice.kernel.entity import Entity
from backoffice.kernel.house import SETTABLE
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.web import actor_id, language, now, number_in, session
from backoffice.labels import ENTITIES, column_label, entity_label
from backoffice.people.trail import (
    LEARNERS,
    USERS,
    Asked,
    actions_and_entities,
    checks,
    head,
    link_of,
    search_events,
    told_of,
)
from backoffice.people.words import PROBLEMS_OF_THE_CHAIN, action_word, problem_word, role_word

ROWS = 25


class AuditTrailView(BaseView):
    """Where the centre looks up who did and saw what."""

    route_base = "/audit"
    class_permission_name = "AuditTrail"
    default_view = "events"

    @expose("/")
    @has_access
    def events(self) -> Any:  # noqa: ANN401 - a response
        """Search the events."""
        sent = request.args
        asked = Asked(
            person=sent.get("person", "").strip()[:100],
            entity=sent.get("entity", ""),
            entity_id=number_in(sent.get("number")),
            action=sent.get("action", ""),
            since=_day(sent.get("since", "")),
            until=_day(sent.get("until", "")),
        )
        page = search_events(session(), asked, number=number_in(sent.get("page")) or 1, size=ROWS)
        actions, entities = actions_and_entities(session())
        return render_template(
            "people/events.html",
            page=page,
            asked=asked,
            actions=sorted((name, action_word(name)) for name in actions),
            entities=sorted((name, entity_word(name)) for name in entities),
            action_word=action_word,
            entity_word=entity_word,
            summary=summary,
        )

    @expose("/<int:event_id>")
    @has_access
    def event(self, event_id: int) -> Any:  # noqa: ANN401
        """Show one event: what it said before and after, and its place in the chain."""
        found = told_of(session(), [event_id])
        if not found:
            abort(404)
        event = found[0].event
        return render_template(
            "people/event.html",
            told=found[0],
            event=event,
            action=action_word(event.action),
            entity=entity_word(event.entity),
            changes=changes_of(event),
            facts=others_of(event),
            link=link_of(session(), event_id),
            subject_url=subject_url(event),
        )

    @expose("/verification", methods=["GET", "POST"])
    @has_access
    def verification(self) -> Any:  # noqa: ANN401
        """Show the last verifications; walk the chain now."""
        if request.method == "POST":
            session().rollback()  # reading the whole chain must not hold the write lock
            found = verify(session())
            session().rollback()
            keep_check(session(), found, actor_id=actor_id(), now=now())
            session().commit()
            return redirect(url_for("AuditTrailView.verification"))
        count, digest = head(session())
        return render_template(
            "people/verification.html",
            checks=checks(session()),
            count=count,
            digest=digest,
            words={code: problem_word(code) for code in PROBLEMS_OF_THE_CHAIN},
        )


def _day(typed: str) -> date | None:
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def entity_word(table: str) -> str:
    """Return what the rows of a table are called."""
    if table == USERS:
        return _("人员账号")
    name = class_name(table)
    return str(entity_label(name)) if name in ENTITIES else table


def class_name(table: str) -> str:
    """Return the name of the class whose rows a table holds."""
    return next((each.class_.__name__ for each in Entity.registry.mappers if each.local_table.name == table), "")


def column_word(name: str) -> str:
    """Return what a column, or a setting of the house, is called."""
    if name == "roles":
        return _("角色")
    if name in SETTABLE:
        return SETTABLE[name].label[language() == "en"]
    return str(column_label(name)) if name in COLUMNS else name


def changes_of(event: AuditEvent) -> list[tuple[str, str, str]]:
    """Return column, before and after of an event, in words."""
    found = event.details.get("changes") or {}
    return [(column_word(name), _value(name, each[0]), _value(name, each[1])) for name, each in found.items()]


def others_of(event: AuditEvent) -> list[tuple[str, str]]:
    """Return what else an event says."""
    words = {
        "reason": _("原因"),
        "way": _("送达方式"),
        "what": _("查看的号码"),
        "document": _("证件号码"),
        "version": _("版本"),
        "title": _("名称"),
    }
    values = {
        "document": _("证件号码"),
        "phone": _("手机号码"),
        "sms": _("短信"),
        "mail": _("电子邮件"),
        "hand": _("当面转交"),
    }
    return [
        (words.get(name, name), values.get(value, value) if name in {"what", "way"} else str(value))
        for name, value in event.details.items()
        if name != "changes"
    ]


def summary(event: AuditEvent) -> str:
    """Return an event's details in one line for the list."""
    changed = (_("，") if language() != "en" else ", ").join(name for name, _before, _after in changes_of(event)[:4])
    return "；".join(filter(None, [changed, *(value for _name, value in others_of(event)[:2])]))[:120]


def subject_url(event: AuditEvent) -> str:
    """Return where the subject of an event is shown; empty when nowhere."""
    if event.entity == LEARNERS:
        return url_for("LearnerFilesView.learner", learner_id=event.entity_id)
    if event.entity == USERS:
        return url_for("PeopleView.person", user_id=event.entity_id)
    name = class_name(event.entity)
    shown = name in access.ENTITIES and event.action != "delete" and event.entity_id
    return url_for(f"{name}List.show", pk=event.entity_id) if shown else ""


def _value(name: str, text: str) -> str:
    if name == "roles":
        return "、".join(role_word(each) for each in text.split("、") if each)
    return text
