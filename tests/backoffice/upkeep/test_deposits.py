"""Grades that come in again, and what their learners are told; on both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.kernel.models import OutboxMessage
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.upkeep.deposits import DEPOSITS
from backoffice.upkeep.jobs import clear_up
from backoffice.upkeep.models import ImportReceipt, ImportRun
from backoffice.upkeep.operations import file_of
from backoffice.upkeep.receipts import DEPOSITED
from rules.planning.terms import Terms
from tests.backoffice.upkeep.conftest import csv_file
from tests.backoffice.upkeep.test_imports import CATALOGUE, NEW, OWNER, deposit

MONTH = "获得时间(年月)"


@pytest.fixture
def bring(desk):
    """Return a function that imports rows of grades."""
    return lambda *rows: desk.bring("deposits", csv_file(DEPOSITS.headers, *rows), institution=OWNER)


@pytest.fixture
def clear(desk, settings):
    """Return a function that clears up as the process beside the server does, some days from now."""
    return lambda days=0: clear_up(desk.engine, desk.shop, lambda: desk.now + timedelta(days=days), settings)


def months(desk):
    """Return the month of every grade that was imported."""
    with Session(desk.engine) as session:
        query = select(LearnerOutcome).filter_by(entry_channel=EntryChannel.INSTITUTION).order_by(LearnerOutcome.id)
        return [str(each.awarded_on)[:7] for each in session.scalars(query)]


def deposited(desk):
    """Return the text of every message about grades."""
    with Session(desk.engine) as session:
        query = select(OutboxMessage.body).filter_by(template=DEPOSITED).order_by(OutboxMessage.id)
        return list(session.scalars(query))


def test_a_corrected_month_changes_the_grade_of_the_term(desk, bring):
    """The check counts it as changed; taken over it is the same outcome with the new month, and then unchanged."""
    bring(deposit())
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit(**{MONTH: "202006"})), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 0, 1, 0, 0)
    assert months(desk) == ["2020-07"]
    desk.confirm(run_id)
    assert desk.work(run_id) == ("DONE", 0, 1, 0, 0)
    assert months(desk) == ["2020-06"]
    again = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit(**{MONTH: "202006"})), institution=OWNER)
    assert desk.work(again) == ("CHECKED", 0, 0, 1, 0)


def test_another_term_is_another_grade(desk, bring):
    """A course that was taken again in a later term stands beside the first; twice in a term of one file it is told."""
    bring(deposit())

    assert bring(deposit(**{MONTH: "202010"})) == ("DONE", 1, 0, 0, 0)
    assert months(desk) == ["2020-07", "2020-10"]
    twice = csv_file(DEPOSITS.headers, deposit(**{MONTH: "202003"}), deposit(**{MONTH: "202004"}))
    run_id = desk.upload("deposits", twice, institution=OWNER)
    assert desk.work(run_id) == ("CHECKED", 0, 1, 0, 1)
    assert desk.refusals(run_id) == [(3, "", "row_doubled")]


def test_a_corrected_month_of_a_grade_in_use_is_told_by_row(desk, bring):
    """What a learner has applied with stays as it is, and the row says what to do."""
    bring(deposit())
    with Session(desk.engine) as session:
        session.scalars(
            select(LearnerOutcome).filter_by(entry_channel=EntryChannel.INSTITUTION)
        ).one().state = RecognitionState.APPLIED
        session.commit()
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit(**{MONTH: "202006"})), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 0, 0, 0, 1)
    assert desk.refusals(run_id) == [(2, "", "row_in_use")]
    assert months(desk) == ["2020-07"]


def test_where_a_term_has_several_grades_none_is_guessed(desk, bring):
    """Once terms have grown longer, a month between two grades of a course names neither of them."""
    bring(deposit())
    bring(deposit(**{MONTH: "202010"}))
    desk.shop = replace(desk.shop, terms=Terms(((3, 1),)))
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit(**{MONTH: "202008"})), institution=OWNER)

    assert desk.work(run_id) == ("CHECKED", 0, 0, 0, 1)
    assert desk.refusals(run_id) == [(2, "awarded_on", "deposit_of_which_month")]
    assert bring(deposit(成绩="90")) == ("DONE", 0, 1, 0, 0)


def test_a_learner_is_told_once_for_each_import(desk, bring, clear):
    """One message says how many outcomes came in, over all batches; a later one counts changes alone."""
    rows = [deposit(课程名称=f"课程 {number}") for number in range(7)]
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, *rows), institution=OWNER)
    desk.work(run_id, batch=3)
    assert clear() == 0
    desk.confirm(run_id)
    desk.work(run_id, batch=3)
    assert clear() == 1
    assert clear() == 0
    bring(*rows[:3], deposit(课程名称="课程 3", 成绩="91"))
    clear()

    assert [text.partition("】")[2].partition("，")[0] for text in deposited(desk)] == [
        f"{OWNER}已将您的7项学习成果（含更正）记入学习账户",
        f"{OWNER}已将您的1项学习成果（含更正）记入学习账户",
    ]
    with Session(desk.engine) as session:
        assert session.scalars(select(ImportReceipt)).all() == []


def test_an_import_under_way_is_not_told_yet(desk, clear):
    """The message waits for the last row."""
    run_id = desk.upload("deposits", csv_file(DEPOSITS.headers, deposit()), institution=OWNER)
    desk.work(run_id)
    with Session(desk.engine) as session:
        run = session.get_one(ImportRun, run_id)
        learner_id = session.scalar(select(Learner.id).limit(1))
        session.add(ImportReceipt(run_id=run.id, learner_id=learner_id, outcomes=2))
        session.commit()
    desk.confirm(run_id)

    assert clear() == 0
    assert deposited(desk) == []


def test_a_file_that_nobody_confirms_is_given_up(desk, clear):
    """After seven days it is gone and the import says so; until then, and once confirmed, it stays."""
    run_id = desk.upload("catalogue", csv_file(CATALOGUE, NEW))
    confirmed = desk.upload("catalogue", csv_file(CATALOGUE, (*NEW[:3], "NEW-2", *NEW[4:])))
    desk.work(run_id)
    desk.work(confirmed)
    desk.confirm(confirmed)
    with Session(desk.engine) as session:
        files = [file_of(session.get_one(ImportRun, each), desk.shop.folder) for each in (run_id, confirmed)]
    assert clear(days=7) == 0
    assert [each.exists() for each in files] == [True, True]

    assert clear(days=8) == 1
    assert [each.exists() for each in files] == [False, True]
    assert desk.counts(run_id)[0] == "LAPSED"
    assert clear(days=8) == 0


def test_a_kill_while_a_file_is_given_up_leaves_nothing_behind(desk, clear):
    """The file went and the rest was lost: the next look finds the import again and ends it."""
    run_id = desk.upload("catalogue", csv_file(CATALOGUE, NEW))
    desk.work(run_id)
    with Session(desk.engine) as session:
        file_of(session.get_one(ImportRun, run_id), desk.shop.folder).unlink()

    assert clear(days=8) == 1
    assert desk.counts(run_id)[0] == "LAPSED"
