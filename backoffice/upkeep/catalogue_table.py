"""The catalogue of outcomes (名录成果) as a table that comes in; a changed entry becomes a new version."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backoffice.catalogue.kind_names import kind_named, kinds_by_name
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.catalogue.versions import replace_entries
from backoffice.institutions.models import Programme
from backoffice.upkeep.columns import Column, Reading, Sort
from backoffice.upkeep.import_effect import with_touched
from backoffice.upkeep.register_tables import INSTITUTION_COLUMN, LEVEL_CHOICES, keep
from backoffice.upkeep.subjects import Answer, Judged, Scope, Subject, resolve_institutions

PLAIN = (
    "code",
    "title",
    "subject",
    "education_level",
    "qf_level",
    "credits",
    "study_hours",
    "mark",
    "valid_from",
    "valid_until",
)


def resolve_entries(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    """Fill kind, institution and programme of every row."""
    resolve_institutions(session, readings, scope)
    kinds = kinds_by_name(session)
    programmes = _programmes(session, readings)
    for each in readings:
        word = each.values.get("kind", "")
        kind = kind_named(kinds, word)
        if word and kind is None:
            each.refuse("cell_kind_unknown", "kind", text=word)
        each.kept["kind_id"] = kind.id if kind else None
        title = each.values.get("programme", "")
        named = (each.kept.get("institution_id"), title)
        if title and named not in programmes and named[0] is not None:
            each.refuse("cell_programme_unknown", "programme", text=title)
        if "programme" in each.values:
            each.kept["programme_id"] = programmes.get(named)
        keep(each, {name: name for name in PLAIN})
        first, last = each.values.get("valid_from"), each.values.get("valid_until")
        if first and last and last < first:
            each.refuse("cell_ends_early", "valid_until")
        each.keys = ((each.kept.get("institution_id"), each.kept["kind_id"], each.values.get("code")),)


def _programmes(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], int]:
    named = {(each.kept.get("institution_id"), each.values.get("programme")) for each in readings}
    wanted = [pair for pair in named if all(pair)]
    query = select(Programme.institution_id, Programme.title, Programme.id)
    rows = session.execute(query.where(tuple_(Programme.institution_id, Programme.title).in_(wanted)))
    return {(row.institution_id, row.title): row.id for row in rows}


def existing_entries(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], Any]:
    """Return the current entries that the rows name."""
    named = tuple_(CatalogueOutcome.institution_id, CatalogueOutcome.kind_id, CatalogueOutcome.code)
    query = select(CatalogueOutcome).where(CatalogueOutcome.current, named.in_([each.keys[0] for each in readings]))
    return {(each.institution_id, each.kind_id, each.code): each for each in session.scalars(query)}


def _write(session: Session, judged: Sequence[Judged], scope: Scope) -> None:
    del scope
    replace_entries(session, [(each.found, each.reading.kept) for each in judged if each.answer is Answer.CHANGED])
    session.add_all(CatalogueOutcome(**each.reading.kept) for each in judged if each.answer is Answer.ADDED)
    session.flush()


CATALOGUE = Subject(
    key="catalogue",
    title=("名录成果", "Catalogue outcomes"),
    note=(
        "按机构、成果类型与编号认：相同即生成新版本，学习者已有的成果和规则不变。",
        "Told apart by institution, kind and code: the same ones get a new version; holdings and rules keep theirs.",
    ),
    columns=(
        Column("kind", "成果类型", "Kind", required=True, limit=64, example="课程"),
        INSTITUTION_COLUMN,
        Column("programme", "项目名称", "Programme", hint=("须已登记在该机构名下", "One of the institution's own")),
        Column("code", "编号", "Code", Sort.CODE, required=True, limit=64, example="10771"),
        Column("title", "名称", "Title", required=True, example="公司概况"),
        Column("subject", "专业领域", "Subject area", limit=100, example="电子商务"),
        Column("education_level", "层次", "Level", choices=LEVEL_CHOICES, example="本科"),
        Column("qf_level", "资历等级", "Qualification level", Sort.LEVEL, example="6", hint=("1 到 7", "1 to 7")),
        Column("credits", "学分", "Credits", Sort.CREDITS, example="3"),
        Column("study_hours", "学时", "Study hours", Sort.WHOLE, example="54"),
        Column("mark", "标记", "Mark", limit=4, hint=("例如 ★", "such as ★")),
        Column("valid_from", "有效期起", "Valid from", Sort.DATE, example="2020-09-01"),
        Column("valid_until", "有效期止", "Valid until", Sort.DATE),
    ),
    resolve=resolve_entries,
    existing=existing_entries,
    write=_write,
    touched=with_touched,
)
