"""What a transcript (学分成绩单) says of a learner's account: entries by institution and programme, with their sums."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget
from backoffice.kernel.clock import day_of
from backoffice.ledger.models import CreditEntry
from backoffice.ledger.operations import used_outcomes
from backoffice.outcomes.listing import transcript_of
from backoffice.outcomes.models import EntryChannel, LearnerOutcome
from backoffice.proofs.operations import Issuer
from reports.printable import LONGEST_TEXT
from reports.transcript import RecognisedOutcome, TranscriptContent, TranscriptEntry, TranscriptGroup

Place = tuple[str, str]  # institution, programme
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Grounds:
    """The application that an entry rests on, what it started from, and the ratio of each target."""

    application: ConversionApplication
    sources: Sequence[LearnerOutcome]
    ratios: Mapping[int, Decimal]


def content_for(session: Session, learner: Learner, *, now: datetime, house: Issuer) -> TranscriptContent:
    """Return what a transcript issued now would say; its number is still empty."""
    groups = tuple(groups_of(entries_of(session, learner.id), grounds_of(session, learner.id)))
    recognised = tuple(recognised_only(session, learner.id))
    return TranscriptContent(
        number="",
        platform=house.platform,
        issuer=house.issuer,
        learner_name=learner.full_name,
        document_masked=learner.document_masked,
        account_number=learner.account_number,
        issued_on=day_of(now),
        groups=groups,
        total=sum((each.subtotal for each in groups), ZERO),
        recognised=recognised,
        recognised_total=sum((each.credits or ZERO for each in recognised), ZERO),
    )


def entries_of(session: Session, learner_id: int) -> Sequence[CreditEntry]:
    """Return a learner's ledger, the oldest entry first."""
    target = joinedload(CreditEntry.target)
    query = (
        select(CreditEntry)
        .options(
            target.joinedload(CatalogueOutcome.institution),
            target.joinedload(CatalogueOutcome.kind),
            target.joinedload(CatalogueOutcome.programme),
        )
        .where(CreditEntry.learner_id == learner_id)
        .order_by(CreditEntry.id)
    )
    return session.scalars(query).all()


def grounds_of(session: Session, learner_id: int) -> dict[int, Grounds]:
    """Return what each decision of a learner rests on, by the decision's key."""
    query = (
        select(ConversionApplication)
        .options(joinedload(ConversionApplication.proof), joinedload(ConversionApplication.programme))
        .where(ConversionApplication.learner_id == learner_id, ConversionApplication.decision_id.is_not(None))
    )
    applications = session.scalars(query).all()
    keys = [each.id for each in applications]
    sources, ratios = sources_by_application(session, keys), ratios_by_application(session, keys)
    return {each.decision_id or 0: Grounds(each, sources[each.id], ratios[each.id]) for each in applications}


def sources_by_application(session: Session, application_ids: Sequence[int]) -> dict[int, list[LearnerOutcome]]:
    """Return the outcomes that applications started from."""
    query = (
        select(ConversionSource.application_id, LearnerOutcome)
        .join(LearnerOutcome, ConversionSource.outcome_id == LearnerOutcome.id)
        .options(joinedload(LearnerOutcome.kind))
        .where(ConversionSource.application_id.in_(application_ids))
        .order_by(LearnerOutcome.id)
    )
    found: dict[int, list[LearnerOutcome]] = defaultdict(list)
    for application_id, outcome in session.execute(query):
        found[application_id].append(outcome)
    return found


def ratios_by_application(session: Session, application_ids: Sequence[int]) -> dict[int, dict[int, Decimal]]:
    """Return the ratio in percent of each target of applications, by catalogue outcome."""
    found: dict[int, dict[int, Decimal]] = defaultdict(dict)
    query = select(ConversionTarget).where(ConversionTarget.application_id.in_(application_ids))
    for each in session.scalars(query):
        found[each.application_id][each.catalogue_outcome_id] = each.ratio
    return found


def groups_of(entries: Sequence[CreditEntry], grounds: Mapping[int, Grounds]) -> Iterator[TranscriptGroup]:
    """Share entries out by institution and programme, a reversal beside what it takes back, and number them."""
    booked = {each.id: each for each in entries}
    places: dict[Place, list[CreditEntry]] = defaultdict(list)
    for entry in entries:
        places[place_of(entry, origin_of(entry, booked, grounds))].append(entry)
    ordered = {place: places[place] for place in sorted(places)}
    positions = {each.id: number for number, each in enumerate((e for of in ordered.values() for e in of), start=1)}
    for (institution, programme), inside in ordered.items():
        said = tuple(line_of(each, origin_of(each, booked, grounds), positions) for each in inside)
        yield TranscriptGroup(institution, programme, said, sum((each.credits for each in said), ZERO))


def origin_of(entry: CreditEntry, booked: Mapping[int, CreditEntry], grounds: Mapping[int, Grounds]) -> Grounds | None:
    """Return what an entry rests on; a reversal on what it takes back rested on."""
    first = booked.get(entry.reverses_id or 0, entry)
    return grounds.get(first.decision_id or 0)


def place_of(entry: CreditEntry, origin: Grounds | None) -> Place:
    """Return the institution that grants an entry's target, and the programme that it counts for."""
    programme = (origin.application.programme if origin else None) or entry.target.programme
    return entry.target.institution.title, programme.title if programme else ""


def line_of(entry: CreditEntry, origin: Grounds | None, positions: Mapping[int, int]) -> TranscriptEntry:
    """Return what the transcript says of one entry."""
    sources = origin.sources if origin else ()
    proof = origin.application.proof if origin else None
    return TranscriptEntry(
        position=positions[entry.id],
        booked_on=day_of(entry.booked_at),
        source_title=title_of(sources),
        source_kind=sources[0].kind.title if sources else "",
        source_institution=sources[0].institution_title if sources else "",
        target_title=f"{entry.target.title}{entry.target.mark}",
        target_kind=entry.target.kind.title,
        credits=entry.credits,
        ratio=origin.ratios.get(entry.target_id) if origin else None,
        proof_number=proof.number if proof else "",
        reverses=positions[entry.reverses_id] if entry.reverses_id else 0,
    )


def title_of(sources: Sequence[LearnerOutcome]) -> str:
    """Return the titles of sources; of too many for a line, the first."""
    titles = "、".join(each.title for each in sources)
    return titles if len(titles) <= LONGEST_TEXT else f"{sources[0].title[: LONGEST_TEXT - 1]}…"


def recognised_only(session: Session, learner_id: int) -> Iterator[RecognisedOutcome]:
    """Yield the recognised outcomes that no conversion has added and none has used."""
    outcomes = [each for each in transcript_of(session, learner_id) if each.entry_channel != EntryChannel.CONVERSION]
    used = used_outcomes(session, [each.id for each in outcomes])
    for each in outcomes:
        if each.id not in used:
            yield RecognisedOutcome(
                title=each.title,
                kind=each.kind.title,
                institution=each.institution_title,
                score=format(each.score.normalize(), "f") if each.score is not None else each.grade,
                credits=each.credits,
                awarded_on=each.awarded_on,
            )
