"""Versions are stopped at once, with everything that is pending under them."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.operations import correct, withdraw
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.problems import Refused
from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.ending import stop_version
from backoffice.workbench.retiring import propose_retirement
from tests.worked_example import HOUSE, Line

REASON = "依据的文件已废止"
TODAY = date(2020, 11, 15)


@pytest.fixture
def line(bench, tmp_path):
    """Return the worked example on the same database."""
    return Line(bench.engine, tmp_path / "evidence", bench.now)


@pytest.fixture
def version_id(bench, line):
    """Return the version that the worked example applies by."""
    with Session(bench.engine) as session:
        return line.version(session)


def stop(bench, version_id):
    """Stop a version at once; return how many cases went back."""
    return bench.act(stop_version, version_id, remarks=REASON, house=HOUSE)


def of(bench, model, row_id):
    """Return a row as it stands."""
    with Session(bench.engine, expire_on_commit=False) as session:
        return session.get_one(model, row_id)


@pytest.mark.parametrize("reviewed", [False, True])
def test_a_stopped_rule_takes_its_pending_cases_along(bench, line, version_id, reviewed):
    """The case goes back with the reason, in its record and by SMS; the learner withdraws, and cannot hand it in."""
    application_id = line.reviewed_once() if reviewed else line.apply(line.add())
    assert stop(bench, version_id) == 1
    with Session(bench.engine) as session:
        record = session.scalars(select(ReviewRecord).order_by(ReviewRecord.id.desc())).first()
        told = session.scalars(select(OutboxMessage.body).filter_by(template="rule_stopped")).one()

    assert of(bench, ConversionApplication, application_id).state is ConversionState.RETURNED
    assert (record.step, record.remarks) == ("stop_rule", REASON)
    assert REASON in told
    with line.writing() as session:
        learner = line.learner(session)
        acting = {"learner": learner, "actor_id": learner.user_id, "now": line.now, "folder": line.folder}
        with pytest.raises(Refused, match="rule_stopped"):
            correct(session, application_id, [], **acting)
    with line.writing() as session:
        learner = line.learner(session)
        withdraw(session, application_id, learner=learner, actor_id=learner.user_id, now=line.now)
        session.commit()
    assert of(bench, ConversionApplication, application_id).state is ConversionState.WITHDRAWN


def test_nobody_applies_by_a_stopped_rule(bench, line, version_id):
    """From the moment of the stop the rule is not in the book, and what was converted stays converted."""
    application_id = line.reviewed_once()
    line.pass_final(application_id)
    assert stop(bench, version_id) == 0
    version = of(bench, RuleVersion, version_id)

    assert (version.state, version.stopped_at, version.stop_reason) == (VersionState.RETIRED, bench.now, REASON)
    assert of(bench, ConversionApplication, application_id).state is ConversionState.CONVERTED
    with pytest.raises(Refused, match="rule_unknown"):
        line.apply(line.add(number="LNJY00002"))


def test_a_case_that_slipped_in_goes_no_further(bench, line, version_id):
    """An application that was committed at the very moment of the stop is not passed by any reviewer."""
    stop(bench, version_id)
    with bench.writing() as session:  # as one whose learner was faster
        session.get_one(RuleVersion, version_id).state = VersionState.PUBLISHED
        session.commit()
    application_id = line.apply(line.add())

    with pytest.raises(Refused, match="rule_stopped"):
        line.pass_first(application_id)


def test_what_has_ended_does_not_end_again(bench, version_id, codes):
    """A second stop finds nothing to stop."""
    stop(bench, version_id)

    assert codes(stop, bench, version_id) == ["version_ended"]
    assert codes(bench.act, propose_retirement, version_id, last_day=TODAY, remarks=REASON) == ["version_ended"]
