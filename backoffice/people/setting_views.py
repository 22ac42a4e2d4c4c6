"""The settings of the house (平台设置): names, messages and days, in effect without a restart."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.house import SETTABLE, change_settings, overrides, value_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import (
    actor_id,
    environment,
    forget_settings,
    language,
    now,
    sentences,
    session,
    settings,
)

GROUPS = ("names", "messages", "days")


class PlatformSettingsView(BaseView):
    """Where the centre sets what the house is called and promises."""

    route_base = "/settings"
    class_permission_name = "PlatformSettings"
    default_view = "settings"

    @expose("/", methods=["GET", "POST"])
    @has_access
    def settings(self) -> Any:  # noqa: ANN401 - a response
        """Show the settings; keep what was changed."""
        problems: list[tuple[str, str]] = []
        if request.method == "POST" and request.form.get("do") != "preview":
            try:
                changed = change_settings(session(), request.form, environment(), actor_id=actor_id(), now=now())
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                forget_settings()
                flash(_("已保存，立即生效。") if changed else _("没有需要更改的。"), "success")
                return redirect(url_for("PlatformSettingsView.settings"))
        return self._page(problems), (422 if problems else 200)

    def _page(self, problems: list[tuple[str, str]]) -> str:
        changed = overrides(session())
        typed = request.form if request.method == "POST" else {name: value_of(settings(), name) for name in SETTABLE}
        english = language() == "en"
        fields = {
            group: [
                {
                    "name": name,
                    "label": known.label[english],
                    "hint": known.hint[english],
                    "value": typed.get(name, ""),
                    "standard": value_of(environment(), name) if name in changed else "",
                }
                for name, known in SETTABLE.items()
                if known.group == group
            ]
            for group in GROUPS
        }
        return render_template("people/settings.html", fields=fields, typed=typed, problems=problems)
