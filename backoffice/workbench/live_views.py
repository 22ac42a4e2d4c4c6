"""What the editor asks while a text is written: problems, words to go on with, the form written into the text."""

from http import HTTPStatus
from typing import Any

from flask import jsonify, render_template, request
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import language, now, sentences, session
from backoffice.workbench.draft_views import fields_in, panels_of
from backoffice.workbench.form_writing import written
from backoffice.workbench.offered import completions, kind_words
from backoffice.workbench.reading import read_text, tidied
from grammar.printer import NotParsed, format_text

LONGEST_PLACE = 6  # figures


class LiveView(BaseView):
    """Nothing that is asked here is kept."""

    route_base = "/workbench/live"
    class_permission_name = "Workbench"
    default_view = "check"

    @expose("/check", methods=["POST"])
    @has_access
    def check(self) -> Any:  # noqa: ANN401 - a response
        """Answer what is wrong with a text, how its examples come out, and its form."""
        try:
            text = tidied(request.form.get("text", ""))
            if request.form.get("form") == "yes":
                text = written(text, tidied(request.form.get("drawn_from", "")), fields_in(request.form))
            if request.form.get("format") == "yes":
                text = format_text(text)
        except Refused as refused:
            return _refused([sentence for _field, sentence in sentences(refused.problems)])
        except NotParsed as unread:
            return _refused([unread.problems[0].message(language())])
        panels = panels_of(read_text(session(), text, on=day_of(now())))
        marks = [
            {
                "from": each["start"],
                "to": each["end"],
                "severity": each["severity"],
                "message": told(each),
                "fix": each["fix"],
            }
            for each in panels["notes"]
            if each["line"]
        ]
        return jsonify(
            {
                "text": text,
                "marks": marks,
                "panels": render_template("workbench/panels.html", open=True, **panels),
                "form": render_template("workbench/form.html", **panels),
            }
        )

    @expose("/complete", methods=["POST"])
    @has_access
    def complete(self) -> Any:  # noqa: ANN401
        """Answer the words that can stand at a place."""
        try:
            text = tidied(request.form.get("text", ""))
        except Refused as refused:
            return _refused([sentence for _field, sentence in sentences(refused.problems)])
        asked = request.form.get("place", "")
        place = min(int(asked), len(text)) if asked.isdecimal() and len(asked) <= LONGEST_PLACE else len(text)
        found = completions(session(), text, place)
        words = kind_words()
        return jsonify(
            [
                {
                    "text": each.text,
                    "kind": each.kind,
                    "kind_word": words.get(each.kind, ""),
                    "from": each.start,
                    "to": each.end,
                }
                for each in found
            ]
        )


def told(problem: dict[str, Any]) -> str:
    """Return a problem's sentence and its remedy, as the editor shows them beside the place."""
    return " ".join(filter(None, (problem["message"], problem["hint"])))


def _refused(words: list[str]) -> Any:  # noqa: ANN401
    return jsonify({"problems": words}), HTTPStatus.UNPROCESSABLE_ENTITY
