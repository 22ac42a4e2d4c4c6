"""What a draft would do to learners: begun in a request, worked through batch by batch, resumable after each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.clock import day_of
from backoffice.kernel.problems import refuse
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.live import LiveRule, live_book, live_rule
from backoffice.rulebook.operations import first_day
from backoffice.workbench.affected import Change, affected
from backoffice.workbench.asking import Side, named_by
from backoffice.workbench.findings import book_hash
from backoffice.workbench.models import ImpactLine, ImpactRun, RuleDraft
from backoffice.workbench.operations import locked, record
from backoffice.workbench.pending import kept_cases, pending_changes
from backoffice.workbench.reading import declared_in
from backoffice.workbench.workflow import RunState
from grammar.declarations import Rule
from grammar.parser import parse
from rules.analysis.impact import Effect
from rules.book import Book
from rules.compiled.program import program_of
from rules.words import kind_of

BATCH = 2000  # outcomes that one step looks at
STEP = "impact"
UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Figures:
    """The sums of a computation: outcomes by effect, the credits more or less, and pending cases that would differ."""

    gains: int
    loses: int
    credits: int
    others: int
    learners: int
    more: Decimal
    less: Decimal
    pending: int


def begin_run(session: Session, draft_id: int, *, actor_id: int, now: datetime) -> ImpactRun:
    """Ask for the effect of a draft as it stands, unless it is asked for already; raises Refused for no rule."""
    draft = locked(session, draft_id)
    declared = declared_in(parse(draft.text).file)
    if not isinstance(declared, Rule):
        raise refuse("impact_of_no_rule")
    today = day_of(now)
    book = book_hash(session, on=today)
    known = session.scalars(
        select(ImpactRun).where(
            ImpactRun.draft_id == draft.id,
            ImpactRun.text_hash == draft.text_hash,
            ImpactRun.book_hash == book,
            ImpactRun.state.in_(UNDER_WAY),
        )
    ).first()
    if known is not None:
        return known
    run = ImpactRun(
        draft_id=draft.id,
        text=draft.text,
        text_hash=draft.text_hash,
        book_hash=book,
        effective_on=day_compared(draft, declared, today=today),
        state=RunState.QUEUED,
        requested_by_id=actor_id,
        requested_at=now,
    )
    session.add(run)
    record(session, STEP, draft=draft, actor_id=actor_id, now=now)
    return run


def day_compared(draft: RuleDraft, declared: Rule, *, today: date) -> date:
    """Return the day whose verdicts are compared: the first with the text, or the first without what is retired."""
    if draft.last_day:
        return max(draft.last_day + timedelta(days=1), draft.base.effective_from or date.min) if draft.base else today
    return max(today, first_day(declared.effective) or today)


def waiting_runs(session: Session) -> list[int]:
    """Return the computations that are not done."""
    query = select(ImpactRun.id).where(ImpactRun.state.in_(UNDER_WAY)).order_by(ImpactRun.id)
    return list(session.scalars(query))


def advance(session: Session, run_id: int, *, now: datetime, size: int = BATCH) -> bool:
    """Look at the next outcomes and keep what was found; return whether more are left. The caller commits."""
    run = session.get_one(ImpactRun, run_id, with_for_update=True, populate_existing=True)
    if run.state not in UNDER_WAY:
        return False
    before, after = sides_of(session, run)
    kinds = _kinds(session, [side for side in (before, after) if side])
    query = select(LearnerOutcome.id).where(LearnerOutcome.kind_id.in_(kinds))
    if run.state is RunState.QUEUED:
        run.state, run.total = RunState.RUNNING, _count(session, query)
    ids = session.scalars(
        query.where(LearnerOutcome.id > run.last_outcome_id).order_by(LearnerOutcome.id).limit(size)
    ).all()
    if ids:
        _keep(session, run, affected(session, ids, before, after, on=run.effective_on))
        run.looked_at, run.last_outcome_id = run.looked_at + len(ids), ids[-1]
    if len(ids) < size:
        cases = pending_changes(session, after, on=run.effective_on) if after else kept_cases(session, run.draft)
        _keep(session, run, cases)
        run.state, run.finished_at = RunState.DONE, now
    session.flush()
    return run.state is RunState.RUNNING


def fail(session: Session, run_id: int, problem: str, *, now: datetime) -> None:
    """Note that a computation cannot be finished."""
    run = session.get_one(ImpactRun, run_id, with_for_update=True, populate_existing=True)
    run.state, run.problem, run.finished_at = RunState.FAILED, problem[:400], now
    session.flush()


def sides_of(session: Session, run: ImpactRun) -> tuple[Side | None, Side | None]:
    """Return the rule as it is in force on the day of a computation, if it is, and as the text has it.

    After a retirement there is nothing.
    """
    if run.draft.last_day:
        retired = live_rule(session, run.draft.base_id or 0)
        return (side_of(retired) if retired else None), None
    file = parse(run.text).file
    rule = declared_in(file)
    if not isinstance(rule, Rule):
        raise TypeError("the text of a computation holds one rule")
    book = Book.gather([file])
    live = live_book(session, run.effective_on).named(rule.code)
    return (side_of(live) if live else None), Side(rule, book, program_of(rule, book))


def side_of(live: LiveRule) -> Side:
    """Return a published version as one side of a comparison."""
    return Side(live.rule, live.book, live.program)


def figures_of(session: Session, run_id: int) -> Figures:
    """Return the sums of what has been found so far."""
    of_run = select(ImpactLine).where(ImpactLine.run_id == run_id)
    own = of_run.where(ImpactLine.application_id.is_(None))
    before, after = ImpactLine.before_credits, ImpactLine.after_credits
    query = own.with_only_columns(ImpactLine.effect, before, after, func.count().label("lines"))
    rows = session.execute(query.group_by(ImpactLine.effect, before, after)).all()
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.effect] += row.lines
    changes = [((row.after_credits or ZERO) - (row.before_credits or ZERO)) * row.lines for row in rows]
    named = {Effect.GAINS, Effect.LOSES, Effect.CREDITS}
    return Figures(
        gains=counts.get(Effect.GAINS, 0),
        loses=counts.get(Effect.LOSES, 0),
        credits=counts.get(Effect.CREDITS, 0),
        others=sum(count for effect, count in counts.items() if effect not in named),
        learners=session.scalar(own.with_only_columns(func.count(ImpactLine.learner_id.distinct()))) or 0,
        more=sum((each for each in changes if each > 0), ZERO),
        less=sum((each for each in changes if each < 0), ZERO),
        pending=_count(session, of_run.where(ImpactLine.application_id.is_not(None))),
    )


def _keep(session: Session, run: ImpactRun, changes: Iterable[Change]) -> None:
    rows = [
        {
            "run_id": run.id,
            "learner_id": each.learner_id,
            "outcome_id": each.outcome_id,
            "application_id": each.application_id,
            "effect": str(each.effect),
            "before_verdict": each.before.word,
            "before_credits": each.before.credits,
            "after_verdict": each.after.word,
            "after_credits": each.after.credits,
        }
        for each in changes
    ]
    if rows:
        session.execute(insert(ImpactLine), rows)


def _kinds(session: Session, sides: Iterable[Side]) -> list[int]:
    """Return the kinds of outcomes that either side can start from."""
    wanted = {kind_of(each.kind) for side in sides for each in named_by(side)}
    return [
        row.id for row in session.execute(select(OutcomeKind.id, OutcomeKind.title)) if kind_of(row.title) in wanted
    ]


def _count(session: Session, query: Select) -> int:
    return session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
