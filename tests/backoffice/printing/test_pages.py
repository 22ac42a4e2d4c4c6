"""The pages of printing: choosing, watching, fetching."""

import html
import io
import re
from datetime import timedelta

import pikepdf
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent
from backoffice.printing.models import PrintRun
from backoffice.printing.workflow import PrintState
from backoffice.proofs.models import ConversionProof

pytestmark = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what they write is tried on both elsewhere


def order(visitor, query="", **form):
    """Order through the page; return the answer."""
    return visitor.client.post(f"/printing/{query}", data={"csrf_token": visitor.token, "form": "pdf"} | form)


def test_proofs_are_ordered_watched_and_fetched(desk, issued, visit):
    """The list leads to a run, its page says how far it is without a script, and then gives the file."""
    centre = visit("centre")
    shown = html.unescape(centre.client.get("/printing/?target=老年").text)
    answer = order(centre, "?target=老年", what="all")
    address = answer.location
    waiting = centre.client.get(address).text
    desk.work(1)
    done = centre.client.get(address).text
    with pikepdf.open(io.BytesIO(centre.client.get(f"{address}/file").data)) as pdf:
        pages = len(pdf.pages)
    with Session(desk.engine) as session:
        noted = session.scalars(select(AuditEvent.action).filter_by(entity="print_run")).all()

    assert all(number in shown for number in issued)
    assert answer.status_code == 302
    assert '<meta http-equiv="refresh"' in waiting
    assert "等待打印" in waiting
    assert "文件已做好，请在 2020-11-22" in done
    assert "http-equiv" not in done
    assert pages == 3
    assert set(noted) == {"order_prints", "finish_prints", "download_prints"}


def test_a_file_is_for_who_ordered_it(desk, issued, visit):
    """Neither the centre's other people nor an institution find it; nor does anybody once it is cleared."""
    assert issued
    run_id = desk.order()
    desk.work(run_id)
    pages = [f"/printing/{run_id}", f"/printing/{run_id}/file", f"/printing/{run_id}/manifest.csv"]
    seen = [visit(who).client.get(page).status_code for who in ("centrepublisher", "elderlyadmin") for page in pages]
    own = visit("centre")
    desk.clear(desk.line.now + timedelta(days=8))

    assert set(seen) == {404}
    assert [own.client.get(page).status_code for page in pages] == [200, 404, 200]


def test_ticked_proofs_alone_are_ordered(desk, issued, visit):
    """The ticked row is printed; without any the page says so and keeps what was chosen."""
    with Session(desk.engine) as session:
        key = session.scalars(select(ConversionProof.id).filter_by(number=issued[2])).one()
    admin = visit("elderlyadmin")
    nothing = order(admin, what="ticked")
    order(admin, what="ticked", proof=str(key), form="zip")

    assert nothing.status_code == 422
    assert list(desk.items(1)) == [issued[2]]


def test_a_run_is_cancelled_on_its_page(desk, issued, visit):
    """The button gives it up, and the page says that nothing more is drawn."""
    assert issued
    centre, run_id = visit("centre"), desk.order()
    centre.client.post(f"/printing/{run_id}/cancel", data={"csrf_token": centre.token})
    shown = centre.client.get(f"/printing/{run_id}").text
    with Session(desk.engine) as session:
        state = session.get_one(PrintRun, run_id).state

    assert state is PrintState.CANCELLED
    assert re.search("已取消。已绘制的证明仍然保留", shown)


@pytest.mark.parametrize(
    "query", ["?first=2020-12-31&last=2020-01-01", "?first=x&institution=%25&page=9&state=all", "?target=没有"]
)
def test_odd_filters_are_answered(issued, visit, query):
    """Reversed days are told, anything else narrows or is left aside; in English too."""
    assert issued
    status, told = visit("centre", "en").get(f"/printing/{query}")

    assert status == 200
    assert bool(told) == ("last=2020-01-01" in query)
