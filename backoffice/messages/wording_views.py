"""The centre's desk for the words of messages: the list, one message in one language, trying and keeping words."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused
from backoffice.kernel.web import actor_id, language, now, number_in, sentences, session, settings
from backoffice.messages.titles import title_of
from backoffice.messages.wordings import (
    LANGUAGES,
    LONGEST_TEXT,
    MAY_BE_LEFT_OUT,
    SMS_ALONE,
    Words,
    all_words,
    called,
    checked,
    own_words,
    places,
    segments,
    templates,
    tried,
    versions_of,
    words_of,
    write,
)


class WordingsView(BaseView):
    """What messages say."""

    route_base = "/wordings"
    class_permission_name = "Wordings"
    default_view = "wordings"

    @expose("/")
    @has_access
    def wordings(self) -> Any:  # noqa: ANN401 - a response
        """List the messages with the words that stand now."""
        kept = all_words(session())
        rows = [
            {
                "template": each,
                "title": title_of(each, english=language() == "en"),
                "text": _text(kept, each, "zh"),
                "number": kept[each, "zh"].number if (each, "zh") in kept else 0,
                "english": bool(_text(kept, each, "en")),
                "phone_alone": each.endswith(SMS_ALONE),
            }
            for each in templates()
        ]
        return render_template("messages/wordings.html", rows=rows)

    @expose("/<string:template>/<string:tongue>", methods=["GET", "POST"])
    @has_access
    def wording(self, template: str, tongue: str) -> Any:  # noqa: ANN401
        """Show the words of a message, try others, or keep them as the next version."""
        if template not in templates() or tongue not in LANGUAGES or (tongue == "en" and template.endswith(SMS_ALONE)):
            abort(404)
        if request.method == "GET":
            return self._page(template, tongue, self._standing(template, tongue))
        typed = Words(request.form.get("text", ""), by_sms="by_sms" in request.form, by_mail="by_mail" in request.form)
        try:
            if request.form.get("action") != "keep":
                return self._page(template, tongue, typed, tried_text=checked(template, tongue, typed.text))
            kept = write(session(), template, tongue, typed, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return self._page(template, tongue, typed, problems=sentences(refused.problems)), 422
        session().commit()
        flash(
            _("已保存为第 %(number)s 版，此后的消息按新内容发送。", number=kept.number)
            if kept
            else _("内容与现行版本相同，没有新增版本。"),
            "success" if kept else "info",
        )
        return redirect(url_for("WordingsView.wording", template=template, tongue=tongue))

    def _standing(self, template: str, tongue: str) -> Words:
        """Return the words that the form begins with: those of an earlier version, if one is asked for."""
        stands, wanted = words_of(session(), template, tongue), request.args.get("version", "")
        if wanted == "0":
            return Words(own_words(template, tongue), stands.by_sms, stands.by_mail, stands.number)
        versions = versions_of(session(), template, tongue) if wanted else ()
        found = next((each for each in versions if each.number == number_in(wanted)), None)
        return Words(found.text, found.by_sms, found.by_mail, stands.number) if found else stands

    def _page(
        self,
        template: str,
        tongue: str,
        words: Words,
        *,
        tried_text: str = "",
        problems: list[tuple[str, str]] | None = None,
    ) -> str:
        house = {
            "signature": settings().sms_signature,
            "platform": settings().platform if tongue == "zh" else settings().platform_english,
            "help_line": settings().help_line,
        }
        shown = "" if problems else tried_text or words.text
        preview = tried(template, tongue, shown, house=house)
        return render_template(
            "messages/wording.html",
            template=template,
            tongue=tongue,
            title=title_of(template, english=language() == "en"),
            words=words,
            stands=words_of(session(), template, tongue),
            preview=preview,
            letters=len(preview),
            segments=segments(preview),
            places=[(called(each, tongue), each in MAY_BE_LEFT_OUT) for each in places(template)],
            versions=versions_of(session(), template, tongue),
            phone_alone=template.endswith(SMS_ALONE),
            limit=LONGEST_TEXT,
            problems=problems or [],
        )


def _text(kept: Any, template: str, tongue: str) -> str:  # noqa: ANN401 - versions by template and language
    return kept[template, tongue].text if (template, tongue) in kept else own_words(template, tongue)
