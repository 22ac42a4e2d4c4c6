"""Finding rules in force: by their words, and by what they lead to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.kernel.paging import Page, fetch_page
from backoffice.rulebook.live import in_force
from backoffice.rulebook.models import ConversionRule, RuleEntry, RuleTarget, RuleVersion, VersionState
from rules.words import fold, kind_of

MOST_WORDS = 8  # of one box; what is typed beyond them narrows no further
ANYWHERE = (RuleEntry.name_sought, RuleEntry.source_sought, RuleEntry.target_sought, RuleEntry.institution_sought)

Column = InstrumentedAttribute[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What is looked for: words anywhere, and words of one column each; all of them must be met."""

    words: str = ""
    source: str = ""
    target: str = ""
    institution: str = ""


def search_rules(session: Session, sought: Sought, *, on: date, page: int, size: int) -> Page[RuleEntry]:
    """Return one page of the rules in force on a day."""
    boxes = (
        (sought.words, ANYWHERE),
        (sought.source, (RuleEntry.source_sought,)),
        (sought.target, (RuleEntry.target_sought,)),
        (sought.institution, (RuleEntry.institution_sought,)),
    )
    holds = _holding(session)
    wanted = [
        or_(*(holds(column, word) for column in columns))
        for words, columns in boxes
        for word in fold(words).split()[:MOST_WORDS]
    ]
    return _page_of(session, *wanted, on=on, page=page, size=size)


def rules_leading_to(session: Session, entry: CatalogueOutcome, *, on: date, page: int, size: int) -> Page[RuleEntry]:
    """Return one page of the rules in force that may grant an entry of the catalogue.

    As in a rule's own evaluation, a code identifies and the title beside it is a label; without either the rule
    grants any outcome of the kind.
    """
    title, code = fold(entry.title), fold(entry.code)
    programme = fold(entry.programme.title) if entry.programme else ""
    aims = select(RuleTarget.rule_version_id).where(
        RuleTarget.kind == kind_of(entry.kind.title),
        or_(
            and_(RuleTarget.code != "", RuleTarget.code == code),
            and_(RuleTarget.code == "", RuleTarget.title.in_(["", title, code])),
        ),
        RuleTarget.institution.in_(["", fold(entry.institution.title)]),
        RuleTarget.programme.in_(["", programme]),
    )
    return _page_of(session, RuleEntry.rule_version_id.in_(aims), on=on, page=page, size=size)


def versions_of(session: Session, code: str) -> Sequence[RuleVersion]:
    """Return the published and the retired versions of a rule, the newest first."""
    query = (
        select(RuleVersion)
        .join(RuleVersion.rule)
        .where(ConversionRule.code == code, RuleVersion.state.in_([VersionState.PUBLISHED, VersionState.RETIRED]))
        .order_by(RuleVersion.number.desc())
    )
    return session.scalars(query).all()


def entry_of(session: Session, version_id: int) -> RuleEntry | None:
    """Return what the search knows of a version; a policy has none."""
    return session.scalar(select(RuleEntry).where(RuleEntry.rule_version_id == version_id))


def stands(version: RuleVersion, on: date) -> bool:
    """Tell whether a version is in force on a day."""
    begun = version.effective_from is None or version.effective_from <= on
    ended = version.effective_until is not None and version.effective_until < on
    return version.state is VersionState.PUBLISHED and begun and not ended


def _page_of(session: Session, *wanted: ColumnElement[bool], on: date, page: int, size: int) -> Page[RuleEntry]:
    """Return one page by name; only keys are sorted, since the rows are wide."""
    keys = select(RuleEntry.id).join(RuleEntry.rule_version).where(*in_force(on), *wanted)
    found = fetch_page(session, keys.order_by(RuleVersion.title, RuleEntry.id), number=page, size=size)
    query = (
        select(RuleEntry)
        .options(joinedload(RuleEntry.rule_version).joinedload(RuleVersion.rule))
        .where(RuleEntry.id.in_(found.items))
    )
    entries = {each.id: each for each in session.scalars(query)}
    return Page([entries[key] for key in found.items], found.total, found.number, found.size)


def _holding(session: Session) -> Callable[[Column, str], ColumnElement[bool]]:
    """Return the database's own test that a text holds a word; both are folded, so letters are compared as they are."""
    place = func.instr if session.get_bind().dialect.name == "sqlite" else func.strpos
    return lambda column, word: place(column, word) > 0
