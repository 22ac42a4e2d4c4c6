"""The workload of reviewers, counted in the database; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.deadlines import Turnaround
from backoffice.conversion.recognition_load import recognition_load
from backoffice.conversion.recusals import recuse
from backoffice.conversion.worklist import Days
from backoffice.conversion.workload import Month, Review, workload
from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.clock import day_of
from backoffice.recognition.workflow import RequestState
from tests.factories import make
from tests.many_cases import crowd

PEOPLE = ("centre", "centrepublisher")
WHEN = 12  # days after the fixed clock, when the figures are read


@pytest.fixture
def load_of(line):
    """Return a function that gives the figures of a person in a review."""

    def call(name, *, final, month=None):
        days = Days(Turnaround(10, 10), line.now + timedelta(days=WHEN))
        with Session(line.engine) as session:
            loads = workload(session, month or Month.of(day_of(days.now)), days)
        review = Review.FINAL if final else Review.FIRST
        found = next(each for each in loads if each.name == name and each.review is review)
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


def test_recognitions_are_counted_too(filled, now):
    """Checks of originals for the institution, decisions for the centre: what is held by another is not theirs."""
    with Session(filled) as session:
        centre, other = (session.scalars(select(User).filter_by(username=each)).one() for each in PEOPLE)
        seat = session.scalars(select(InstitutionAdministrator).join(User).where(User.username == "elderlyadmin")).one()
        later = Days(Turnaround(10, 10), now + timedelta(days=WHEN))

        def asked(*steps, **given):
            case = make(session, "RecognitionApplication", institution=seat.institution, applied_at=now, **given)
            for step, days, actor in (("apply", 0, case.learner.user), *steps):
                moment = now + timedelta(days=days)
                make(session, "RecognitionRecord", application=case, step=step, actor=actor, happened_at=moment)
            return case

        def loads():
            found = recognition_load(session, Month.of(day_of(later.now)), later, promised=10)
            return {(each.user_id, each.review): each for each in found}

        before = loads()
        asked()
        asked(("check_originals", 2, seat.user), ("recognise", 5, centre), state=RequestState.RECOGNISED)
        held = asked(("check_originals", 1, seat.user))
        make(session, "RecognitionAssignment", application=held, assignee=other, assigner=centre)
        session.flush()
        after = loads()

    def more(user, review):
        one, two = before[user.id, review], after[user.id, review]
        return two.open - one.open, two.overdue - one.overdue, two.decided - one.decided

    assert more(seat.user, Review.MATERIALS) == (1, 1, 2)
    assert more(centre, Review.RECOGNITION) == (0, 0, 1)
    assert more(other, Review.RECOGNITION) == (1, 1, 0)
    assert after[centre.id, Review.RECOGNITION].median_days == pytest.approx(5)


def test_the_centre_reads_it_by_month(visit):
    """Everybody who is named for a review stands on the page; the month can be chosen."""
    client = visit("centre").client
    page = client.get("/review/workload/").text

    assert "老年教育委员甲" in page
    assert '<option value="2020-11" selected>' in page
    assert '<option value="2019-12" selected>' in client.get("/review/workload/?month=2019-12").text
    assert client.get("/review/workload/?month=never").status_code == 200
