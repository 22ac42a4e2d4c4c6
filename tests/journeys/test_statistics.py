"""The centre reads its figures: from a chart to a list to a table of its own."""

import re
from datetime import UTC, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from tests.backoffice.statistics.small_world import small_world
from tests.factories import make
from tests.journeys.conftest import once
from tests.journeys.test_worked_example import press

OTHERS = ("unused/", "institutions", "turnaround", "refusals")
PERIOD = "?from=2020-10-01&to=2020-11-30"


@pytest.fixture
def world(site):
    """Put the small world into the sample."""
    with Session(site.engine) as session:
        near = session.scalars(select(InstitutionAdministrator)).first().institution
        made = small_world(session, near, session.scalars(select(CommitteeMember)).first().committee)
        make(session, "LearnerOutcome", kind=made.kind, added_at=datetime(2020, 11, 2, tzinfo=UTC))
        session.commit()
        session.refresh(made.far)
        return made.far.title


@once("postgresql")
def test_from_a_figure_to_its_rows(page, site, log_in, look, world):
    """Narrow to an institution, follow a figure to exactly its rows, take the table along; every page by axe-core."""
    log_in("centre")
    page.goto(f"{site.url}/statistics/{PERIOD}")
    page.get_by_label("机构（名称或机构代码）").fill(world)
    press(page, page.get_by_role("button", name="查询"))
    look("36-statistics")
    page.get_by_text("查看数据表").first.click()
    with page.expect_navigation():
        page.get_by_role("link", name=re.compile("^1.*2020-11 通过转换")).first.click()
    assert page.get_by_role("heading", name="通过转换合计 1 件").is_visible()
    assert world in page.locator("main").inner_text()
    look("37-statistics-list")
    with page.expect_download() as taken:
        page.get_by_role("link", name="下载表格").click()
    assert taken.value.suggested_filename == "conversions-rows.csv"

    for name in OTHERS:
        page.goto(f"{site.url}/statistics/{name}{PERIOD}")
        look(f"38-statistics-{name.replace('/', '-')}")

    page.get_by_label("开始日期").fill("2020-12-01")
    page.get_by_label("结束日期").fill("2020-11-01")
    press(page, page.get_by_role("button", name="查询"))
    look("39-statistics-refused")
    assert page.get_by_text("开始日期晚于结束日期").is_visible()
