"""Changing a catalogue outcome: what the change touches is shown before it becomes a new version."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice import access
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.catalogue.versions import change_entry, versions_of
from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused
from backoffice.kernel.rows import ScopedInterface, scopes_of
from backoffice.kernel.scopes import condition
from backoffice.kernel.web import actor_id, language, now, roles, sealer, sentences, session
from backoffice.upkeep.catalogue_effect import effect_of
from backoffice.upkeep.catalogue_table import CATALOGUE, resolve_entries
from backoffice.upkeep.columns import Reading, Sort, read_line
from backoffice.upkeep.exports import entry_cells
from backoffice.upkeep.import_views import word_of
from backoffice.upkeep.reports import sentences_of
from backoffice.upkeep.sheets import SPREADSHEET_DAY_ZERO, Line
from backoffice.upkeep.subjects import Scope

FIXED = ("kind", "institution", "code")  # what tells an entry from others
SORTS = {Sort.DATE: "date", Sort.CREDITS: "decimal", Sort.WHOLE: "decimal", Sort.LEVEL: "decimal"}


def change_url(blueprint: str, pk: object) -> str:
    """Return where a row of a generated list is changed, if that is a page of our own."""
    if blueprint == "CatalogueOutcomeList" and roles() & {access.CENTRE, access.INSTITUTION, access.ADMIN}:
        return url_for("CatalogueChangeView.change", entry_id=pk)
    if blueprint == "OutcomeKindList" and roles() & {access.CENTRE, access.ADMIN}:
        return url_for("KindView.kind", kind_id=pk)
    return ""


def entry_or_404(entry_id: int) -> CatalogueOutcome:
    """Return an entry of the actor's scope."""
    found: CatalogueOutcome = ScopedInterface(CatalogueOutcome, session()).get(entry_id) or abort(404)
    return found


class CatalogueChangeView(BaseView):
    """Changes of entries."""

    route_base = "/catalogue"
    class_permission_name = "CatalogueChange"

    @expose("/<int:entry_id>", methods=["GET", "POST"])
    @has_access
    def change(self, entry_id: int) -> Any:  # noqa: ANN401 - a response
        """Show an entry's form; show what a change touches; keep it as a new version."""
        entry = entry_or_404(entry_id)
        problems: list[tuple[str, str]] = []
        effect = None
        if request.method == "POST":
            reading = _read(entry)
            problems = [
                (each.field, sentence)
                for each, sentence in zip(
                    reading.problems, sentences_of(reading.problems, CATALOGUE, language()), strict=True
                )
            ]
            if not problems and request.form.get("do") == "save":
                try:
                    made = change_entry(session(), entry_id, reading.kept, actor_id=actor_id(), now=now())
                except Refused as refused:
                    session().rollback()
                    problems = sentences(refused.problems)
                    entry = entry_or_404(entry_id)
                else:
                    session().commit()
                    flash(_("已保存为第 %(number)s 版", number=made.version), "success")
                    return redirect(url_for("CatalogueChangeView.change", entry_id=made.id))
            elif not problems:
                visible = condition(ConversionApplication, scopes_of("ConversionApplication", "list"), actor_id())
                effect = effect_of(session(), entry, reading.kept, on=day_of(now()), visible=visible)
        return render_template(
            "upkeep/catalogue_change.html",
            entry=entry,
            fields=_fields(),
            typed=request.form or _typed(entry),
            problems=problems,
            effect=effect,
            versions=versions_of(session(), entry),
            newest=next(each for each in versions_of(session(), entry) if each.current),
        ), (422 if problems else 200)


def _read(entry: CatalogueOutcome) -> Reading:
    """Return what was typed, read as a row of the table that comes in."""
    held = _typed(entry)
    cells = {
        each.header: held[each.key] if each.key in FIXED else request.form.get(each.key, "")
        for each in CATALOGUE.columns
    }
    reading = read_line(CATALOGUE.columns, Line(0, cells), SPREADSHEET_DAY_ZERO)
    scope = Scope(None, sealer(), actor_id(), now(), day_of(now()))
    resolve_entries(session(), [reading], scope)
    return reading


def _typed(entry: CatalogueOutcome) -> dict[str, str]:
    """Return an entry's columns as a file would write them."""
    texts = ("" if each is None else str(each) for each in entry_cells(entry))
    return dict(zip((each.key for each in CATALOGUE.columns), texts, strict=True))


def _fields() -> list[dict[str, object]]:
    """Return the columns as the fields of a form."""
    return [
        {
            "key": each.key,
            "label": each.header,
            "label_en": each.english,
            "type": "choice" if each.choices else SORTS.get(each.sort, "text"),
            "required": each.required,
            "choices": list(each.choices),
            "hint": word_of(each.hint),
            "fixed": each.key in FIXED,
        }
        for each in CATALOGUE.columns
    ]
