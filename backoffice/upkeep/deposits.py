"""Grades that an institution deposits (机构导入): fifteen columns, of which each row becomes a learner's outcome."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.kernel.database import hold
from backoffice.outcomes.changes import used_among
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.upkeep.cells import number_in_text
from backoffice.upkeep.columns import Column, Reading, Sort
from backoffice.upkeep.register_tables import IDENTITY_HINT, NAME_COLUMN, resolve_learners
from backoffice.upkeep.subjects import Answer, Judged, Scope, Subject
from rules.planning.terms import Terms

COURSE = "course"
HIGHEST_SCORE = 100
LONGEST_GRADE = 40
YEAR = 12  # months
LEVELS = {"20": "本科", "21": "专科", "22": "专升本", "23": "高起本"}
KEPT_LEVELS = {"专升本": "本科", "高起本": "本科"}  # the level of education that these ways lead to
TYPES = {"30": "成人", "31": "普高", "32": "网络", "33": "中职", "34": "自考"}
ENDS = {"40": "毕业", "41": "结业"}
SEASONS = {"50": "春", "51": "秋"}
LINK = ("catalogue_outcome_id", "code", "qf_level")
FURTHER = {
    "student_number": "student_number",
    "way": "education_way",
    "education_type": "education_type",
    "cohort": "cohort",
    "ended": "ended",
    "season": "season",
    "note": "note",
}


def _resolve(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    resolve_learners(session, readings, scope)
    owner = session.get_one(Institution, scope.institution_id)
    kind = session.scalars(select(OutcomeKind).filter_by(code=COURSE)).one()
    entries = _entries(session, readings, owner.id, kind.id)
    for each in readings:
        score, grade = _score(each)
        if each.problems:
            continue
        if each.values["awarded_on"] > scope.today:
            each.refuse("cell_in_future", "awarded_on")
            continue
        _keep(each, owner, kind, score=score, grade=grade)
        _link(each, entries)
        _name(each, owner, scope.terms)


def _score(reading: Reading) -> tuple[Any, str]:
    """Return a score as a number or as a word (合格, 优秀)."""
    text = reading.values.get("score") or ""
    number = number_in_text(text)
    if number is not None and (number > HIGHEST_SCORE or number != round(number, 2)):
        reading.refuse("cell_score", "score", text=text, highest=str(HIGHEST_SCORE))
    if number is None and any(letter.isdigit() for letter in text):
        reading.refuse("cell_score", "score", text=text, highest=str(HIGHEST_SCORE))
    return number, "" if number is not None else text


def _keep(reading: Reading, owner: Institution, kind: OutcomeKind, *, score: Any, grade: str) -> None:  # noqa: ANN401 - a decimal or None
    values = reading.values
    way = values.get("way") or ""
    reading.kept |= {
        "kind_id": kind.id,
        "institution_title": owner.title,
        "title": values["title"],
        "programme_title": values.get("programme", ""),
        "education_level": KEPT_LEVELS.get(way, way),
        "credits": values["credits"],
        "study_hours": values.get("hours"),
        "score": score,
        "grade": grade,
        "awarded_on": values["awarded_on"],
        "fields": {name: values[key] for key, name in FURTHER.items() if values.get(key)},
    }


def _name(reading: Reading, owner: Institution, terms: Terms) -> None:
    """Name the row by its month, and by every month of the term: there a row of another month is the same, corrected.

    One learner's course counts once in a term; the same course in another term is a grade of its own.
    """
    values, month = reading.values, reading.values["awarded_on"]
    reading.kept["submission_key"] = _key(owner, values, month)
    reading.earlier = tuple(_key(owner, values, each) for each in months_of_term(month, terms))
    named = (owner.id, values["title"], values.get("programme", ""), values.get("student_number"), terms.of(month))
    reading.keys = ((reading.kept["learner_id"], *named),)


def _key(owner: Institution, values: Mapping[str, Any], month: date) -> str:
    named = (owner.id, values["title"], values.get("programme", ""), month, values.get("student_number"))
    return f"deposit-{hashlib.sha256(repr(named).encode()).hexdigest()[:56]}"


def months_of_term(month: date, terms: Terms) -> list[date]:
    """Return the first days of the months of a term.

    >>> [each.month for each in months_of_term(date(2021, 1, 1), Terms())]
    [9, 10, 11, 12, 1, 2]
    """
    place, reach = month.year * YEAR + month.month - 1, YEAR - 1
    around = [date(each // YEAR, each % YEAR + 1, 1) for each in range(place - reach, place + reach + 1)]
    return [each for each in around if terms.of(each) == terms.of(month)]


def _entries(
    session: Session, readings: Sequence[Reading], owner_id: int, kind_id: int
) -> dict[str, list[CatalogueOutcome]]:
    titles = {each.values.get("title", "") for each in readings}
    query = select(CatalogueOutcome).filter_by(current=True, institution_id=owner_id, kind_id=kind_id)
    found: dict[str, list[CatalogueOutcome]] = {}
    for each in session.scalars(query.where(CatalogueOutcome.title.in_(titles))):
        found.setdefault(each.title, []).append(each)
    return found


def _link(reading: Reading, entries: dict[str, list[CatalogueOutcome]]) -> None:
    """Name the one entry of the institution's with this title and these credits, where there is just one."""
    alike = [each for each in entries.get(reading.kept["title"], ()) if each.credits in {None, reading.kept["credits"]}]
    entry = alike[0] if len(alike) == 1 else None
    reading.kept["catalogue_outcome_id"] = entry.id if entry else None
    reading.kept["code"] = entry.code if entry else ""
    reading.kept["qf_level"] = entry.qf_level if entry else None


def _existing(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], Any]:
    """Return the deposit that each row is about: of the row's month, or the only one of its term."""
    if not readings:
        return {}
    hold(session, f"deposits:{readings[0].kept['institution_title']}")  # no two imports add the same at once
    of_learners = LearnerOutcome.learner_id.in_({each.kept["learner_id"] for each in readings})
    named = LearnerOutcome.submission_key.in_({key for each in readings for key in each.earlier})
    held = {
        (each.learner_id, each.submission_key): each
        for each in session.scalars(select(LearnerOutcome).where(of_learners, named))
    }
    found: dict[tuple[object, ...], Any] = {}
    for reading in readings:
        outcome = _same(reading, held)
        if outcome is None:
            continue
        found[reading.keys[0]] = outcome
        if outcome.catalogue_outcome_id is not None:  # it keeps the version that it was made with
            reading.kept |= {name: getattr(outcome, name) for name in LINK}
    return found


def _same(reading: Reading, held: Mapping[tuple[int, str | None], LearnerOutcome]) -> LearnerOutcome | None:
    learner_id = reading.kept["learner_id"]
    exact = held.get((learner_id, reading.kept["submission_key"]))
    if exact is not None:
        return exact
    others = [held[learner_id, key] for key in reading.earlier if (learner_id, key) in held]
    if len(others) > 1:
        months = "、".join(str(each.awarded_on)[:7] for each in others)
        reading.refuse("deposit_of_which_month", "awarded_on", months=months)
    return others[0] if len(others) == 1 else None


def _write(session: Session, judged: Sequence[Judged], scope: Scope) -> None:
    for each in judged:
        kept = each.reading.kept
        linked = kept["catalogue_outcome_id"] is not None
        state = RecognitionState.CATALOGUED if linked else RecognitionState.NOT_APPLIED
        if each.answer is Answer.ADDED:
            made = {"entry_channel": EntryChannel.INSTITUTION, "state": state, "added_at": scope.now}
            session.add(LearnerOutcome(**kept, **made))
        elif each.answer is Answer.CHANGED:
            for name, value in kept.items():
                setattr(each.found, name, value)
            each.found.state = state
    session.flush()


def _fixed(session: Session, outcomes: Sequence[LearnerOutcome]) -> dict[int, str]:
    """Return why deposits may not be changed, by id: something was decided on them, or is being decided."""
    used = used_among(session, [each.id for each in outcomes])
    at_rest = {RecognitionState.CATALOGUED, RecognitionState.NOT_APPLIED}
    return {each.id: "row_in_use" for each in outcomes if each.id in used or each.state not in at_rest}


def _choices(codes: dict[str, str]) -> tuple[str, str]:
    words = "、".join(f"{code} {word}" for code, word in codes.items())
    return words, words


DEPOSITS = Subject(
    key="deposits",
    title=("课程成绩（机构导入）", "Grades of courses"),
    note=(
        (
            "每行成为学习者账户里的一项课程成果，来源为“机构导入”。学习者按身份证号查找，姓名须一致；还没有账户的会列为未导入，"
            "注册后可再次上传。同一学期内再次上传同一门课程，按更正处理，不会重复。"
        ),
        (
            "Every row becomes a course in a learner's account. Learners are found by identity number, the name must "
            "match; who has no account yet is reported, to be uploaded again once registered. The same course in the "
            "same term, uploaded again, is a correction and counts once."
        ),
    ),
    columns=(
        Column("student_number", "学号", "Student number", Sort.CODE, limit=64, example="2020010001"),
        NAME_COLUMN,
        Column("identity", "身份证号", "Identity number", Sort.IDENTITY, required=True, limit=40, hint=IDENTITY_HINT),
        Column("programme", "专业名称", "Programme", example="电子商务"),
        Column("title", "课程名称", "Course", required=True, example="公司概况"),
        Column("way", "教育层次代码", "Level code", choices=LEVELS, example="20", hint=_choices(LEVELS)),
        Column("education_type", "教育类别代码", "Type code", choices=TYPES, example="30", hint=_choices(TYPES)),
        Column("credits", "学分", "Credits", Sort.CREDITS, required=True, example="3"),
        Column("hours", "学时", "Study hours", Sort.WHOLE, example="54"),
        Column("score", "成绩", "Score", Sort.CODE, limit=LONGEST_GRADE, example="85"),
        Column("awarded_on", "获得时间(年月)", "Awarded (month)", Sort.MONTH, required=True, example="202007"),
        Column("cohort", "届别", "Cohort", limit=20, example="2020"),
        Column("ended", "毕业结业肄业", "How it ended", choices=ENDS, example="40", hint=_choices(ENDS)),
        Column("season", "毕业季", "Season", choices=SEASONS, example="51", hint=_choices(SEASONS)),
        Column("note", "备注", "Remarks", limit=500),
    ),
    resolve=_resolve,
    existing=_existing,
    write=_write,
    of_one_institution=True,
    fixed=_fixed,
    told=True,
)
