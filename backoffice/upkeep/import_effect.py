"""What an import of the catalogue touches: rules that name its rows as they are or will be, and cases under way."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.models import ConversionApplication
from backoffice.institutions.models import Institution, Programme
from backoffice.rulebook.live import in_force, live_book
from backoffice.rulebook.models import ConversionRule, RuleTarget, RuleVersion
from backoffice.upkeep.catalogue_effect import pending_with
from backoffice.upkeep.models import ImportRun
from backoffice.upkeep.subjects import Answer, Judged
from rules.facts import Outcome
from rules.words import fold, kind_of

MOST_AT_ONCE = 10_000  # ids of one question


class Name(NamedTuple):
    """What rules tell an entry by."""

    kind: str
    title: str
    code: str
    institution: str
    programme: str


@dataclass(frozen=True, slots=True)
class TouchedRule:
    """A rule in force and how many rows it names: still, no longer, and for the first time."""

    code: str
    title: str
    is_target: bool
    kept: int
    lost: int
    gained: int

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return self.kept + self.lost + self.gained


def with_touched(session: Session, before: Mapping[str, Any] | None, judged: Sequence[Judged], *, on: date) -> Any:  # noqa: ANN401
    """Return what is touched by the rows before and by these, as a run keeps it."""
    acting = [each for each in judged if each.answer in {Answer.ADDED, Answer.CHANGED}]
    pairs = _names(session, acting)
    named = {name for pair in pairs for name in pair if name}
    counts: dict[tuple[str, str, bool], list[int]] = defaultdict(lambda: [0, 0, 0])
    for rule in (before or {}).get("rules", ()):
        counts[rule["code"], rule["title"], rule["is_target"]] = [rule["kept"], rule["lost"], rule["gained"]]
    for is_target, found in ((False, _sources(session, named, on)), (True, _targets(session, named, on))):
        for was, is_ in pairs:
            old, new = found.get(was, {}) if was else {}, found[is_]
            for code, title in (old | new).items():
                counts[code, title, is_target][0 if code in old and code in new else 1 if code in old else 2] += 1
    rules = [TouchedRule(*key, *count) for key, count in sorted(counts.items())]
    cases = {*(before or {}).get("cases", ()), *_cases(session, [each.found for each in acting if each.found])}
    return {
        "rules": [{each.name: getattr(rule, each.name) for each in fields(rule)} for rule in rules],
        "cases": sorted(cases),
    }


def touched_rules(run: ImportRun) -> list[TouchedRule]:
    """Return the rules that a run touches: first those that rows fall away from, then by their rows."""
    rules = [TouchedRule(**each) for each in (run.touched or {}).get("rules", ())]
    return sorted(rules, key=lambda each: (-each.lost, -each.rows, each.code, each.is_target))


def touched_cases(
    session: Session, run: ImportRun, *, visible: ColumnElement[bool], most: int
) -> list[ConversionApplication]:
    """Return the cases under way that a run touches and the asking person may see, the oldest first."""
    ids, found = (run.touched or {}).get("cases", []), list[ConversionApplication]()
    for start in range(0, len(ids), MOST_AT_ONCE):
        query = (
            select(ConversionApplication)
            .options(joinedload(ConversionApplication.learner))
            .where(ConversionApplication.id.in_(ids[start : start + MOST_AT_ONCE]), visible)
            .order_by(ConversionApplication.id)
            .limit(most - len(found))
        )
        found += session.scalars(query)
        if len(found) >= most:
            break
    return found


def _names(session: Session, acting: Sequence[Judged]) -> list[tuple[Name | None, Name]]:
    """Return what rules tell each row by: as the entry is, None for one that is added, and as it will be."""
    rows = [(each.found, each.reading.kept) for each in acting]
    kinds = _titles(session, OutcomeKind, (kept["kind_id"] for _found, kept in rows))
    places = _titles(session, Institution, (kept["institution_id"] for _found, kept in rows))
    wanted = {kept.get("programme_id") for _found, kept in rows} | {each.programme_id for each, _kept in rows if each}
    programmes = _titles(session, Programme, wanted)
    found = []
    for entry, kept in rows:
        places_of = kinds[kept["kind_id"]], places[kept["institution_id"]]
        programme_id = kept.get("programme_id", entry and entry.programme_id)
        title, code = (kept.get(name) or getattr(entry, name, None) or "" for name in ("title", "code"))
        was = entry and _name((entry.title, entry.code, programmes.get(entry.programme_id, "")), *places_of)
        found.append((was, _name((title, code, programmes.get(programme_id, "")), *places_of)))
    return found


def _name(words: tuple[str, str, str], kind: str, institution: str) -> Name:
    title, code, programme = words
    return Name(kind, title, code, institution, programme)


def _titles(session: Session, model: Any, ids: Iterable[int | None]) -> dict[int | None, str]:  # noqa: ANN401
    query = select(model.id, model.title).where(model.id.in_({each for each in ids if each is not None}))
    return {row.id: row.title for row in session.execute(query)}


def _sources(session: Session, named: set[Name], on: date) -> dict[Name, dict[str, str]]:
    """Return the titles of the rules that start from each name, by code."""
    book = live_book(session, on)
    return {
        each: {live.rule.code: live.title for live in book.applicable(Outcome("", **each._asdict()))} for each in named
    }


def _targets(session: Session, named: set[Name], on: date) -> dict[Name, dict[str, str]]:
    """Return the titles of the rules that may grant each name, by code; a code identifies, else a title does."""
    by_code: dict[tuple[str, str], list[Any]] = defaultdict(list)
    by_title: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for row in session.execute(_aims(named, on)):
        (by_code if row.code else by_title)[row.kind, row.code or row.title].append(row)
    found: dict[Name, dict[str, str]] = {}
    for each in named:
        kind, code = kind_of(each.kind), fold(each.code)
        rows = [*by_code[kind, code]] if code else []
        rows += [row for word in {"", fold(each.title), code} for row in by_title[kind, word]]
        fits = [
            row
            for row in rows
            if row.institution in {"", fold(each.institution)} and row.programme in {"", fold(each.programme)}
        ]
        found[each] = {row.rule_code: row.rule_title for row in fits}
    return found


def _aims(named: set[Name], on: date) -> Select:
    codes = {fold(each.code) for each in named} - {""}
    titles = {fold(each.title) for each in named} | codes | {""}
    return (
        select(
            RuleTarget.kind,
            RuleTarget.code,
            RuleTarget.title,
            RuleTarget.institution,
            RuleTarget.programme,
            ConversionRule.code.label("rule_code"),
            RuleVersion.title.label("rule_title"),
        )
        .join(RuleVersion, RuleVersion.id == RuleTarget.rule_version_id)
        .join(ConversionRule, ConversionRule.id == RuleVersion.rule_id)
        .where(
            *in_force(on),
            or_(RuleTarget.code.in_(codes), and_(RuleTarget.code == "", RuleTarget.title.in_(titles))),
        )
    )


def _cases(session: Session, entries: Sequence[CatalogueOutcome]) -> Iterable[int]:
    """Return the cases under way that use any version of some entries."""
    if not entries:
        return ()
    keys = tuple_(CatalogueOutcome.institution_id, CatalogueOutcome.kind_id, CatalogueOutcome.code)
    named = [(each.institution_id, each.kind_id, each.code) for each in entries]
    ids = session.scalars(select(CatalogueOutcome.id).where(keys.in_(named))).all()
    return session.scalars(select(ConversionApplication.id).where(pending_with(ids))).all()


def pending_count(run: ImportRun) -> int:
    """Return how many cases under way a run touches, whoever may see them."""
    return len((run.touched or {}).get("cases", ()))
