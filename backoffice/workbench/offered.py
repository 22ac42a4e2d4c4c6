"""What the editor and the form offer to choose from: keywords, kinds, institutions, and words of the catalogue."""

import re
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution, Programme
from backoffice.workbench.rule_form import MEMBER, NOT_MEMBER, OPERATORS
from grammar.completion import Completion, complete
from grammar.parser import parse
from grammar.vocabulary import LEVELS, Vocabulary, declared
from grammar.words import CLAUSES, DECLARATIONS, INNER

MOST_WORDS = 60
MOST_CHOICES = 300
WORD_BEFORE = re.compile(r"[^\s“”「」\"@/{}\[\]=<>,，、]*$")


def editor_words() -> dict[str, list[str]]:
    """Return the words that the editor colours: clauses and declarations, and those within a clause."""
    first = [word for pair in (*DECLARATIONS.values(), *CLAUSES.values()) for word in pair if word]
    return {"clauses": first, "inner": [word for pair in INNER.values() for word in pair if word]}


def editor_phrases() -> dict[str, str]:
    """Return what the editor itself says, by its own English words."""
    return {
        "Find": _("查找"),
        "Replace": _("替换为"),
        "next": _("下一个"),
        "previous": _("上一个"),
        "all": _("全部"),
        "match case": _("区分大小写"),
        "by word": _("整词"),
        "regexp": _("正则式"),
        "replace": _("替换"),
        "replace all": _("全部替换"),
        "close": _("关闭"),
        "Diagnostics": _("问题"),
        "No diagnostics": _("没有发现问题。"),
        "Completions": _("可写的词"),
        "Control character": _("控制字符"),
    }


def kind_words() -> dict[str, str]:
    """Return what the kinds of words that can come next are called."""
    return {
        "keyword": _("关键词"),
        "attribute": _("属性"),
        "mark": _("符号"),
        "kind": _("类别"),
        "title": _("名称"),
        "institution": _("机构"),
        "programme": _("项目（专业）"),
        "code": _("编号"),
        "scale": _("等级序列"),
        "set": _("集合"),
        "rule": _("规则"),
        "value": _("值"),
    }


def completions(session: Session, text: str, place: int) -> tuple[Completion, ...]:
    """Return the words that can stand at a place of a text, those of the catalogue by what is written there."""
    written = (WORD_BEFORE.search(text[:place]) or [""])[0][-40:]
    return complete(text, place, _vocabulary(session, text, written))


def _vocabulary(session: Session, text: str, written: str) -> Vocabulary:
    names = declared(parse(text).file.declarations)
    return Vocabulary(
        kinds=tuple(session.scalars(select(OutcomeKind.title).order_by(OutcomeKind.position, OutcomeKind.id))),
        titles=_holding(session, CatalogueOutcome.title, written),
        institutions=_holding(session, Institution.title, written),
        programmes=_holding(session, Programme.title, written),
        codes=_holding(session, CatalogueOutcome.code, written),
        scales=names.scales,
        sets=names.sets,
        rules=names.rules,
        values={**names.values, "level": LEVELS[0]},
    )


def _holding(session: Session, column: InstrumentedAttribute[str], written: str) -> tuple[str, ...]:
    """Return the words of a column that hold what is written, those that begin with it first."""
    begins = func.lower(column).startswith(written.lower(), autoescape=True)
    query = select(column).where(column.icontains(written, autoescape=True)).group_by(column)
    return tuple(session.scalars(query.order_by(begins.desc(), column).limit(MOST_WORDS)))


def form_choices(session: Session) -> dict[str, Any]:
    """Return what the fields of the form offer."""
    kinds = select(OutcomeKind.title).order_by(OutcomeKind.position, OutcomeKind.id)
    places = select(Institution.title).order_by(Institution.id).limit(MOST_CHOICES)
    return {
        "kinds": list(session.scalars(kinds)),
        "institutions": list(session.scalars(places)),
        "operators": OPERATORS,
        "subjects": [
            (MEMBER, _("学习者是…的学员")),
            (NOT_MEMBER, _("学习者不是…的学员")),
            ("score", _("成绩")),
            ("level", _("成果层次")),
            ("qf_level", _("资历等级")),
            ("credits", _("来源学分")),
            ("hours", _("学时")),
            ("awarded_on", _("获取时间")),
            ("grade", _("等级")),
            ("learner level", _("学习者层次")),
            ("learner major", _("学习者专业")),
            ("learner age", _("学习者年龄")),
            ("learner enrolled_on", _("学习者入学时间")),
        ],
        "modes": [
            ("", _("目标课程的学分")),
            ("source", _("来源成果的学分")),
            ("lesser", _("两者中较小的")),
            ("hours", _("按学时折算")),
        ],
    }
