"""Like cases (同类申请) before the committee: of one rule version and one verdict, ticked together, decided apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.workflow import ConversionState
from backoffice.conversion.worklist import MINE, Days, Desk, Row, Wanted, turn_of, within, work_list
from backoffice.kernel.problems import Problem, Refused
from backoffice.rulebook.live import LiveRule, live_rule
from backoffice.rulebook.models import RuleVersion
from rules.evaluator import Verdict, evaluate
from rules.facts import from_record

FEWEST, MOST = 2, 50


@dataclass(frozen=True, slots=True)
class Batch:
    """A rule version with how many cases wait for the actor under it."""

    version: RuleVersion
    count: int


@dataclass(frozen=True, slots=True)
class Alike:
    """A case of a batch with its verdict, and what keeps the actor from deciding it."""

    row: Row
    verdict: Verdict
    first_remarks: str = ""
    closed: str = ""  # code of the problem


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one ticked case: decided, decided already by the same click, or refused with its problems."""

    application_id: int
    number: str
    name: str
    problems: tuple[Problem, ...] = ()
    again: bool = False

    @property
    def decided(self) -> bool:
        """Whether the decision stands."""
        return not self.problems


def batches_of(session: Session, desk: Desk) -> list[Batch]:
    """Return the rule versions under which several cases wait for the actor, the most cases first."""
    query = (
        select(RuleVersion, func.count())
        .join(ConversionApplication, ConversionApplication.rule_version_id == RuleVersion.id)
        .join(ConversionApplication.learner)
        .where(within(desk), turn_of(desk, MINE))
        .group_by(RuleVersion.id)
        .having(func.count() >= FEWEST)
        .order_by(func.count().desc(), RuleVersion.id)
    )
    return [Batch(row[0], row[1]) for row in session.execute(query)]


def alike(session: Session, desk: Desk, version_id: int, days: Days) -> list[Alike]:
    """Return the cases of one rule version that wait for the actor and have one verdict: those of the oldest case."""
    live = live_rule(session, version_id)
    if live is None:
        return []
    page = work_list(session, desk, Wanted(version_id=version_id), days, page=1, size=MOST)
    first = _first_reviews(session, [each.application.id for each in page.items])
    found = []
    for row in page.items:
        actor_id, remarks = first.get(row.application.id, (0, ""))
        closed = "both_steps" if actor_id == desk.actor_id else ""
        found.append(Alike(row, _verdict(live, row.application), remarks, closed))
    return [each for each in found if each.verdict.truth is found[0].verdict.truth]


def _verdict(live: LiveRule, application: ConversionApplication) -> Verdict:
    return evaluate(live.rule, from_record(application.facts), book=live.book)


def _first_reviews(session: Session, application_ids: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return who passed each application in the first review, and the remarks."""
    query = select(ReviewRecord.application_id, ReviewRecord.actor_id, ReviewRecord.remarks).where(
        ReviewRecord.application_id.in_(application_ids), ReviewRecord.step == "pass_first_review"
    )
    return {row[0]: (row[1], row[2]) for row in session.execute(query.order_by(ReviewRecord.id))}


def decide_each(
    session: Session,
    application_ids: Sequence[int],
    step: str,
    decide: Callable[[int], object],
    *,
    actor_id: int,
    keep: Callable[[], None],
    undo: Callable[[], None],
) -> list[Result]:
    """Decide each case by itself: `keep` ends its transaction, `undo` takes back the one that failed, and others stand.

    A case that the actor decided so already, as by a form sent twice, is told as decided and is left alone.
    """
    found = []
    for application_id in dict.fromkeys(application_ids):
        number, name = _named(session, application_id)
        problems: tuple[Problem, ...] = ()
        again = False
        try:
            if _made_already(session, application_id, step, actor_id=actor_id):
                again = True
            else:
                decide(application_id)
            keep()
        except Refused as refused:
            undo()
            problems = refused.problems
        except DBAPIError:
            undo()
            problems = (Problem("collided"),)
        found.append(Result(application_id, number, name, problems, again))
    return found


def _named(session: Session, application_id: int) -> tuple[str, str]:
    application = session.get(ConversionApplication, application_id)
    return (application.number, application.learner.full_name) if application else ("", "")


def _made_already(session: Session, application_id: int, step: str, *, actor_id: int) -> bool:
    """Tell whether the newest step of a case that has ended is this one, by the same person."""
    application = session.get(ConversionApplication, application_id, populate_existing=True)
    if application is None or application.state is ConversionState.FIRST_PASSED:
        return False
    query = select(ReviewRecord).filter_by(application_id=application_id).order_by(ReviewRecord.id.desc()).limit(1)
    newest = session.scalars(query).one_or_none()
    return newest is not None and newest.step == step and newest.actor_id == actor_id
