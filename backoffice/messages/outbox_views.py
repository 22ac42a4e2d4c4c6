"""The centre's desk for messages: the outbox, one message, and sending again."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from cryptography.exceptions import InvalidTag
from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.accounts.models import Learner
from backoffice.accounts.operations import phone_place
from backoffice.kernel.clock import day_of
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import open_letter
from backoffice.kernel.problems import Refused
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.kernel.web import actor_id, language, now, number_in, sealer, sentences, session
from backoffice.messages.operations import MOST_ATTEMPTS, POSTPONED
from backoffice.messages.outbox import (
    UNSENT,
    Sought,
    figures,
    learners_of,
    messages,
    people_of,
    see_whole,
    send_again,
    send_all_again,
    starred,
    starred_address,
)
from backoffice.messages.titles import CHANNELS, title_of
from backoffice.messages.titles import POSTPONED as POSTPONED_WORDS
from backoffice.messages.wordings import templates

ROWS = 25
LONGEST_WORDS = 100
BOXES = ("words", "state", "channel", "template", "first_day", "last_day")


class OutboxView(BaseView):
    """What leaves the house, and what did not."""

    route_base = "/outbox"
    class_permission_name = "Outbox"
    default_view = "outbox"

    @expose("/")
    @has_access
    def outbox(self) -> Any:  # noqa: ANN401 - a response
        """List the messages."""
        asked = {name: request.args.get(name, "").strip()[:LONGEST_WORDS] for name in BOXES}
        sought, page_asked = sought_by(asked), number_in(request.args.get("page")) or 1
        page = messages(session(), sought, page=page_asked, size=ROWS)
        return render_template(
            "messages/outbox.html",
            asked=asked,
            page=page,
            figures=figures(session(), now=now()),
            recipients=recipients(page.items),
            title_of=title_here,
            channel_of=channel_here,
            problem_of=problem_here,
            age_of=age_of,
            templates=[(each, title_here(each)) for each in templates()],
            channels=[(each, channel_here(each)) for each in CHANNELS],
            states=[each.value for each in DeliveryState],
            unsent=UNSENT,
        )

    @expose("/retry", methods=["POST"])
    @has_access
    def retry_all(self) -> Any:  # noqa: ANN401
        """Let every unsent message of the filter wait again."""
        asked = {name: request.form.get(name, "").strip()[:LONGEST_WORDS] for name in BOXES}
        count = send_all_again(session(), sought_by(asked), actor_id=actor_id(), now=now())
        session().commit()
        flash(_("%(count)s 条消息已重新排队。", count=count), "success" if count else "warning")
        return redirect(f"{url_for('OutboxView.outbox')}?{urlencode({k: v for k, v in asked.items() if v})}")

    @expose("/<int:message_id>")
    @has_access
    def message(self, message_id: int) -> Any:  # noqa: ANN401
        """Show one message, its personal data starred."""
        return shown(found(message_id))

    @expose("/<int:message_id>/retry", methods=["POST"])
    @has_access
    def retry(self, message_id: int) -> Any:  # noqa: ANN401
        """Let a message wait again."""
        found(message_id)
        try:
            send_again(session(), message_id, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return shown(found(message_id), sentences(refused.problems))
        session().commit()
        flash(_("消息已重新排队，稍后发送。"), "success")
        return redirect(url_for("OutboxView.message", message_id=message_id))

    @expose("/<int:message_id>/whole", methods=["POST"])
    @has_access
    def whole(self, message_id: int) -> Any:  # noqa: ANN401
        """Show the whole text of a message to somebody who says why."""
        found(message_id)
        try:
            kept = see_whole(session(), message_id, reason=request.form.get("why", ""), actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return shown(found(message_id), sentences(refused.problems))
        session().commit()
        return shown(kept, whole=True)


def found(message_id: int) -> OutboxMessage:
    """Return a message that is there."""
    return session().get(OutboxMessage, message_id) or abort(404)


def shown(kept: OutboxMessage, problems: list[tuple[str, str]] | None = None, *, whole: bool = False) -> Any:  # noqa: ANN401
    """Draw the page of one message."""
    learner = learners_of(session(), [kept]).get(kept.recipient_id or 0)
    names = [learner.full_name if learner else "", people_of(session(), [kept]).get(kept.recipient_id or 0, "")]
    drawn = render_template(
        "messages/message.html",
        each=kept,
        body=kept.body if whole else starred(kept.body, *names),
        english=kept.body_english if whole else starred(kept.body_english, *names),
        whole=whole,
        recipient=recipients([kept])[kept.id],
        title=title_here(kept.template),
        channel=channel_here(kept.channel.value),
        problem=problem_here(kept.problem),
        age=age_of(kept),
        most=MOST_ATTEMPTS,
        again=kept.state in UNSENT and kept.recipient_id is not None,
        problems=problems or [],
        typed=request.form,
    )
    return drawn, (422 if problems else 200)


def sought_by(asked: dict[str, str]) -> Sought:
    """Return what a filter asks for; what it cannot mean narrows nothing."""
    return Sought(
        words=asked["words"],
        state=asked["state"] if asked["state"] in {"unsent", *DeliveryState} else "",
        channel=asked["channel"] if asked["channel"] in set(Channel) else "",
        template=asked["template"],
        first_day=day_in(asked["first_day"]),
        last_day=day_in(asked["last_day"]),
    )


def day_in(text: str) -> date | None:
    """Return the day that was typed; the first and the last that there are have no neighbours to count to."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date.min.year < day.year < date.max.year else None


def recipients(shown_here: Any) -> dict[int, tuple[str, str]]:  # noqa: ANN401 - messages
    """Return name and address of each message's recipient, both starred."""
    learners, people, opener = learners_of(session(), shown_here), people_of(session(), shown_here), sealer()
    found_here = {}
    for each in shown_here:
        learner = learners.get(each.recipient_id)
        name = learner.full_name if learner else people.get(each.recipient_id, "")
        found_here[each.id] = (f"{name[0]}{'*' * (len(name) - 1)}" if name else "", address_of(each, learner, opener))
    return found_here


def address_of(each: OutboxMessage, learner: Learner | None, opener: Sealer) -> str:
    """Return where a message goes, starred; empty when that is not known or not kept any more."""
    if each.channel is Channel.SITE:
        return ""
    try:
        if each.recipient_id is None:
            return starred_address(open_letter(each, opener)[0])
        if learner is None:
            return ""
        if each.channel is Channel.MAIL:
            return starred_address(learner.email) if learner.email else ""
        return starred_address(opener.open(learner.phone_sealed, phone_place(learner.account_number)))
    except (LookupError, InvalidTag):
        return ""


def title_here(template: str) -> str:
    """Return what a message is called in the language of the page."""
    return title_of(template, english=language() == "en")


def channel_here(channel: str) -> str:
    """Return what a way is called in the language of the page."""
    return CHANNELS[channel][language() == "en"]


def problem_here(problem: str) -> str:
    """Return what went wrong: the other side's own words, or why we let it wait."""
    return POSTPONED_WORDS[language() == "en"] if problem == POSTPONED else problem


def age_of(each: OutboxMessage) -> str:
    """Return for how long a message has been waiting, or how long it took."""
    seconds = int(((each.sent_at or now()) - each.created_at).total_seconds())
    if seconds < 60 * 60:
        return _("%(count)s 分钟", count=max(0, seconds) // 60)
    days = (day_of(each.sent_at or now()) - day_of(each.created_at)).days
    return _("%(count)s 天", count=days) if days > 1 else _("%(count)s 小时", count=seconds // 3600)
