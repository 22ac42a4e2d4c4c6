"""A person's messages in the site (站内信), beside SMS and mail."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.web import actor_id, now, number_in, session
from backoffice.messages.inbox import mark_read, messages_of
from backoffice.outcomes.views import page_number

MESSAGES_PER_PAGE = 10


class MyMessagesView(BaseView):
    """What was told to the acting person."""

    route_base = "/my/messages"
    class_permission_name = "MyMessages"
    default_view = "mine"

    @expose("")
    @has_access
    def mine(self) -> Any:  # noqa: ANN401 - a response
        """List the messages, the newest first; those not read yet carry a mark."""
        page = messages_of(session(), actor_id(), page=page_number(), size=MESSAGES_PER_PAGE)
        return render_template(
            "portal/messages.html", page=page, newest=max((each.id for each in page.items), default=0)
        )

    @expose("/read", methods=["POST"])
    @has_access
    def read(self) -> Any:  # noqa: ANN401
        """Mark as read what the page showed, and what is older; a message that came meanwhile stays unread."""
        mark_read(session(), actor_id(), up_to=number_in(request.form.get("up_to")), now=now())
        session().commit()
        return redirect(url_for("MyMessagesView.mine"))
