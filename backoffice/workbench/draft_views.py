"""The page on which a draft is written: text, problems, examples, form; it works without scripts."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.web import actor_id, language, now, number_in, sentences, session
from backoffice.workbench.diffing import line_diff
from backoffice.workbench.form_writing import written
from backoffice.workbench.models import RuleDraft
from backoffice.workbench.offered import editor_phrases, editor_words, form_choices
from backoffice.workbench.operations import discard_draft, save_draft, submit_draft
from backoffice.workbench.reading import Reading, read_text, tidied
from backoffice.workbench.rule_form import form_of
from backoffice.workbench.shown import examples_shown, problems_shown, value_of
from backoffice.workbench.workflow import DraftState
from grammar.printer import NotParsed, format_text

SAVED, SUBMITTED, DISCARDED = "save", "submit", "discard"


class DraftView(BaseView):
    """One draft at a time; every button sends the whole form."""

    route_base = "/workbench/drafts"
    class_permission_name = "Workbench"
    default_view = "draft"

    @expose("/<int:draft_id>", methods=["GET", "POST"])
    @has_access
    def draft(self, draft_id: int) -> Any:  # noqa: ANN401 - a response
        """Show a draft; check it, format it, write the form into it, save it, hand it in, give it up."""
        found = session().get(RuleDraft, draft_id) or abort(404)
        if found.last_day:  # a retirement has no text of its own
            return redirect(url_for("ReviewView.review", draft_id=draft_id))
        if request.method == "GET":
            return self._page(found, found.text, [])
        text, problems = request.form.get("text", found.text), []
        try:
            text = self._mended(tidied(text)) if "fix" in request.form else self._changed(tidied(text))
            if led := self._done(found, text):
                return led
        except Refused as refused:
            session().rollback()
            problems = sentences(refused.problems)
            found = session().get(RuleDraft, draft_id) or abort(404)
        return self._page(found, text, problems), (422 if problems else 200)

    def _changed(self, text: str) -> str:
        """Return the text with what was changed in the form, laid out where the button asks for that."""
        text = written(text, tidied(request.form.get("drawn_from", "")), fields_in(request.form))
        if request.form.get("do") == "format":
            try:
                return format_text(text)
            except NotParsed:
                raise refuse("format_unreadable", "text") from None
        return text

    def _mended(self, text: str) -> str:
        """Return the text with the change made that a problem offers; the offer is looked up again."""
        offered = [each.fix for each in read_text(session(), text, on=day_of(now())).notes if each.fix]
        chosen = next((each for each in offered if value_of(each) == request.form["fix"]), None)
        if chosen is None:
            raise refuse("fix_gone", "text")
        return chosen.applied(text)

    def _done(self, draft: RuleDraft, text: str) -> Any:  # noqa: ANN401
        """Do what the button asks of the draft itself; return where that leads, None to stay."""
        do, revision = request.form.get("do", ""), number_in(request.form.get("revision"))
        acting: dict[str, Any] = {"actor_id": actor_id(), "now": now()}
        remarks = request.form.get("remarks", "")
        if do == DISCARDED:
            discard_draft(session(), draft.id, remarks=remarks, **acting)
            session().commit()
            flash(_("草稿已放弃，仍可查看。"), "success")
            return redirect(url_for("WorkbenchView.rules", show="drafts"))
        if do not in {SAVED, SUBMITTED}:
            return None
        saved = save_draft(session(), draft.id, text=text, revision=revision, **acting)
        if do == SUBMITTED:
            submit_draft(session(), draft.id, revision=saved.revision, remarks=remarks, **acting)
        session().commit()
        flash(_("已保存。") if do == SAVED else _("已送审，请另一位同事核对后发布。"), "success")
        there = "DraftView.draft" if do == SAVED else "ReviewView.review"
        return redirect(url_for(there, draft_id=draft.id))

    def _page(self, draft: RuleDraft, text: str, problems: list[tuple[str, str]]) -> str:
        reading = read_text(session(), text, on=day_of(now()))
        return render_template(
            "workbench/draft.html",
            draft=draft,
            text=text,
            unsaved=text != draft.text,
            meanwhile=line_diff(draft.text, text) if problems and text != draft.text else [],
            open=draft.state is DraftState.DRAFT,
            problems=problems,
            words=editor_words(),
            phrases=editor_phrases(),
            typed=request.form,
            **panels_of(reading),
        )


def panels_of(reading: Reading) -> dict[str, Any]:
    """Return what the panels beside a text show; the same whether a page or a script asks."""
    rule = reading.rule
    return {
        "reading": reading,
        "notes": problems_shown(reading.notes, reading.text, language()),
        "examples": examples_shown(reading, language()),
        "sentences": reading.sentences(language()),
        "other_sentences": reading.sentences("zh" if language() == "en" else "en"),
        "form": form_of(reading.text, rule) if rule else None,
        "choices": form_choices(session()) if rule else None,
        "drawn_from": reading.text,
    }


def fields_in(form: Any) -> dict[str, str]:  # noqa: ANN401 - what the request holds
    """Return the fields of the structured form; the last of several values counts, as of a tick behind its "no"."""
    return {name.removeprefix("f-"): form.getlist(name)[-1] for name in form if name.startswith("f-")}
