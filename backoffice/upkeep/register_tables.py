"""Institutions, programmes and rosters (学籍) as tables that come in."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from backoffice.accounts.documents import RESIDENT_LENGTH, is_resident_number, written
from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution, Membership, Programme
from backoffice.upkeep.columns import Column, Reading, Sort
from backoffice.upkeep.subjects import Answer, Judged, Scope, Subject, resolve_institutions

INSTITUTION_COLUMN = Column(
    "institution",
    "机构代码",
    "Institution code",
    Sort.CODE,
    required=True,
    example="xfyh00001",
    hint=("资历名册上的机构代码，也可填机构全称", "The code in the register, or the full title"),
)
NAME_COLUMN = Column("full_name", "姓名", "Name", required=True, limit=100, example="学习者甲")
IDENTITY_HINT = (
    "该列须设为“文本”格式，否则末几位会丢失；护照写成“国别代码:号码”",
    "Format this column as text, or the last figures get lost; a passport is written as country code:number",
)


def keep(reading: Reading, names: Mapping[str, str]) -> None:
    """Keep a row's values under the names of the table's columns, where the file has them."""
    for key, column in names.items():
        if key in reading.values:
            reading.kept[column] = reading.values[key]


def write_plainly(table: type[Any], session: Session, judged: Sequence[Judged]) -> None:
    """Add new rows and change others, as one flush."""
    for each in judged:
        if each.answer is Answer.ADDED:
            session.add(table(**each.reading.kept))
        elif each.answer is Answer.CHANGED:
            for name, value in each.reading.kept.items():
                setattr(each.found, name, value)
    session.flush()


def _resolve_register(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    del scope
    titles = {each.values.get("title", "") for each in readings}
    rows = session.execute(select(Institution.title, Institution.code).where(Institution.title.in_(titles)))
    owners = {row.title: row.code for row in rows}
    for each in readings:
        code, title = each.values.get("code", ""), each.values.get("title", "")
        if title and owners.get(title, code) != code:
            each.refuse("cell_title_taken", "title", text=title, owner=owners[title])
        keep(each, {name: name for name in ("code", "title", "registered", "pilot", "third_party_assessor", "address")})
        each.keys = (("code", code), ("title", title))


def _existing_register(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], Any]:
    codes = [each.values["code"] for each in readings]
    found = session.scalars(select(Institution).where(Institution.code.in_(codes)))
    return {("code", each.code): each for each in found}


INSTITUTIONS = Subject(
    key="institutions",
    title=("资历名册机构", "Institutions"),
    note=("按机构代码认：代码相同即更新该机构。", "Told apart by code: the same code changes that institution."),
    columns=(
        Column("code", "机构代码", "Code", Sort.CODE, required=True, limit=64, example="xfyh00009"),
        Column("title", "机构名称", "Title", required=True, example="示例学院"),
        Column("registered", "已入名册", "Registered", Sort.YES, example="是", hint=("是 / 否", "是 (yes) / 否 (no)")),
        Column("pilot", "试点机构", "Pilot", Sort.YES, example="否", hint=("是 / 否", "是 (yes) / 否 (no)")),
        Column("third_party_assessor", "第三方评审机构", "Third-party assessor", Sort.YES, example="否"),
        Column("address", "地址", "Address", limit=300, example="广州市越秀区"),
    ),
    resolve=_resolve_register,
    existing=_existing_register,
    write=lambda session, judged, _scope: write_plainly(Institution, session, judged),
    centre_alone=True,
)


def _resolve_programmes(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    resolve_institutions(session, readings, scope)
    for each in readings:
        keep(each, {name: name for name in ("title", "education_level", "total_credits")})
        each.keys = ((each.kept.get("institution_id"), each.values.get("title")),)


def _existing_programmes(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], Any]:
    named = tuple_(Programme.institution_id, Programme.title).in_([each.keys[0] for each in readings])
    return {(each.institution_id, each.title): each for each in session.scalars(select(Programme).where(named))}


LEVELS = ("小学", "初中", "高中", "专科", "本科", "硕士", "博士")
LEVEL_CHOICES = {each: each for each in LEVELS}

PROGRAMMES = Subject(
    key="programmes",
    title=("项目（专业）", "Programmes"),
    note=("按机构与名称认。名称含学期，如 电子商务(2019秋)。", "Told apart by institution and title with its term."),
    columns=(
        INSTITUTION_COLUMN,
        Column("title", "项目名称", "Title", required=True, example="电子商务(2020秋)"),
        Column("education_level", "层次", "Level", choices=LEVEL_CHOICES, example="本科"),
        Column("total_credits", "专业总学分", "Total credits", Sort.CREDITS, example="140"),
    ),
    resolve=_resolve_programmes,
    existing=_existing_programmes,
    write=lambda session, judged, _scope: write_plainly(Programme, session, judged),
)


def resolve_learners(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    """Fill the learner of every row by the identity number, whose owner must bear the name of the row."""
    indexes = {id(each): scope.sealer.index(written(str(each.values.get("identity", "")))) for each in readings}
    query = select(Learner.id, Learner.full_name, Learner.document_index)
    rows = session.execute(query.where(Learner.document_index.in_(set(indexes.values()))))
    known = {row.document_index: row for row in rows}
    for each in readings:
        number = written(str(each.values.get("identity") or ""))
        if not number:
            continue
        found = known.get(indexes[id(each)])
        if len(number) == RESIDENT_LENGTH and not is_resident_number(number):
            each.refuse("cell_identity_wrong", "identity")
        elif found is None:
            each.refuse("cell_learner_unknown", "identity")
        elif each.values.get("full_name") and found.full_name != each.values["full_name"]:
            each.refuse("cell_name_differs", "full_name")
        else:
            each.kept["learner_id"] = found.id


def _resolve_rosters(session: Session, readings: Sequence[Reading], scope: Scope) -> None:
    resolve_institutions(session, readings, scope)
    resolve_learners(session, readings, scope)
    for each in readings:
        keep(each, {"joined_on": "joined_on"})
        each.keys = ((each.kept.get("learner_id"), each.kept.get("institution_id")),)


def _existing_rosters(session: Session, readings: Sequence[Reading]) -> dict[tuple[object, ...], Any]:
    named = tuple_(Membership.learner_id, Membership.institution_id).in_([each.keys[0] for each in readings])
    return {(each.learner_id, each.institution_id): each for each in session.scalars(select(Membership).where(named))}


ROSTERS = Subject(
    key="memberships",
    title=("学籍", "Memberships"),
    note=(
        "学习者按证件号码查找，姓名须与账户一致；还没有账户的会列为未导入，注册后可再次上传。",
        (
            "Learners are found by document number, and the name must match; who has no account yet is reported, to be "
            "uploaded again once registered."
        ),
    ),
    columns=(
        INSTITUTION_COLUMN,
        NAME_COLUMN,
        Column("identity", "证件号码", "Document number", Sort.IDENTITY, required=True, limit=40, hint=IDENTITY_HINT),
        Column("joined_on", "入学日期", "Joined on", Sort.DATE, example="2020-09-01"),
    ),
    resolve=_resolve_rosters,
    existing=_existing_rosters,
    write=lambda session, judged, _scope: write_plainly(Membership, session, judged),
)
