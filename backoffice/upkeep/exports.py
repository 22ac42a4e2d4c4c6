"""Tables as they go out: the columns that come in too, and the nineteen of conversions made."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from sqlalchemy import Select, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, contains_eager, joinedload

from backoffice.accounts.models import Learner
from backoffice.accounts.operations import document_place
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.export import cell
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution, Membership, Programme
from backoffice.kernel.clock import day_of
from backoffice.kernel.sealing import Sealer
from backoffice.outcomes.models import LearnerOutcome
from backoffice.upkeep.catalogue_table import CATALOGUE
from backoffice.upkeep.deposits import COURSE, LEVELS, TYPES
from backoffice.upkeep.register_tables import INSTITUTIONS, PROGRAMMES, ROSTERS

AT_ONCE = 500  # rows from the database
PIECE = 64 * 1024
MONTH = "%Y%m"  # the calendar's year, not the week's
LEVEL_CODES = {word: code for code, word in LEVELS.items()}
TYPE_CODES = {word: code for code, word in TYPES.items()}
CONVERSION_HEADERS = (
    "姓名",
    "身份证号",
    "转换学校代码",
    "原课程来源代码",
    "原专业名称",
    "原课程名称",
    "原办学机构",
    "原教育层次代码",
    "原教育类别代码",
    "原学分",
    "原学时",
    "原成绩",
    "获得时间",
    "转换后教育层次代码",
    "转换后课程代码",
    "转换后课程名称",
    "转换后学分",
    "转换时间",
    "转换后专业名称",
)

Identity = Callable[[Learner], str]


@dataclass(frozen=True, slots=True)
class Export:
    """A table that goes out: `query` asks for the rows with these keys, `row` writes one."""

    entity: str
    headers: Sequence[str]
    query: Callable[[Any], Select[*tuple[Any, ...]]]
    row: Callable[[Any, Identity], list[object]]
    personal: bool = False  # it names people, whose numbers are masked unless they are asked for


def masked(learner: Learner) -> str:
    """Return an identity number with its middle starred out."""
    return learner.document_masked


def opened(sealer: Sealer) -> Identity:
    """Return what opens identity numbers; whoever uses it says so in the trail."""
    return lambda learner: sealer.open(learner.document_sealed, document_place(learner.account_number))


def rows_of(
    session: Session,
    export: Export,
    keys: Any,  # noqa: ANN401 - a question for keys
    identity: Identity,
) -> Iterator[list[object]]:
    """Yield the rows of a table in the order of their keys, a few hundred at a time from the database."""
    query = export.query(keys).execution_options(yield_per=AT_ONCE)
    for found in session.execute(query):
        yield export.row(found, identity)


def workbook_of(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """Yield a workbook by pieces; it is written to a file first, since its table of contents stands last."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.freeze_panes = "A2"
    sheet.append(list(headers))
    for row in rows:
        sheet.append([ILLEGAL_CHARACTERS_RE.sub("", cell(each)) for each in row])
    with tempfile.TemporaryFile() as kept:
        book.save(kept)
        kept.seek(0)
        while piece := kept.read(PIECE):
            yield piece


def _yes(answer: bool) -> str:  # noqa: FBT001 - a cell
    return "是" if answer else "否"


def _plain(table: type[Any], *along: InstrumentedAttribute[Any]) -> Callable[[Any], Select[Any]]:
    options = [joinedload(each) for each in along]
    return lambda keys: select(table).options(*options).where(table.id.in_(keys)).order_by(table.id)


def _institution(found: Any, _identity: Identity) -> list[object]:  # noqa: ANN401 - a row
    (each,) = found
    kinds = (each.registered, each.pilot, each.third_party_assessor)
    return [each.code, each.title, *map(_yes, kinds), each.address]


def _programme(found: Any, _identity: Identity) -> list[object]:  # noqa: ANN401
    (each,) = found
    return [each.institution.code, each.title, each.education_level, each.total_credits]


def _entries(keys: Any) -> Select[Any]:  # noqa: ANN401 - a question for keys
    along = (CatalogueOutcome.kind, CatalogueOutcome.institution, CatalogueOutcome.programme)
    return _plain(CatalogueOutcome, *along)(keys).where(CatalogueOutcome.current)  # those before it come in no more


def _entry(found: Any, _identity: Identity) -> list[object]:  # noqa: ANN401
    (each,) = found
    return entry_cells(each)


def entry_cells(each: CatalogueOutcome) -> list[object]:
    """Return an entry of the catalogue in the order of its columns."""
    places = [each.kind.title, each.institution.code, each.programme.title if each.programme else ""]
    figures = [each.qf_level, each.credits, each.study_hours, each.mark, each.valid_from, each.valid_until]
    return [*places, each.code, each.title, each.subject, each.education_level, *figures]


def _membership(found: Any, identity: Identity) -> list[object]:  # noqa: ANN401
    (each,) = found
    return [each.institution.code, each.learner.full_name, identity(each.learner), each.joined_on]


def _conversions(keys: Any) -> Select[Any, Any]:  # noqa: ANN401 - a question for keys
    target = aliased(ConversionTarget)
    application = ConversionSource.application
    entry = joinedload(target.catalogue_outcome)
    return (
        select(ConversionSource, target)
        .join(application)
        .join(target, target.application_id == ConversionSource.application_id)
        .options(
            contains_eager(application).joinedload(ConversionApplication.learner),
            contains_eager(application).joinedload(ConversionApplication.institution),
            contains_eager(application).joinedload(ConversionApplication.decision),
            joinedload(ConversionSource.outcome).joinedload(LearnerOutcome.kind),
            entry.joinedload(CatalogueOutcome.programme),
        )
        .where(ConversionApplication.id.in_(keys), ConversionApplication.state == ConversionState.CONVERTED)
        .order_by(ConversionApplication.id, ConversionSource.id, target.id)
    )


def _conversion(found: Any, identity: Identity) -> list[object]:  # noqa: ANN401
    source, target = found
    application, outcome, entry = source.application, source.outcome, target.catalogue_outcome
    decided = application.decision.decided_at if application.decision else None
    return [
        application.learner.full_name,
        identity(application.learner),
        application.institution.code,
        "01" if outcome.kind.code == COURSE else "02",
        outcome.programme_title,
        outcome.title,
        outcome.institution_title,
        LEVEL_CODES.get(outcome.fields.get("education_way", outcome.education_level), ""),
        TYPE_CODES.get(outcome.fields.get("education_type", ""), ""),
        outcome.credits,
        outcome.study_hours,
        outcome.grade if outcome.score is None else outcome.score,
        _month(outcome.awarded_on),
        LEVEL_CODES.get(entry.education_level, ""),
        entry.code,
        entry.title,
        target.credits,
        _month(day_of(decided) if decided else None),
        entry.programme.title if entry.programme else "",
    ]


def _month(day: date | None) -> str:
    return day.strftime(MONTH) if day else ""


EXPORTS: dict[str, Export] = {
    "institution": Export("Institution", INSTITUTIONS.headers, _plain(Institution), _institution),
    "programme": Export("Programme", PROGRAMMES.headers, _plain(Programme, Programme.institution), _programme),
    "catalogue-outcome": Export(
        "CatalogueOutcome",
        CATALOGUE.headers,
        _entries,
        _entry,
    ),
    "membership": Export(
        "Membership",
        ROSTERS.headers,
        _plain(Membership, Membership.institution, Membership.learner),
        _membership,
        personal=True,
    ),
    "conversion-application": Export(
        "ConversionApplication", CONVERSION_HEADERS, _conversions, _conversion, personal=True
    ),
}
