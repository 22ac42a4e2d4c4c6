"""Pages beside the worked example, judged by axe-core at both widths."""

import pytest

from tests.journeys.conftest import once

pytestmark = [
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),  # see the worked example
    once("sqlite"),  # the pages are the same on both databases
]

OPEN = ("/login/", "/verify?number=XY&code=1", "/nowhere")
OF_THE_CENTRE = (
    "/entities/catalogue-outcome/list/",
    "/entities/catalogue-outcome/show/1",
    "/catalogue/1",
    "/kinds/3",
    "/entities/institution/add",
    "/entities/rule-version/show/1",
    "/entities/outcome-kind/show/1",
    "/account/password",
)


def test_pages_open_to_everybody(page, site, look):
    """Login, a verification that finds nothing, and a page that is not there."""
    for address in OPEN:
        page.goto(site.url + address)
        look(f"20-open{address.replace('/', '-').split('?')[0]}")
        assert page.get_by_role("heading", level=1).count() == 1


def test_generated_pages(page, site, log_in, look):
    """Lists, records and forms as the management centre sees them."""
    log_in("centre")
    for address in OF_THE_CENTRE:
        page.goto(site.url + address)
        look(f"21-centre{address.replace('/', '-')}")
        assert page.get_by_role("heading", level=1).count() == 1
