"""An outcome on its way to being recognised, through the operations on both databases."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.models import OutboxMessage
from backoffice.outcomes.changes import delete_outcome
from backoffice.recognition.listing import (
    case_of_centre,
    case_of_institution,
    cases_of_centre,
    cases_of_institutions,
    recognisable_outcomes,
)
from backoffice.recognition.models import RecognitionApplication, RecognitionRecord
from backoffice.recognition.operations import withdraw
from backoffice.recognition.workflow import MaterialCheck
from tests.worked_example import HOUSE


def steps_in(filled):
    """Return the steps that were recorded."""
    with Session(filled) as session:
        return session.scalars(select(RecognitionRecord.step).order_by(RecognitionRecord.id)).all()


def sent_in(filled):
    """Return the messages that wait."""
    with Session(filled) as session:
        return session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).all()


def test_an_award_is_recognised(filled, judged):
    """未申请 → 已申请认定 → 材料审查 → 已认定, every step recorded, and the learner told."""
    outcome_id = judged.add_award()
    assert judged.state_of(outcome_id) == "未申请"
    application_id = judged.request(outcome_id)
    assert judged.state_of(outcome_id) == "已申请认定"
    judged.check(application_id)
    judged.decide(application_id, remarks="材料齐全")

    assert judged.state_of(outcome_id) == "已认定"
    assert steps_in(filled) == ["apply", "check_originals", "recognise"]
    assert sent_in(filled) == [
        "【广东学银】您的学习成果粤菜烹饪大赛一等奖已认定，可登录广东终身教育学分银行信息管理平台查看。"
    ]


def test_nothing_is_recognised_before_the_originals_agree(judged, codes):
    """The centre waits for 与原件一致; a correction makes the institution look again."""
    outcome_id = judged.add_award()
    application_id = judged.request(outcome_id)

    assert codes(judged.decide, application_id) == ["originals_not_checked"]
    judged.check(application_id, MaterialCheck.NOT_HANDED_IN, "没有收到原件")
    assert codes(judged.decide, application_id) == ["originals_not_checked"]
    judged.check(application_id)
    judged.decide(application_id, "return_for_correction", "请补充赛事级别")
    assert judged.request(outcome_id) == application_id
    assert codes(judged.decide, application_id) == ["originals_not_checked"]
    judged.check(application_id)
    assert codes(judged.decide, application_id) == []


@pytest.mark.parametrize("found", [MaterialCheck.DIFFERS, MaterialCheck.NOT_HANDED_IN])
def test_a_bad_check_needs_remarks_and_is_told(filled, judged, codes, found):
    """What does not agree is explained, and the learner hears of it at once."""
    application_id = judged.request(judged.add_award())

    assert codes(judged.check, application_id, found) == ["remarks_missing"]
    assert codes(judged.check, application_id, None) == ["material_check_missing"]
    judged.check(application_id, found, "获奖年份不同")
    told = f"【广东学银】您的学习成果粤菜烹饪大赛一等奖材料审查结果：{found.value}。获奖年份不同。"
    assert sent_in(filled) == [f"{told}详情请登录广东终身教育学分银行信息管理平台查看。"]


def test_what_was_refused_is_applied_for_anew(filled, judged, codes):
    """认定未通过 needs 意见, reaches the learner, and can be submitted again as a new application."""
    outcome_id = judged.add_award()
    first = judged.request(outcome_id)
    assert codes(judged.decide, first, "refuse") == ["remarks_missing"]
    judged.decide(first, "refuse", "赛事不在认定范围")
    assert judged.state_of(outcome_id) == "认定未通过"
    assert "赛事不在认定范围" in sent_in(filled)[-1]
    second = judged.request(outcome_id)

    assert second != first
    assert judged.state_of(outcome_id) == "已申请认定"
    assert steps_in(filled) == ["apply", "refuse", "apply"]


def test_an_application_is_withdrawn(judged, codes):
    """已撤回 → 未申请; it can be applied for anew, and nobody else can withdraw it."""
    outcome_id = judged.add_award()
    application_id = judged.request(outcome_id)

    def take_back(username):
        with judged.writing() as session:
            learner = judged.learner(session, username)
            withdraw(session, application_id, learner=learner, actor_id=learner.user_id, now=judged.now, house=HOUSE)
            session.commit()

    assert codes(take_back, "learnerb") == ["not_your_case"]
    assert codes(take_back, "learnera") == []
    assert judged.state_of(outcome_id) == "未申请"
    assert codes(take_back, "learnera") == ["unknown_step"]
    assert codes(judged.check, application_id) == ["unknown_step"]
    assert judged.request(outcome_id) != application_id


def test_a_form_sent_twice_applies_once(judged, codes):
    """The second sending leads to the first's application; another form is told that it is under way."""
    outcome_id = judged.add_award()
    first = judged.request(outcome_id, key="a1")

    assert judged.request(outcome_id, key="a1") == first
    assert codes(judged.request, outcome_id, key="b2") == ["recognition_applied"]


def test_what_needs_no_application_is_refused(judged, codes):
    """名录成果 and what is recognised already say so; nobody applies for somebody else's, or without an institution."""
    catalogued = judged.add()
    award = judged.add_award(same_files=True)

    assert codes(judged.request, catalogued) == ["recognised_already"]
    assert codes(judged.request, award, username="learnerb") == ["outcome_unknown"]
    assert codes(judged.request, award, place="没有这家") == ["institution_not_chosen"]
    application_id = judged.request(award)
    judged.check(application_id)
    judged.decide(application_id)
    assert codes(judged.request, award) == ["recognised_already"]


def test_a_case_is_checked_by_its_own_institution_alone(judged, codes):
    """For another institution there is no such case, and nobody decides their own."""
    application_id = judged.request(judged.add_award())

    assert codes(judged.check, application_id, username="openadmin") == ["not_your_case"]
    assert codes(judged.check, 999_999) == ["not_your_case"]
    assert codes(judged.decide, application_id, "check_originals") == ["unknown_step"]
    with judged.writing() as session:
        learner = judged.learner(session)
        home = session.get_one(RecognitionApplication, application_id).institution_id
        session.add(InstitutionAdministrator(institution_id=home, user_id=learner.user_id))
        session.commit()
    assert codes(judged.check, application_id, username="learnera") == ["own_case"]
    assert codes(judged.decide, application_id, username="learnera") == ["own_case"]
    with judged.writing() as session:
        own = judged.user(session, "learnera")
        assert case_of_institution(session, application_id, actor_id=own) is None
        assert case_of_centre(session, application_id, actor_id=own) is None
        assert cases_of_institutions(session, actor_id=own, waiting=True, page=1, size=9).total == 0


def test_a_case_waits_at_one_desk_after_the_other(judged):
    """First with the institution, then with the centre, then with neither."""
    application_id = judged.request(judged.add_award())

    def waiting():
        with judged.writing() as session:
            theirs = cases_of_institutions(
                session, actor_id=judged.user(session, "elderlyadmin"), waiting=True, page=1, size=9
            )
            centre = cases_of_centre(session, actor_id=judged.user(session, "centre"), show="waiting", page=1, size=9)
            return theirs.total, centre.total

    assert waiting() == (1, 0)
    judged.check(application_id)
    assert waiting() == (0, 1)
    judged.decide(application_id)
    assert waiting() == (0, 0)


def test_a_refused_outcome_may_be_deleted_and_its_records_stay(filled, judged, codes):
    """The application remembers the title alone; one that is under way keeps its outcome."""
    outcome_id = judged.add_award()
    application_id = judged.request(outcome_id)

    def delete():
        with judged.writing() as session:
            learner = judged.learner(session)
            delete_outcome(session, outcome_id, learner=learner, actor_id=learner.user_id, now=judged.now)
            session.commit()

    assert codes(delete) == ["outcome_fixed"]
    judged.decide(application_id, "refuse", "不在范围")
    assert codes(delete) == []
    with Session(filled) as session:
        application = session.get_one(RecognitionApplication, application_id)
        assert (application.outcome_id, application.title) == (None, "粤菜烹饪大赛一等奖")
    assert steps_in(filled) == ["apply", "refuse"]


def test_the_list_shows_every_outcome_with_its_records(judged):
    """All of the learner's outcomes, the newest first, six a page, each with what was done."""
    ids = [judged.add_award(title=f"奖项{number}", same_files=True) for number in range(9)]
    judged.request(ids[8])
    with judged.writing() as session:
        learner = judged.learner(session)
        page = recognisable_outcomes(session, learner_id=learner.id, page=1, size=6)

        assert (page.first, page.last, page.total, page.pages) == (1, 6, 9, 2)
        assert [row.outcome.title for row in page.items] == [f"奖项{number}" for number in range(8, 2, -1)]
        assert [len(row.records) for row in page.items] == [1, 0, 0, 0, 0, 0]
        assert page.items[0].application is not None
