"""A version is retired after a day by two people, once what it takes from learners was seen."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.kernel.models import AuditEvent
from backoffice.outcomes.models import LearnerOutcome
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.ending import stop_version
from backoffice.workbench.impact import figures_of
from backoffice.workbench.models import ImpactLine, ImpactRun, RuleDraft
from backoffice.workbench.operations import discard_draft, save_draft, send_back, submit_draft, take_back
from backoffice.workbench.publishing import publish_draft
from backoffice.workbench.workflow import DraftState
from tests.backoffice.workbench.conftest import LAST_DAY, POLICY, TEXT
from tests.backoffice.workbench.population import populate
from tests.worked_example import HOUSE, Line


@pytest.fixture
def version_id(bench):
    """Return a version in force, whose certificate three learners hold, one of them with too few points."""
    with bench.writing() as session:
        populate(session, [95, 70, 50])
        session.commit()
    return bench.published()


def version(bench, version_id):
    """Return a version as it stands."""
    with Session(bench.engine, expire_on_commit=False) as session:
        return session.get_one(RuleVersion, version_id)


def newest(bench, model):
    """Return the newest row of a table."""
    with Session(bench.engine, expire_on_commit=False) as session:
        return session.scalars(select(model).order_by(model.id.desc()).limit(1)).one()


def test_two_people_retire_a_version(bench, version_id):
    """One proposes, the other confirms: the version holds until its last day, and the trail names both."""
    draft_id = bench.propose(version_id)
    bench.work()
    assert version(bench, version_id).effective_until is None
    bench.confirm(draft_id)
    with Session(bench.engine) as session:
        deeds = select(AuditEvent).where(AuditEvent.action.in_(["propose_rule", "retire_rule"])).order_by(AuditEvent.id)
        proposed, retired = session.scalars(deeds).all()

    assert (version(bench, version_id).effective_until, version(bench, version_id).state) == (
        LAST_DAY,
        VersionState.PUBLISHED,
    )
    assert bench.draft(draft_id).state is DraftState.CONFIRMED
    assert proposed.actor_id != retired.actor_id
    assert proposed.details["last_day"] == retired.details["last_day"] == "2020-12-31"


def test_who_loses_is_known_before(bench, version_id):
    """Those who could convert are listed with what they lose; whom the rule never fitted is not."""
    bench.propose(version_id)
    bench.work()
    run = newest(bench, ImpactRun)
    with Session(bench.engine) as session:
        lines = session.scalars(select(ImpactLine).where(ImpactLine.run_id == run.id).order_by(ImpactLine.id)).all()
        found = [(each.effect, each.before_credits, each.after_verdict) for each in lines]
        figures = figures_of(session, run.id)

    assert found == [("loses", Decimal(3), "no"), ("loses", Decimal("1.5"), "no")]
    assert (figures.loses, figures.learners, figures.less) == (2, 2, Decimal("-4.5"))
    assert run.effective_on == date(2021, 1, 1)


def test_pending_cases_are_listed_and_go_on(bench, tmp_path):
    """A case under the version is listed, keeps its version, and is passed after the last day's confirmation."""
    line = Line(bench.engine, tmp_path / "evidence", bench.now)
    outcome_id = line.add()
    application_id = line.apply(outcome_id)
    with Session(bench.engine) as session:
        version_id = session.get_one(ConversionApplication, application_id).rule_version_id
    draft_id = bench.propose(version_id, date(2020, 11, 16))
    bench.work()
    bench.confirm(draft_id)
    with Session(bench.engine) as session:
        listed = session.scalars(select(ImpactLine).where(ImpactLine.application_id == application_id)).one()
        said = (listed.outcome_id, listed.before_verdict, listed.after_verdict, listed.after_credits)
        version_after = session.get_one(ConversionApplication, application_id).rule_version_id

    assert said == (outcome_id, "yes", "yes", Decimal(1))
    assert version_after == version_id
    line.pass_first(application_id)


@pytest.mark.parametrize("who", ["centre", "centrepublisher"])
def test_nobody_confirms_what_they_proposed(bench, version_id, codes, who):
    """Neither the one who proposed it, nor the one who proposed it again with another day, confirms it."""
    draft_id = bench.propose(version_id)
    bench.act(send_back, draft_id, remarks="日期有误", who="centrepublisher")
    assert bench.propose(version_id, date(2021, 6, 30), who="centrepublisher") == draft_id
    bench.work()

    assert codes(bench.confirm, draft_id, who) == ["proposer_confirms"]


def test_its_effect_must_be_computed(bench, version_id, codes):
    """While the computation runs, or once the day was changed or the book is another, nothing is confirmed."""
    draft_id = bench.propose(version_id)
    running = codes(bench.confirm, draft_id)
    bench.work()
    bench.act(take_back, draft_id)
    bench.propose(version_id, date(2020, 11, 30))
    another_day = codes(bench.confirm, draft_id)
    bench.work()
    bench.published(TEXT.replace("WB-1", "WB-2").replace("试验培训", "别的培训"))

    assert running == ["impact_running"]
    assert another_day == ["impact_running"]
    assert codes(bench.confirm, draft_id) == ["impact_outdated"]


def test_the_day_that_was_read_is_confirmed(bench, version_id, codes):
    """Who has a page open while another day is proposed does not confirm that day unread."""
    draft_id = bench.propose(version_id)
    bench.act(take_back, draft_id)
    stale = bench.draft(draft_id)
    bench.propose(version_id, date(2020, 11, 30))
    bench.work()
    bench.draft = {draft_id: stale}.get

    assert codes(bench.confirm, draft_id) == ["retirement_changed"]


def test_a_day_and_a_reason_are_asked_for(bench, version_id, codes):
    """Neither a day gone by nor none at all is taken, nor one behind the version's own end, nor no reason."""
    assert codes(bench.propose, version_id, None) == ["last_day_missing"]
    assert codes(bench.propose, version_id, date(2020, 11, 14)) == ["last_day_past"]
    assert codes(bench.propose, version_id, LAST_DAY, " ") == ["reason_missing"]
    bench.confirm(_computed(bench, version_id))
    assert codes(bench.propose, version_id, date(2021, 1, 1)) == ["ends_earlier"]


def _computed(bench, version_id):
    draft_id = bench.propose(version_id)
    bench.work()
    return draft_id


def test_one_proposal_at_a_time(bench, version_id, codes):
    """A second proposal of the same version is refused until the first is settled; given up it is settled."""
    draft_id = bench.propose(version_id)
    assert codes(bench.propose, version_id, who="centrepublisher") == ["retirement_open"]
    bench.act(take_back, draft_id)
    bench.act(discard_draft, draft_id, remarks="")

    assert bench.propose(version_id) != draft_id


def test_a_stopped_version_is_not_retired_too(bench, version_id, codes):
    """The emergency stop, by one person, overtakes a proposal that waits."""
    draft_id = _computed(bench, version_id)
    bench.act(stop_version, version_id, remarks="文件已废止", house=HOUSE)

    assert codes(bench.confirm, draft_id) == ["version_ended"]


def test_a_version_that_never_began(bench, version_id):
    """One that would start later is retired before it has begun; the one before it is left as it is."""
    bench.published(TEXT.replace("  例 成绩 = 95", "  生效 2021-03-01\n  例 成绩 = 95"))
    later = newest(bench, RuleVersion).id
    draft_id = bench.propose(later)
    bench.work()
    run = newest(bench, ImpactRun)
    bench.confirm(draft_id)

    assert run.effective_on == date(2021, 3, 1)
    assert version(bench, later).state is VersionState.RETIRED
    assert version(bench, version_id).effective_until == date(2021, 2, 28)


def test_a_policy_needs_no_computation(bench):
    """A policy takes no verdict from anybody, so it is confirmed once a second person has read the proposal."""
    draft_id = bench.start(POLICY)
    bench.submit(draft_id)
    policy = bench.publish(draft_id)
    bench.confirm(bench.propose(policy))

    assert version(bench, policy).effective_until == LAST_DAY


@pytest.mark.parametrize("operation", [save_draft, submit_draft, publish_draft])
def test_a_retirement_is_no_text(bench, version_id, codes, operation):
    """It is neither written at, nor handed in, nor published as one."""
    draft_id = _computed(bench, version_id)
    named = {save_draft: {"text": TEXT}, submit_draft: {"remarks": ""}, publish_draft: {"remarks": "", "seen": True}}
    codes_of = codes(bench.act, operation, draft_id, revision=1, who="centrepublisher", **named[operation])

    assert codes_of == ["draft_closed"]
    assert newest(bench, RuleDraft).last_day == LAST_DAY


def test_nothing_is_lost_by_what_was_applied_with(bench, version_id):
    """The list is of outcomes not yet applied with: one that nobody may convert by the rule is none of them."""
    with bench.writing() as session:
        for each in session.scalars(select(LearnerOutcome).filter_by(title="试验培训")):
            each.title = "别的培训"
        session.commit()
    bench.propose(version_id)
    bench.work()
    with Session(bench.engine) as session:
        assert figures_of(session, newest(bench, ImpactRun).id).loses == 0
