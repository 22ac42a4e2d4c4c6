"""The centre prints proofs in bulk and the rules in force."""

import pytest

from backoffice.kernel.sealing import Sealer
from backoffice.printing.jobs import Press, bind_run, draw_batch
from backoffice.printing.operations import Shelf
from backoffice.proofs.sealing import Sealing
from reports.keys import IssuingKey
from tests.backoffice.printing.conftest import QuickPress
from tests.conftest import NOW
from tests.journeys.conftest import once
from tests.many_cases import crowd
from tests.worked_example import Line

# The writes are tried on both databases beside the pages.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@once("sqlite")
def test_proofs_are_printed_in_bulk(page, site, log_in, look):
    """Chosen by a filter, watched, fetched: the file is offered once it is there, and the book stands beside."""
    line = Line(site.engine, site.folder / "evidence", NOW)
    for application_id in crowd(line, 3):
        line.pass_final(application_id)
    shelf = Shelf(site.folder / "prints", Sealer(b"s" * 32, b"i" * 32), 7)
    press = Press(
        renderers=QuickPress(),
        shelf=lambda _session: shelf,
        public_url="http://bank",
        sealing=Sealing(IssuingKey(b"u" * 32), "did:web:bank"),
        clock=lambda: NOW,
    )
    log_in("centre")
    page.goto(f"{site.url}/printing/?target=老年")
    look("70-printing")
    page.get_by_role("button", name="打印查询到的全部 3 份").click()
    page.get_by_text("正在绘制").wait_for()
    look("71-drawing")
    while draw_batch(site.engine, 1, press):
        pass
    bind_run(site.engine, 1, press)
    page.get_by_role("link", name="下载 PDF").wait_for()
    look("72-printed")
    page.goto(f"{site.url}/workbench/book/")
    look("73-book")

    assert page.get_by_role("heading", level=1).inner_text() == "规则汇编"
