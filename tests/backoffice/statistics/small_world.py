"""A world small enough to be counted by hand: what its tests expect is written beside each row."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from backoffice.conversion.workflow import ConversionState as S
from backoffice.outcomes.models import EntryChannel, RecognitionState
from backoffice.recognition.workflow import AssessmentState, MaterialCheck, RequestState
from backoffice.rulebook.models import VersionState
from backoffice.statistics.narrowing import Narrowing
from tests.factories import make

AUTUMN = Narrowing(date(2020, 10, 1), date(2020, 11, 30))


def at(month, day, hour=4, minute=0):
    """Return a moment of 2020 by Greenwich; noon in Guangdong unless an hour is given."""
    return datetime(2020, month, day, hour, minute, tzinfo=UTC)


@dataclass
class SmallWorld:
    """The rows that tests name."""

    near: Any  # an institution
    far: Any  # another one
    kind: Any
    other: Any  # another kind
    rule: Any  # a version, used twice
    unused: Any  # a version that nobody has used
    committee: Any


def small_world(session, near=None, committee=None):
    """Make three learners, four outcomes, three applications, one conversion; October and November 2020."""
    near, far = near or make(session, "Institution"), make(session, "Institution")
    kind, other = make(session, "OutcomeKind"), make(session, "OutcomeKind")
    published = {"state": VersionState.PUBLISHED, "effective_from": date(2020, 9, 1)}
    rule, unused = make(session, "RuleVersion", **published), make(session, "RuleVersion", **published)
    for version in (rule, unused):
        make(session, "RuleEntry", rule_version=version)
    world = SmallWorld(near, far, kind, other, rule, unused, committee or make(session, "Committee"))
    first, second, third = _learners(session, world)
    course, seminar = (
        make(session, "CatalogueOutcome", kind=kind, institution=near),
        make(session, "CatalogueOutcome", kind=other, institution=far),
    )
    outcomes = [
        make(session, "LearnerOutcome", learner=first, kind=kind, catalogue_outcome=course, added_at=at(10, 1)),
        make(session, "LearnerOutcome", learner=second, kind=kind, catalogue_outcome=course, added_at=at(11, 1)),
        make(
            session,
            "LearnerOutcome",
            learner=third,
            kind=other,
            added_at=at(11, 2),
            state=RecognitionState.NOT_APPLIED,
        ),
    ]
    gained = {"catalogue_outcome": seminar, "entry_channel": EntryChannel.CONVERSION, "added_at": at(11, 2)}
    make(session, "LearnerOutcome", learner=first, kind=other, **gained)
    _recognition(session, world, outcomes[0])
    _converted(session, world, outcomes[0], seminar)
    _refused_first(session, world, outcomes[1], course)
    _refused_final(session, world, outcomes[2], seminar)
    session.flush()
    return world


def _learners(session, world):
    """One account opened on the last day of October, one on the first of November, though both by Greenwich's 31st."""
    first = make(session, "Learner", opened_at=at(10, 31, 15, 30))
    second = make(session, "Learner", opened_at=at(10, 31, 16, 30))
    third = make(session, "Learner", opened_at=at(11, 14))
    for learner, institution in ((first, world.near), (second, world.near), (second, world.far)):
        make(session, "Membership", learner=learner, institution=institution)
    return first, second, third


def _recognition(session, world, outcome):
    """Recognise it after 5 days; what the institution found in between is part of them."""
    named = {"learner": outcome.learner, "outcome": outcome, "institution": world.near}
    asked = make(session, "RecognitionApplication", **named, state=RequestState.RECOGNISED, applied_at=at(10, 1))
    for step, state, day in (
        ("apply", RequestState.APPLIED, 1),
        ("check_originals", RequestState.APPLIED, 3),
        ("recognise", RequestState.RECOGNISED, 6),
    ):
        make(session, "RecognitionRecord", application=asked, step=step, state=state, happened_at=at(10, day))


def _applied(session, world, outcome, target, **given):
    application = make(
        session,
        "ConversionApplication",
        learner=outcome.learner,
        institution=target.institution,
        committee=world.committee,
        **given,
    )
    make(session, "ConversionSource", application=application, outcome=outcome)
    make(session, "ConversionTarget", application=application, catalogue_outcome=target)
    make(session, "ReviewRecord", application=application, happened_at=application.applied_at)
    return application


def _step(session, application, step, state, moment, check=None):
    named = {"step": step, "state": state, "material_check": check}
    make(session, "ReviewRecord", application=application, happened_at=moment, **named)


def _converted(session, world, outcome, target):
    """First review after 3 days, final one after 25; 3 credits, of which 1 is taken back."""
    decision = make(session, "Decision", basis="rule", rule_version=world.rule)
    given = {"rule_version": world.rule, "state": S.CONVERTED, "decision": decision, "applied_at": at(10, 5)}
    application = _applied(session, world, outcome, target, **given)
    _step(session, application, "pass_first_review", S.FIRST_PASSED, at(10, 8), MaterialCheck.MATCHES)
    _step(session, application, "pass_final_review", S.CONVERTED, at(11, 2))
    booked = {"learner": outcome.learner, "target": target}
    entry = make(session, "CreditEntry", **booked, decision=decision, credits=Decimal(3), booked_at=at(11, 2))
    back = {"decision": None, "reverses_id": entry.id, "credits": Decimal(-1), "booked_at": at(11, 5)}
    make(session, "CreditEntry", **booked, **back)


def _refused_first(session, world, outcome, target):
    """Return it after 9 days since no original came, refuse it one day after the correction."""
    application = _applied(session, world, outcome, target, state=S.FIRST_REFUSED, applied_at=at(11, 1))
    _step(session, application, "return_for_correction", S.RETURNED, at(11, 10), MaterialCheck.NOT_HANDED_IN)
    _step(session, application, "correct", S.APPLIED, at(11, 11))
    _step(session, application, "refuse_first_review", S.FIRST_REFUSED, at(11, 12))


def _refused_final(session, world, outcome, target):
    """First review on the day of the application, refused in the final one after 11 days in spite of an opinion."""
    given = {"rule_version": world.rule, "state": S.FINAL_REFUSED, "applied_at": at(11, 3)}
    application = _applied(session, world, outcome, target, **given)
    _step(session, application, "pass_first_review", S.FIRST_PASSED, at(11, 3, 6), MaterialCheck.MATCHES)
    _step(session, application, "give_opinion", S.FIRST_PASSED, at(11, 8))
    _step(session, application, "refuse_final_review", S.FINAL_REFUSED, at(11, 14))


def refused(session, *, check, step="refuse_final_review", corrected=False, conclusion=None):
    """Make an application under a rule that is refused, or sent back, after a look at its originals in November."""
    rule = make(session, "RuleVersion", state=VersionState.PUBLISHED)
    application = make(session, "ConversionApplication", rule_version=rule, applied_at=at(11, 1))
    _step(session, application, "check_materials", S.APPLIED, at(11, 2), check)
    if corrected:
        _step(session, application, "correct", S.APPLIED, at(11, 3))
    if conclusion:
        answered = {"state": AssessmentState.GIVEN, "conclusion": conclusion, "answered_at": at(11, 4)}
        opinion = make(session, "Assessment", **answered)
        make(session, "ConversionAssessment", application=application, assessment=opinion)
    _step(session, application, step, S.FINAL_REFUSED, at(11, 5))
    session.flush()
