"""Changing and deleting an outcome, the duplicate alarm, and forms that are sent twice, on both databases."""

from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import OutcomeKind
from backoffice.kernel.models import AuditEvent
from backoffice.kernel.problems import Refused
from backoffice.kernel.storage import Upload
from backoffice.outcomes.changes import Change, change_outcome, delete_outcome, stamp_of, typed_of
from backoffice.outcomes.duplicates import Alarm, alarms
from backoffice.outcomes.listing import evidence_of
from backoffice.outcomes.models import CatalogueProposal, EntryChannel, Evidence, LearnerOutcome
from backoffice.outcomes.operations import NewOutcome, add_outcome
from tests.judged_example import Judged
from tests.worked_example import picture


@pytest.fixture
def judged(filled, tmp_path, now):
    """Return the steps on a database that holds the sample."""
    return Judged(filled, tmp_path / "evidence", now)


@pytest.fixture
def change(judged):
    """Return a function that changes an outcome; it gives the codes of a refusal."""

    def make(outcome_id, *, removed=(), uploads=(), stamp=None, username="learnera", **filled):
        with judged.writing() as session:
            outcome = session.get_one(LearnerOutcome, outcome_id)
            form = NewOutcome(outcome.kind, None, typed_of(outcome) | filled, uploads)
            seen = stamp_of(outcome, evidence_of(session, outcome_id)) if stamp is None else stamp
            learner = judged.learner(session, username)
            try:
                change_outcome(
                    session,
                    outcome_id,
                    Change(form, removed, seen),
                    learner=learner,
                    actor_id=learner.user_id,
                    now=judged.now,
                    folder=judged.folder,
                )
            except Refused as refused:
                return [problem.code for problem in refused.problems]
            session.commit()
            return []

    return make


@pytest.fixture
def delete(judged):
    """Return a function that deletes an outcome; it gives the codes of a refusal."""

    def make(outcome_id, username="learnera"):
        with judged.writing() as session:
            learner = judged.learner(session, username)
            try:
                delete_outcome(session, outcome_id, learner=learner, actor_id=learner.user_id, now=judged.now)
            except Refused as refused:
                return [problem.code for problem in refused.problems]
            session.commit()
            return []

    return make


def kept(filled, outcome_id):
    """Return an outcome as its form would show it."""
    with Session(filled) as session:
        return typed_of(session.get_one(LearnerOutcome, outcome_id))


def files_of(filled, outcome_id):
    """Return the ids of an outcome's evidence."""
    with Session(filled) as session:
        return [each.id for each in evidence_of(session, outcome_id)]


def test_an_outcome_is_changed(filled, judged, change):
    """What was typed anew is kept, what was emptied is empty, and the trail names the fields."""
    outcome_id = judged.add_award()

    assert change(outcome_id, title="粤菜烹饪大赛二等奖", institution="", description="第𠮷届😀\n团体赛") == []
    assert kept(filled, outcome_id) == {
        "title": "粤菜烹饪大赛二等奖",
        "course_title": "粤菜烹饪大赛二等奖",
        "awarded_on": "2020-10-01",
        "description": "第𠮷届😀\n团体赛",
    }
    with Session(filled) as session:
        (event,) = session.scalars(select(AuditEvent).filter_by(action="change_outcome"))
        assert event.details == {"fields": "course_title description institution title"}


def test_every_fault_of_a_change_is_told_at_once(filled, judged, change):
    """A day to come, hidden letters and the last required file removed: three sentences, and nothing is changed."""
    outcome_id = judged.add_award()
    before = kept(filled, outcome_id)
    faults = {"title": "奖\u202e项", "awarded_on": "2020-11-16"}

    assert change(outcome_id, removed=files_of(filled, outcome_id), **faults) == [
        "text_unreadable",
        "date_in_future",
        "evidence_missing",
    ]
    assert kept(filled, outcome_id) == before


def test_evidence_is_removed_and_added(filled, judged, change):
    """A file goes when another proves the same; somebody else's file is not touched by its number."""
    outcome_id, other = judged.add_award(), judged.add_award("learnerb")
    (first,) = files_of(filled, outcome_id)

    assert (
        change(outcome_id, removed=[first, *files_of(filled, other)], uploads=[Upload("award", "新.png", picture())])
        == []
    )
    (second,) = files_of(filled, outcome_id)
    assert second != first
    assert len(files_of(filled, other)) == 1


def test_two_tabs_do_not_overwrite_each_other(judged, change):
    """A form that shows an older state is refused with the reason."""
    outcome_id = judged.add_award()

    assert change(outcome_id, title="甲") == []
    assert change(outcome_id, title="乙", stamp="of before") == ["changed_meanwhile"]


def test_what_stands_on_an_outcome_keeps_it(judged, change, delete):
    """名录成果, what is applied for, recognised, to be converted, imported, or another's: neither is possible."""
    catalogued = judged.add()
    awards = [judged.add_award(title=f"奖{number}", same_files=True) for number in range(4)]
    judged.request(awards[0])
    recognised = judged.request(awards[1])
    judged.check(recognised)
    judged.decide(recognised)
    judged.ask_judgement(awards[2])
    with judged.writing() as session:
        session.get_one(LearnerOutcome, awards[3]).entry_channel = EntryChannel.INSTITUTION
        session.commit()

    assert [change(each, title="改") for each in (catalogued, *awards)] == [["outcome_fixed"]] * 5
    assert [delete(each) for each in (catalogued, *awards)] == [["outcome_fixed"]] * 5
    free = judged.add_award(title="自己的", same_files=True)
    assert change(free, username="learnerb") == ["outcome_unknown"]
    assert delete(free, "learnerb") == ["outcome_unknown"]


def test_what_came_back_is_changed_and_not_deleted(judged, change, delete):
    """退回补正 may be corrected; it cannot vanish from under the centre."""
    outcome_id = judged.add_award()
    judged.decide(judged.request(outcome_id), "return_for_correction", "请写全称")

    assert change(outcome_id, title="全称") == []
    assert delete(outcome_id) == ["outcome_fixed"]


def test_a_deleted_outcome_leaves_the_trail(filled, judged, delete):
    """Outcome and evidence are gone; who deleted what is not."""
    outcome_id = judged.add_award()

    assert delete(outcome_id) == []
    assert delete(outcome_id) == ["outcome_unknown"]
    with Session(filled) as session:
        assert session.scalar(select(func.count()).select_from(Evidence)) == 0
        (event,) = session.scalars(select(AuditEvent).filter_by(action="delete_outcome"))
        assert (event.entity_id, event.details["title"]) == (outcome_id, "粤菜烹饪大赛一等奖")


def test_a_form_sent_twice_adds_once(judged):
    """The second sending leads to the first's outcome; another learner's same key is another form."""
    first = judged.add_award(submission_key="k1")

    assert judged.add_award(submission_key="k1") == first
    assert judged.add_award("learnerb", submission_key="k1") != first


def test_the_same_file_is_asked_about(judged):
    """A file of another own outcome needs a yes; in somebody else's account nobody is told."""
    judged.add_award()

    with pytest.raises(Refused) as told:
        judged.add_award(title="二等奖")
    (problem,) = told.value.problems
    assert (problem.code, problem.field, problem.values["title"]) == ("file_known", "award", "粤菜烹饪大赛一等奖")
    assert judged.add_award(title="二等奖", same_files=True)
    assert judged.add_award("learnerb")


def test_reviewers_are_warned_of_anothers_number_and_file(judged):
    """The same certificate number of a kind, or the same file, in another account is accepted and marked."""
    first = judged.add("learnera", "LNDX00001")
    with judged.writing() as session:
        assert alarms(session, session.get_one(LearnerOutcome, first)) == []
    second = judged.add("learnerb", "LNDX00001")

    with judged.writing() as session:
        assert alarms(session, session.get_one(LearnerOutcome, second)) == [Alarm.NUMBER, Alarm.FILE]
        assert alarms(session, session.get_one(LearnerOutcome, first)) == [Alarm.NUMBER, Alarm.FILE]


def test_automatic_values_stay_those_of_the_catalogue(filled, judged, change):
    """What the catalogue filled in is not changed by a form, whatever the browser sends."""
    outcome_id = judged.add()
    with judged.writing() as session:
        session.get_one(LearnerOutcome, outcome_id).state = "未申请"  # as after a kind stops recognising by itself
        session.commit()

    assert change(outcome_id, title="别的课程", institution="别的学校", certificate_number="LNJY00002") == []
    assert kept(filled, outcome_id)["title"] == "老年教育课程"
    assert kept(filled, outcome_id)["institution"] == "成果试点机构"
    assert kept(filled, outcome_id)["certificate_number"] == "LNJY00002"


def test_a_free_entry_of_a_performance_is_no_proposal(filled, judged):
    """Performances have no catalogue; what else is typed freely becomes a proposal and is not recognised by itself."""
    judged.add_award()
    with judged.writing() as session:
        kind = session.scalars(select(OutcomeKind).filter_by(code="training")).one()
        learner = judged.learner(session)
        typed = {"title": "书法班", "institution": "文化馆", "institution_code": "x1", "certificate_number": "S1"}
        new = NewOutcome(
            kind, None, typed | {"awarded_on": "2020-07-01"}, [Upload("training_proof", "证.png", picture())]
        )
        made = add_outcome(
            session,
            replace(new, same_files=True),
            learner=learner,
            actor_id=learner.user_id,
            now=judged.now,
            folder=judged.folder,
        )
        session.commit()
        assert made.state.value == "未申请"
    with Session(filled) as session:
        proposal = session.scalars(select(CatalogueProposal)).one()
        assert (proposal.title, proposal.typed["institution"], proposal.state.value) == ("书法班", "文化馆", "待处理")
