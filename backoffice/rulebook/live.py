"""The rules and policies in force on a day, parsed once; rules are found by their source."""

import gc
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from backoffice.rulebook.models import RuleVersion, VersionState
from grammar.declarations import File, Policy, Rule
from grammar.parser import parse
from rules.book import Book
from rules.compiled.program import Program, program_of
from rules.facts import Outcome
from rules.planning.limits import POLICY_WORDS, Limit, limits_of_policy, policies_in_order
from rules.source_index import SourceIndex

Stamp = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class LiveRule:
    """A published version with its tree, its own book, and its program: each text stands alone."""

    version_id: int
    text: str
    text_hash: str
    file: File
    rule: Rule
    book: Book = field(compare=False, repr=False)
    program: Program = field(compare=False, repr=False)

    @property
    def title(self) -> str:
        """What the rule is called (规则名称)."""
        return self.rule.title or self.rule.code


class LiveBook:
    """The rules in force, indexed by source."""

    __slots__ = ("_by_code", "_index")

    def __init__(self, rules: tuple[LiveRule, ...]) -> None:
        self._by_code = {live.rule.code: live for live in rules}
        self._index = SourceIndex(tuple(live.rule for live in rules), Book.gather(live.file for live in rules))

    @property
    def rules(self) -> tuple[LiveRule, ...]:
        """Every rule, in the order of the book."""
        return tuple(self._by_code.values())

    def named(self, code: str) -> LiveRule | None:
        """Return the rule of a name; None when no version of it is in force."""
        return self._by_code.get(code)

    def applicable(self, outcome: Outcome) -> tuple[LiveRule, ...]:
        """Return the rules whose source the outcome matches, whatever their verdict (可转换规则)."""
        return tuple(self._by_code[rule.code] for rule in self._index.candidates(outcome))


def live_book(session: Session, on: date) -> LiveBook:
    """Return the book of a day; texts not seen before are loaded and parsed, all others are at hand."""
    query = (
        select(RuleVersion.id, RuleVersion.text_hash)
        .where(*in_force(on))
        .order_by(RuleVersion.rule_id, RuleVersion.number)
    )
    stamp: Stamp = tuple((row.id, row.text_hash) for row in session.execute(query))
    book = _BOOKS.get(stamp)
    if book is None:
        book = LiveBook(_rules_of(session, stamp))
        _BOOKS.clear()  # one book is in force at a time; the parsed texts stay
        _BOOKS[stamp] = book
        _keep_for_good()
    return book


def limits_in_force(session: Session, on: date) -> tuple[Limit, ...]:
    """Return what the policies of a day limit: those published alone, and those that stand in the text of a rule."""
    files = policies_in_force(session, on)
    found = {each: file for file in files for each in file.declarations if isinstance(each, Policy)}
    ordered = policies_in_order(tuple(found))
    return tuple(limit for each in ordered for limit in limits_of_policy(each, Book.gather((found[each],))))


def policies_in_force(session: Session, on: date) -> list[File]:
    """Return the texts of a day that hold a policy, alone or beside a rule."""
    named = or_(*(RuleVersion.text.contains(word) for word in POLICY_WORDS))
    query = select(RuleVersion.text).where(*in_force(on), named).order_by(RuleVersion.rule_id)
    return [_file(text) for text in session.scalars(query)]


def live_rule(session: Session, version_id: int) -> LiveRule | None:
    """Return one version with its tree, in force or not."""
    row = session.execute(
        select(RuleVersion.id, RuleVersion.text, RuleVersion.text_hash).where(RuleVersion.id == version_id)
    ).one_or_none()
    return _live_rule(row.id, row.text, row.text_hash) if row else None


def in_force(on: date) -> tuple[ColumnElement[bool], ...]:
    """Return what a version in force on a day meets."""
    return (
        RuleVersion.state == VersionState.PUBLISHED,
        or_(RuleVersion.effective_from.is_(None), RuleVersion.effective_from <= on),
        or_(RuleVersion.effective_until.is_(None), RuleVersion.effective_until >= on),
    )


_BOOKS: dict[Stamp, LiveBook] = {}


def _keep_for_good() -> None:
    """Spare Python's search for circles what stays: walking the whole book takes longer than answering a page."""
    gc.collect()
    gc.freeze()


def _rules_of(session: Session, stamp: Stamp) -> tuple[LiveRule, ...]:
    ids = [version_id for version_id, _ in stamp]
    query = select(RuleVersion.id, RuleVersion.text, RuleVersion.text_hash).where(RuleVersion.id.in_(ids))
    rows = session.execute(query)
    found = {row.id: _live_rule(row.id, row.text, row.text_hash) for row in rows}
    return tuple(live for version_id in ids if (live := found[version_id]) is not None)


@lru_cache(maxsize=50_000)
def _live_rule(version_id: int, text: str, text_hash: str) -> LiveRule | None:
    """Return a version's rule; None where its text holds a policy alone."""
    file = _file(text)
    rule = next((each for each in file.declarations if isinstance(each, Rule)), None)
    if rule is None:
        return None
    book = Book.gather((file,))
    return LiveRule(version_id, text, text_hash, file, rule, book, program_of(rule, book))


@lru_cache(maxsize=50_000)
def _file(text: str) -> File:
    return parse(text).file
