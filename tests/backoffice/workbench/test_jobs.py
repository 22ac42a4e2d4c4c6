"""An effect is computed once and whole, whatever dies meanwhile."""

import signal

import pytest
from sqlalchemy.orm import Session

from backoffice.workbench.impact import begin_run, figures_of
from backoffice.workbench.models import ImpactRun
from backoffice.workbench.workflow import RunState
from tests.backoffice.workbench.population import populate

PROGRAM = "tests.backoffice.workbench.computing"


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_a_killed_computation_is_taken_up(bench, filled_url, tmp_path, nursery):
    """A process killed in its third batch leaves two; the next one finds the rest, and no line twice."""

    def work(fate):
        bench.engine.dispose()
        return nursery.run(PROGRAM, filled_url, f"sqlite:///{tmp_path / 'jobs.db'}", fate)["status"]

    def stands():
        with Session(bench.engine) as session:
            run = session.get_one(ImpactRun, run_id)
            return run.state, run.looked_at, figures_of(session, run_id).gains

    with bench.writing() as session:
        populate(session, [95] * 10)
        session.commit()
    run_id = bench.act(begin_run, bench.start())
    assert work("dies") == -signal.SIGKILL
    assert stands() == (RunState.RUNNING, 6, 6)
    assert work("lives") == 0
    assert stands() == (RunState.DONE, 10, 10)
