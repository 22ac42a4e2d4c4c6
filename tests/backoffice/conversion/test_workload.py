"""The workload of reviewers, counted in the database; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from backoffice.conversion.deadlines import Turnaround
from backoffice.conversion.recusals import recuse
from backoffice.conversion.worklist import Days
from backoffice.conversion.workload import Month, workload
from backoffice.kernel.clock import day_of
from tests.many_cases import crowd

WHEN = 12  # days after the fixed clock, when the figures are read


@pytest.fixture
def load_of(line):
    """Return a function that gives the figures of a person in a review."""

    def call(name, *, final, month=None):
        days = Days(Turnaround(10, 10), line.now + timedelta(days=WHEN))
        with Session(line.engine) as session:
            loads = workload(session, month or Month.of(day_of(days.now)), days)
        found = next(each for each in loads if each.name == name and each.final is final)
        median = None if found.median_days is None else round(found.median_days, 3)
        return found.open, found.overdue, found.decided, median

    return call


def reviewed_after(line, *waits):
    """Let cases be handed in and passed on after so many days each, all on one day; return the last one."""
    for days in waits:
        (case,) = crowd(line, 1, reviewed=False, named=f"w{days}x", after=WHEN - days)
        replace(line, now=line.now + timedelta(days=WHEN)).pass_first(case)
    return case


def test_open_overdue_decided_and_median(line, load_of):
    """Of three reviews after 1, 2 and 9 days the median is 2; what waits is shared, and a recusal takes one away."""
    case = reviewed_after(line, 1, 2, 9)
    crowd(line, 2, reviewed=False, named="late")
    first, member = "老年大学机构管理员", "老年教育委员甲"
    with line.writing() as session:
        recuse(session, case, "亲属", actor_id=line.user(session, "committeea"), now=line.now)
        session.commit()

    assert load_of(first, final=False) == (2, 2, 3, 2.0)
    assert load_of(member, final=True) == (2, 0, 0, None)
    assert load_of("老年教育委员乙", final=True) == (3, 0, 0, None)
    assert load_of(first, final=False, month=Month(2020, 10)) == (2, 2, 0, None)


def test_the_median_of_an_even_number_lies_between(line, load_of):
    """Two reviews after 1 and 4 days: 2.5."""
    reviewed_after(line, 1, 4)

    assert load_of("老年大学机构管理员", final=False)[2:] == (2, 2.5)


def test_the_centre_reads_it_by_month(visit):
    """Everybody who is named for a review stands on the page; the month can be chosen."""
    client = visit("centre").client
    page = client.get("/review/workload/").text

    assert "老年教育委员甲" in page
    assert '<option value="2020-11" selected>' in page
    assert '<option value="2019-12" selected>' in client.get("/review/workload/?month=2019-12").text
    assert client.get("/review/workload/?month=never").status_code == 200
