"""What the pages of the desks show: the work list, and a case with everything in view."""

from typing import Any, Protocol

from flask import render_template, request, url_for
from flask_babel import gettext as _

from backoffice.catalogue.search import kinds_by_category
from backoffice.conversion.appeals import appeal_of, barred, reviewers_left
from backoffice.conversion.asked_list import (
    AskedList,
    age_of,
    asked_list,
    counted_days,
    left_of,
    sort_words,
    turn_words,
    waited_words,
)
from backoffice.conversion.assessments import assessments_of
from backoffice.conversion.cards import answer_word
from backoffice.conversion.case import Case, file_links, timeline
from backoffice.conversion.deadlines import deadline_of, waits_since
from backoffice.conversion.listing import targets_of
from backoffice.conversion.materials import newest_check
from backoffice.conversion.seats import recused
from backoffice.conversion.workflow import ConversionState
from backoffice.conversion.worklist import Desk, Wanted, overdue_count, work_list
from backoffice.kernel.web import actor_id, language, note_look, session, translated
from backoffice.outcomes.changes import typed_of
from backoffice.outcomes.duplicates import alarms
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.assessments import assessors, files_of
from backoffice.recognition.evidence import ViewedFile, Viewer, file_at, viewer_of
from backoffice.recognition.models import Assessment
from backoffice.recognition.workflow import MaterialCheck
from rules.explanation import reasons
from rules.voices import Voice

ROWS = 25
OUTCOME_FACTS = ("title", "kind", "institution", "code", "credits", "score", "grade", "awarded_on")
Sentences = list[tuple[str, str]]


class Shown(Protocol):
    """What a page asks of its desk."""

    endpoint: Any
    final: bool
    asks: bool
    steps: Any

    def whose(self) -> Desk:
        """Return whose list the desk shows."""


def list_page(desk: Shown, asked: AskedList) -> str:
    """Draw a work list."""
    days = counted_days()
    page = work_list(session(), desk.whose(), asked.wanted, days, page=asked.page, size=ROWS)
    return render_template(
        "conversion/cases.html",
        desk=desk,
        asked=asked,
        page=page,
        ages={row.application.id: age_of(row) for row in page.items},
        targets=targets_of(session(), [row.application.id for row in page.items]),
        overdue=overdue_count(session(), desk.whose(), days),
        turns=turn_words(whole=desk.whose().actor_id is None),
        sorts=sort_words(),
        waited=waited_words(),
        states=[(state.value, translated(state.value)) for state in ConversionState],
        kinds=[(kind.title, translated(kind.title)) for _name, kinds in kinds_by_category(session()) for kind in kinds],
    )


def case_page(desk: Shown, case: Case, problems: Sentences) -> str:
    """Draw a case between the list it was opened from and what can be decided."""
    asked = asked_list(request.args)
    application = case.application
    note_look("conversion_application", application.id)
    waits = application.state in desk.whose().waits
    kept_out = actor_id() in barred(session(), application.id, final=desk.final)
    stepped_back = actor_id() in recused(session(), [application.id])[application.id]
    return render_template(
        "conversion/desk.html",
        desk=desk,
        asked=asked,
        **beside(desk, asked),
        **judged(case),
        case=case,
        open=waits and not kept_out and not stepped_back and bool(desk.steps),
        appeal=appeal_of(session(), application.id),
        kept_out=kept_out,
        stepped_back=stepped_back,
        left=reviewers_left(session(), [application])[application.id] if waits else 1,
        late=late_of(case),
        checks=[(check.value, translated(check.value)) for check in MaterialCheck],
        check=newest_check(session(), application.id),
        opinions=opinions_of(
            assessments_of(session(), application.id), f"{desk.endpoint}.opinion_file", application.id
        ),
        people=assessors(session()) if _may_ask(desk, case) else [],
        file_at=file_at(asked.with_(url_for(f"{desk.endpoint}.case", application_id=application.id))),
        viewer=case_viewer(case, f"{desk.endpoint}.file"),
        history=timeline(case, names=True),
        problems=problems,
        typed=request.form,
    )


def beside(desk: Shown, asked: AskedList) -> dict[str, Any]:
    """Return the list that stands beside a case: what it was opened from."""
    days = counted_days()
    page = work_list(session(), desk.whose(), asked.wanted, days, page=asked.page, size=ROWS)
    return {
        "page": page,
        "ages": {row.application.id: age_of(row) for row in page.items},
        "beside_targets": targets_of(session(), [row.application.id for row in page.items]),
        "overdue": overdue_count(session(), desk.whose(), days),
        "plain": asked.wanted == Wanted(),
    }


def judged(case: Case) -> dict[str, Any]:
    """Return what the rule says of a case, told to somebody else than the learner, and the facts it was told of."""
    found = reasons(case.verdict, language(), Voice.OF_LEARNER) if case.verdict else ()
    return {
        "answer": answer_word(case.verdict) if case.verdict else "",
        "reasons": [(each.mark, each.sentence) for each in found],
        "facts_used": fact_pairs(case.application.facts),
        "declared": [(source, declared_of(source)) for source in case.sources],
        "alarms": sorted({alarm.value for each in case.sources for alarm in alarms(session(), each)}),
    }


def declared_of(outcome: LearnerOutcome) -> list[tuple[str, str]]:
    """Return what the learner declared, field by field as in the form of the kind."""
    typed, english = typed_of(outcome), language() == "en"
    pairs = [
        (each["label_en"] if english else each["label"], typed.get(each["key"], ""))
        for each in outcome.kind.shown_fields(outcome.fields)
    ]
    return [(label, value) for label, value in pairs if value]


def fact_pairs(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the frozen facts in words: where the learner is enrolled, and which outcomes were looked at."""
    pairs = [(_("学籍"), _("、").join(facts.get("learner", {}).get("memberships") or [_("无")]))]
    for outcome in facts.get("outcomes", []):
        parts = [str(outcome[key]) for key in OUTCOME_FACTS if outcome.get(key) not in (None, "")]
        pairs.append((_("成果"), " · ".join(parts)))
    return pairs


def case_viewer(case: Case, endpoint: str) -> Viewer:
    """Return the files of a case in its viewer."""
    kept = {("evidence", each.id): each.file for each in case.evidence}
    kept |= {("file", each.id): each.file for each in case.files}
    files = [
        ViewedFile(
            key=f"{each['what']}-{each['id']}",
            url=str(each["url"]),
            name=str(each["name"]),
            size=int(str(each["size"])),
            note=str(each["note"]),
            file=kept[str(each["what"]), int(str(each["id"]))],
        )
        for each in file_links(case, endpoint)
    ]
    return viewer_of(files, request.args)


def opinions_of(assessments: Any, endpoint: str, case_id: int) -> list[tuple[Assessment, list[dict[str, Any]]]]:  # noqa: ANN401
    """Return the opinions of assessors, each with the files that it stands on."""
    found: dict[int, list[dict[str, Any]]] = {each.id: [] for each in assessments}
    for each in files_of(session(), list(found)):
        url = url_for(endpoint, application_id=case_id, paper_id=each.id)
        found[each.assessment_id].append({"id": each.id, "name": each.file.name, "size": each.file.size, "url": url})
    return [(each, found[each.id]) for each in assessments]


def late_of(case: Case) -> tuple[str, bool]:
    """Return the days that are left for the review that a case waits for, and whether they are over or end today."""
    since = waits_since(case.application, case.records)
    days = counted_days()
    deadline = deadline_of(case.application, since, days.turnaround, now=days.now)
    return (left_of(deadline), deadline.left <= 0) if deadline else ("", False)


def _may_ask(desk: Shown, case: Case) -> bool:
    return desk.asks and case.application.state is ConversionState.FIRST_PASSED
