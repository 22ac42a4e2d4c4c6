"""The plan of a learner: the best set of conversions towards a programme, under all rules and policies in force."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.booked import booked_conversions
from backoffice.conversion.caps import programme_key
from backoffice.conversion.facts import facts_of, learner_facts, outcome_facts, recognised_outcomes
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget
from backoffice.conversion.targets import entry_of, references_of
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import Institution, Membership, Programme
from backoffice.ledger.operations import consumed_outcomes, credited_targets
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import LiveRule, live_book, policies_in_force
from backoffice.rulebook.models import RuleVersion
from grammar.declarations import File
from rules.book import Book
from rules.catalogue import Catalogue
from rules.planning import programme as planned
from rules.planning.plan import Plan, Planner
from rules.planning.policies import Conversion
from rules.planning.problem import Past
from rules.planning.terms import Terms
from rules.words import fold

SECONDS = 3.0  # that the search for the best set may take
MOST_PROGRAMMES = 20
UNDER_WAY = (ConversionState.APPLIED, ConversionState.RETURNED, ConversionState.FIRST_PASSED)
COURSE = "course"


@dataclass(frozen=True, slots=True)
class Planned:
    """A plan, the published version of each rule that it names, and what is under way already."""

    plan: Plan
    versions: dict[str, LiveRule]
    outcomes: dict[str, LearnerOutcome]
    under_way: int


def find_programmes(session: Session, *, learner_id: int, words: str) -> Sequence[Programme]:
    """Return programmes by a part of their title or institution, those of the learner's own institutions first."""
    own = select(Membership.institution_id).where(Membership.learner_id == learner_id)
    query = (
        select(Programme)
        .join(Programme.institution)
        .options(joinedload(Programme.institution))
        .order_by(case((Programme.institution_id.in_(own), 0), else_=1), Programme.title, Programme.id)
    )
    if words:
        part = Programme.title.icontains(words, autoescape=True)
        query = query.where(part | Institution.title.icontains(words, autoescape=True))
    return session.scalars(query.limit(MOST_PROGRAMMES)).all()


def plan_for(session: Session, programme: Programme, *, learner: Learner, on: date, terms: Terms) -> Planned:
    """Return the best set of conversions towards a programme; applications under way count as made."""
    held = recognised_outcomes(session, learner.id)
    spent = consumed_outcomes(session, [each.id for each in held])
    free = [each for each in held if each.id not in spent]
    rules = _rules(session, free, programme, on)
    entries = _courses(session, programme)
    aim = planned.Programme(
        programme.title,
        programme.total_credits,
        tuple(planned.Course(each.code, each.title, each.credits) for each in entries),
    )
    files = list({id(file): file for file in _files(rules, policies_in_force(session, on))}.values())
    book = Book.gather(files, Catalogue(map(entry_of, entries)))
    facts = facts_of(learner_facts(session, learner), free, on=on)
    past, under_way = _past(session, learner, programme, aim, spent=spent, on=on)
    found = Planner(book, aim).plan(lambda _code: facts, past=past, terms=terms, seconds=SECONDS)
    return Planned(found, {live.rule.code: live for live in rules}, {str(each.id): each for each in held}, under_way)


def _files(rules: Sequence[LiveRule], policies: Sequence[File]) -> Iterator[File]:
    yield from (live.file for live in rules)
    yield from policies


def _rules(session: Session, held: Sequence[LearnerOutcome], programme: Programme, on: date) -> list[LiveRule]:
    """Return the rules that any held outcome starts, without those that aim at other institutions alone."""
    book = live_book(session, on)
    found = dict.fromkeys(live for each in held for live in book.applicable(outcome_facts(each)))
    here = fold(programme.institution.title)

    def may_count(live: LiveRule) -> bool:
        named = [each.institution for each in references_of((live.rule,))]
        return not named or any(each is None or fold(each) == here for each in named)

    return [live for live in found if may_count(live)]


def _courses(session: Session, programme: Programme) -> Sequence[CatalogueOutcome]:
    query = (
        select(CatalogueOutcome)
        .join(CatalogueOutcome.kind)
        .options(
            joinedload(CatalogueOutcome.kind),
            joinedload(CatalogueOutcome.institution),
            joinedload(CatalogueOutcome.programme),
        )
        .where(CatalogueOutcome.programme_id == programme.id, CatalogueOutcome.current, OutcomeKind.code == COURSE)
        .order_by(CatalogueOutcome.code, CatalogueOutcome.id)
    )
    return session.scalars(query).all()


def _past(
    session: Session, learner: Learner, programme: Programme, aim: planned.Programme, *, spent: set[int], on: date
) -> tuple[Past, int]:
    """Return what is booked and what is under way, by the programme's title where it is this one."""
    key = programme_key(programme.id)
    waiting = _under_way(session, learner.id, on)
    made = [
        replace(each, programme=aim.title if each.programme == key else f"#{each.programme}")
        for each in (*booked_conversions(session, learner.id), *(each for each, _targets in waiting))
    ]
    given = [*credited_targets(session, learner.id), *(target for _each, targets in waiting for target in targets)]
    by_code = {fold(each.code): each.key for each in aim.courses if each.code}
    courses = {
        by_code[fold(each.code)] for each in given if each.programme_id == programme.id and fold(each.code) in by_code
    }
    return Past(tuple(made), frozenset(courses), frozenset(map(str, spent))), len(waiting)


def _under_way(session: Session, learner_id: int, on: date) -> list[tuple[Conversion, list[CatalogueOutcome]]]:
    """Return what the open applications would book, with their targets."""
    query = (
        select(ConversionApplication)
        .options(joinedload(ConversionApplication.rule_version).joinedload(RuleVersion.rule))
        .where(ConversionApplication.learner_id == learner_id, ConversionApplication.state.in_(UNDER_WAY))
    )
    applications = session.scalars(query).all()
    ids = [each.id for each in applications]
    targets = session.scalars(
        select(ConversionTarget)
        .options(joinedload(ConversionTarget.catalogue_outcome))
        .where(ConversionTarget.application_id.in_(ids))
        .order_by(ConversionTarget.id)
    ).all()
    sources = session.scalars(
        select(ConversionSource)
        .options(joinedload(ConversionSource.outcome).joinedload(LearnerOutcome.kind))
        .where(ConversionSource.application_id.in_(ids))
    ).all()
    found = []
    for each in applications:
        own = [target for target in targets if target.application_id == each.id]
        conversion = Conversion(
            each.rule_version.rule.code if each.rule_version else "",
            on,
            tuple(outcome_facts(source.outcome) for source in sources if source.application_id == each.id),
            tuple(target.credits for target in own),
            programme_key(each.programme_id),
        )
        found.append((conversion, [target.catalogue_outcome for target in own]))
    return found


def share_of(plan: Plan) -> Decimal | None:
    """Return what the plan and what is booked make of the programme's total, in percent; None when it is unknown."""
    total = plan.programme.total_credits
    if not total:
        return None
    booked = sum((each.total for each in plan.booked if each.programme == plan.programme.title), Decimal(0))
    return ((plan.credits + booked) / total * 100).quantize(Decimal("0.1"))
