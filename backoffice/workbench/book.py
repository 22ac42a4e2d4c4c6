"""The rule book (规则汇编) of a day: in which order its rules stand, its volumes, and what is printed of each rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from backoffice.rulebook.entries import targets_of
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import ConversionRule, RuleEntry, RuleTarget, RuleVersion
from grammar.declarations import Policy, Rule
from grammar.parser import parse
from reports.rule_book import MOST_RULES, BookPart, BookRule
from rules.plain_words import sentences_of_rule
from rules.words import fold

ROWS_AT_ONCE = 200
HEADERS = (
    "规则编号",
    "规则名称",
    "版本",
    "目标机构",
    "目标项目",
    "生效日期",
    "失效日期",
    "规则内容",
    "依据",
    "规则描述",
    "原文",
    "原文摘要 SHA-256",
)

Place = tuple[str, str]  # institution and programme that a rule leads to; "" where it names none


@dataclass(frozen=True, slots=True)
class Placed:
    """A version's place in the book."""

    version_id: int
    code: str
    title: str
    is_policy: bool


def book_order(session: Session, *, on: date, place: str = "") -> list[Placed]:
    """Return where every version in force on a day stands: by the first target's place, then by code; policies last.

    With `place`, the rules that lead to an institution or a programme whose name holds these words.
    """
    first = (
        select(RuleTarget.rule_version_id, func.min(RuleTarget.id).label("target_id"))
        .group_by(RuleTarget.rule_version_id)
        .subquery()
    )
    institution = func.coalesce(RuleTarget.institution, "")
    programme = func.coalesce(RuleTarget.programme, "")
    query = (
        select(RuleVersion.id, ConversionRule.code, RuleVersion.title, RuleEntry.id.is_(None).label("is_policy"))
        .join(RuleVersion.rule)
        .outerjoin(RuleEntry, RuleEntry.rule_version_id == RuleVersion.id)
        .outerjoin(first, first.c.rule_version_id == RuleVersion.id)
        .outerjoin(RuleTarget, RuleTarget.id == first.c.target_id)
        .where(*in_force(on))
        .order_by("is_policy", institution == "", institution, programme, ConversionRule.code, RuleVersion.number)
    )
    if place:
        words = fold(place)
        named = [column.contains(words, autoescape=True) for column in (RuleTarget.institution, RuleTarget.programme)]
        query = query.where(RuleVersion.id.in_(select(RuleTarget.rule_version_id).where(named[0] | named[1])))
    return [Placed(row.id, row.code, row.title, bool(row.is_policy)) for row in session.execute(query)]


def volumes_of(placed: Sequence[Placed]) -> list[Sequence[Placed]]:
    """Return the volumes of a book; an empty book has one."""
    return [placed[start : start + MOST_RULES] for start in range(0, len(placed), MOST_RULES)] or [()]


def versions_at(session: Session, placed: Sequence[Placed]) -> Iterator[RuleVersion]:
    """Yield the versions of some places in their order, a few hundred at a time from the database."""
    for start in range(0, len(placed), ROWS_AT_ONCE):
        keys = [each.version_id for each in placed[start : start + ROWS_AT_ONCE]]
        query = select(RuleVersion).options(joinedload(RuleVersion.rule)).where(RuleVersion.id.in_(keys))
        found = {each.id: each for each in session.scalars(query)}
        yield from (found[key] for key in keys if key in found)


def printed(version: RuleVersion, lang: str = "zh") -> tuple[Place, BookRule]:
    """Return a version as the book prints it, and the place that it leads to first."""
    declared = parse(version.text).file.declarations
    rule = next((each for each in declared if isinstance(each, Rule)), None)
    said = rule or next((each for each in declared if isinstance(each, Policy)), None)
    leads = targets_of(rule)[:1] if rule else []
    place = (leads[0][0].institution or "", leads[0][0].programme or "") if leads else ("", "")
    return place, BookRule(
        code=version.rule.code,
        title=version.title,
        version=version.number,
        effective_from=version.effective_from,
        effective_until=version.effective_until,
        sentences=sentences_of_rule(rule, lang) if rule else (),
        basis=tuple(said.basis) if said else (),
        note=version.note,
        text=version.text,
        text_hash=version.text_hash,
    )


def parts_of(session: Session, placed: Sequence[Placed]) -> tuple[tuple[BookPart, ...], tuple[BookRule, ...]]:
    """Return a volume's rules by the places that they lead to, and its policies."""
    policies = {each.version_id for each in placed if each.is_policy}
    rules: list[tuple[Place, BookRule]] = []
    said: list[BookRule] = []
    for version in versions_at(session, placed):
        is_policy = version.id in policies
        place, rule = printed(version)
        if is_policy:
            said.append(rule)
        else:
            rules.append((place, rule))
    grouped = groupby(rules, key=lambda each: each[0])
    parts = [BookPart(place[0], place[1], tuple(rule for _, rule in members)) for place, members in grouped]
    return tuple(parts), tuple(said)


def scope_of(place: str) -> str:
    """Return what the cover says of a book that words of a place have narrowed."""
    return f"目标机构或项目含“{place}”" if place else ""


def rows_of(session: Session, placed: Sequence[Placed]) -> Iterator[list[object]]:
    """Yield a row under `HEADERS` for every rule and policy."""
    for version in versions_at(session, placed):
        (institution, programme), rule = printed(version)
        days = [rule.effective_from, rule.effective_until]
        told = ["".join(rule.sentences), "；".join(rule.basis), rule.note, rule.text, rule.text_hash]
        yield [rule.code, rule.title, rule.version, institution, programme, *days, *told]
