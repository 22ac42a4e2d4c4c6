"""The list of rules by where they stand, a new draft, and one rule with its versions."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.conversion.desk import house
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.web import actor_id, language, now, number_in, sentences, session
from backoffice.outcomes.views import page_number
from backoffice.rulebook.live import live_rule
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.rulebook.search import stands, versions_of
from backoffice.workbench.diffing import line_diff, words_diff
from backoffice.workbench.ending import stop_version
from backoffice.workbench.listing import (
    OF_DRAFTS,
    Shelf,
    counts,
    drafts_page,
    history_of,
    open_drafts,
    versions_page,
)
from backoffice.workbench.operations import start_draft
from backoffice.workbench.retiring import open_retirement, propose_retirement
from backoffice.workbench.shown import history_shown
from rules.plain_words import sentences_of_rule

ROWS = 25
LONGEST_WORDS = 200


class WorkbenchView(BaseView):
    """Where the centre's rules are kept."""

    route_base = "/workbench"
    class_permission_name = "Workbench"
    default_view = "rules"

    @expose("/")
    @has_access
    def rules(self) -> Any:  # noqa: ANN401 - a response
        """List rules: in force, drafts, in review, scheduled, ended."""
        today, words = day_of(now()), request.args.get("words", "").strip()[:LONGEST_WORDS]
        shelf = _shelf(request.args.get("show", ""))
        asked = {"page": page_number(), "size": ROWS}
        page: Any = (
            drafts_page(session(), shelf, words, **asked)
            if shelf in OF_DRAFTS
            else versions_page(session(), shelf, words, on=today, sort=request.args.get("sort", ""), **asked)
        )
        codes = [each.rule.code for each in page.items] if shelf not in OF_DRAFTS else []
        return render_template(
            "workbench/rules.html",
            shelf=shelf,
            tabs=_tabs(counts(session(), on=today)),
            words=words,
            sort=request.args.get("sort", ""),
            page=page,
            drafts=open_drafts(session(), codes),
            of_drafts=shelf in OF_DRAFTS,
            word_of=lambda version: standing_word(version, today),
        )

    @expose("/new", methods=["POST"])
    @has_access
    def new(self) -> Any:  # noqa: ANN401
        """Begin a draft, of a new rule or from a version."""
        base = request.form.get("base")
        try:
            draft = start_draft(
                session(),
                text="" if base else starter(),
                actor_id=actor_id(),
                now=now(),
                base_id=number_in(base) if base else None,
            )
        except Refused:
            abort(404)
        session().commit()
        return redirect(url_for("DraftView.draft", draft_id=draft.id))

    @expose("/rules/<code>", methods=["GET", "POST"])
    @has_access
    def rule(self, code: str) -> Any:  # noqa: ANN401
        """Show a rule's versions with what changed; stop one of them, or propose its end."""
        problems: list[tuple[str, str]] = []
        if request.method == "POST":
            try:
                told, there = self._end(code)
            except Refused as refused:
                session().rollback()
                problems = sentences(refused.problems)
            else:
                session().commit()
                flash(told, "success")
                return redirect(there)
        return self._rule_page(code, problems), (422 if problems else 200)

    def _end(self, code: str) -> tuple[str, str]:
        """Do what the button asks; return what to tell of it, and where that leads."""
        chosen = number_in(request.form.get("version"))
        version = next((each for each in versions_of(session(), code) if each.id == chosen), None)
        if version is None:
            raise refuse("version_ended")
        form: dict[str, Any] = {"remarks": request.form.get("remarks", ""), "actor_id": actor_id(), "now": now()}
        if request.form.get("do") == "stop":
            count = stop_version(session(), version.id, house=house(), **form)
            told = _(
                "第 %(number)s 版已紧急停用，%(count)s 件在办申请已退回学习者。", number=version.number, count=count
            )
            return told, url_for("WorkbenchView.rule", code=code)
        last_day = day_in(request.form.get("last_day", ""))
        draft = propose_retirement(session(), version.id, last_day=last_day, **form)
        return _("已提出停用，请另一位同事核对影响后确认。"), url_for("ReviewView.review", draft_id=draft.id)

    def _rule_page(self, code: str, problems: list[tuple[str, str]]) -> str:
        versions, today = versions_of(session(), code), day_of(now())
        if not versions:
            abort(404)
        wanted = number_in(request.args.get("version"))
        chosen = next((each for each in versions if each.number == wanted), None)
        chosen = chosen or next((each for each in versions if stands(each, today)), versions[0])
        older = next((each for each in versions if each.number < chosen.number), None)
        live = live_rule(session(), chosen.id)
        return render_template(
            "workbench/rule.html",
            code=code,
            version=chosen,
            older=older,
            versions=versions,
            words={each.id: standing_word(each, today) for each in versions},
            lines=line_diff(older.text, chosen.text) if older else [],
            differences=words_diff(older.text, chosen.text, language()) if older else [],
            sentences=sentences_of_rule(live.rule, language()) if live else (),
            draft=open_drafts(session(), [code]).get(code),
            retirement=open_retirement(session(), chosen.id),
            history=history_shown(history_of(session(), code)),
            problems=problems,
            typed=request.form,
            today=today,
        )


def standing_word(version: RuleVersion, on: date) -> str:
    """Return the status word of a version."""
    if version.stopped_at is not None:
        return "已紧急停用"
    if version.state is VersionState.PUBLISHED and version.effective_from and version.effective_from > on:
        return "未生效"
    return "生效中" if stands(version, on) else "已停用"


def day_in(text: str) -> date | None:
    """Return the day that a field of a form holds; None for anything else."""
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def starter() -> str:
    """Return what a new rule begins with: every clause that it cannot do without, to be filled in."""
    return _(
        "规则 XIN-1 “新规则”\n"
        "  来源 课程 “来源课程名称” @“来源机构”\n"
        "  目标 课程 “目标课程名称” @“目标机构” 3 学分\n"
        "  例 => 3 学分\n"
    )


def _shelf(asked: str) -> Shelf:
    return Shelf(asked) if asked in list(Shelf) else Shelf.IN_FORCE


def _tabs(count: dict[Shelf, int]) -> list[tuple[Shelf, str, int]]:
    words = {
        Shelf.IN_FORCE: _("生效中"),
        Shelf.DRAFTS: _("草稿"),
        Shelf.IN_REVIEW: _("待发布"),
        Shelf.SCHEDULED: _("未生效"),
        Shelf.ENDED: _("已停用"),
    }
    return [(shelf, words[shelf], count[shelf]) for shelf in Shelf]
