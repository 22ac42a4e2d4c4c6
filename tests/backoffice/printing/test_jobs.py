"""A run of printing is done once and whole, whatever dies meanwhile."""

import signal

import pikepdf
import pytest

from backoffice.printing.workflow import PrintState

PROGRAM = "tests.backoffice.printing.printing"


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_a_killed_run_is_taken_up(desk, issued, filled_url, tmp_path, nursery):
    """A process killed in its second batch leaves one; the next draws the rest alone, and the file has every proof."""

    def work(fate):
        desk.engine.dispose()
        return nursery.run(PROGRAM, filled_url, f"sqlite:///{tmp_path / 'jobs.db'}", str(tmp_path), fate)["status"]

    run_id = desk.order()
    assert work("dies") == -signal.SIGKILL
    assert (desk.run(run_id).state, desk.run(run_id).position) == (PrintState.DRAWING, 2)
    assert work("lives") == 0
    run = desk.run(run_id)
    (tmp_path / "whole.pdf").write_bytes(desk.file(run_id))
    with pikepdf.open(tmp_path / "whole.pdf") as pdf:
        pages = len(pdf.pages)

    assert (run.state, run.position, run.bound, pages) == (PrintState.DONE, 3, 3, 3)
    assert (tmp_path / "drawn").read_text().split() == issued
