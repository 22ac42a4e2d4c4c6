"""Appeals (申诉): once, with a reason, before other people; on both databases."""

import pytest
from sqlalchemy.orm import Session

from backoffice.conversion.appeals import reviewers_left
from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.problems import Refused
from tests.factories import make

S = ConversionState
REASON = "证书原件已于上周交到，请重新核对。"


@pytest.fixture
def refused_first(line):
    """Return an application that the first review refused."""
    application_id = line.apply(line.add())
    line.pass_first(application_id, step="refuse_first_review", remarks="与原件不一致", material_check=None)
    return application_id


@pytest.fixture
def refused_finally(line):
    """Return an application that the committee refused."""
    application_id = line.apply(line.add(number="LNJY00002"))
    line.pass_first(application_id)
    line.pass_final(application_id, step="refuse_final_review", remarks="内容不符")
    return application_id


def state_of(line, application_id):
    """Return where an application stands."""
    with Session(line.engine) as session:
        return session.get_one(ConversionApplication, application_id).state


def codes(call, *args, **named):
    """Return the codes of a refusal."""
    try:
        call(*args, **named)
    except Refused as refused:
        return [problem.code for problem in refused.problems]
    return []


def test_an_appeal_goes_back_to_the_review_that_refused(line, visit, refused_first, refused_finally):
    """After 初审不通过 to the first review, after 终审不通过 to the final one; the reason stands in the history."""
    visitor = visit("learnera")
    for application_id, stands in ((refused_first, S.APPLIED), (refused_finally, S.FIRST_PASSED)):
        assert visitor.send(f"/my/conversions/{application_id}/appeal", {"remarks": REASON}) == (302, [])
        assert state_of(line, application_id) is stands
    page = visitor.client.get(f"/my/conversions/{refused_first}").text
    assert f"申诉理由：{REASON}" in page
    assert "提交申诉" not in page


def test_an_appeal_without_a_reason_is_told(line, visit, refused_first):
    """An empty reason is refused at its field, and the application stands where it stood."""
    answer = visit("learnera").send(f"/my/conversions/{refused_first}/appeal", {"remarks": "  "})

    assert answer == (422, ["请写明申诉理由，例如哪一条意见与事实不符。"])
    assert state_of(line, refused_first) is S.FIRST_REFUSED


def test_one_may_appeal_once(line, visit, refused_finally):
    """A second refusal is final."""
    visitor, address = visit("learnera"), f"/my/conversions/{refused_finally}/appeal"
    visitor.send(address, {"remarks": REASON})
    line.pass_final(refused_finally, username="committeeb", step="refuse_final_review", remarks="仍不符")

    assert visitor.send(address, {"remarks": REASON}) == (422, ["这份申请已经申诉过，每份申请只能申诉一次。"])
    assert state_of(line, refused_finally) is S.FINAL_REFUSED


def test_whoever_decided_before_has_no_say_in_the_appeal(line, visit, refused_finally):
    """The member who refused is kept out, on the desk too; another member approves."""
    visit("learnera").send(f"/my/conversions/{refused_finally}/appeal", {"remarks": REASON})
    desk = visit("committeea").client.get(f"/review/final/{refused_finally}").text

    assert codes(line.pass_final, refused_finally) == ["appeal_needs_others"]
    assert "您参与过原审核，申诉须由其他人员办理。" in desk
    assert 'name="step"' not in desk
    assert codes(line.pass_final, refused_finally, username="committeeb") == []
    assert state_of(line, refused_finally) is S.CONVERTED


def test_where_nobody_else_is_left_the_centre_names_somebody(line, visit, refused_first):
    """The only administrator cannot decide; the desk says so, the centre sees it, names another, who decides."""
    visit("learnera").send(f"/my/conversions/{refused_first}/appeal", {"remarks": REASON})
    desk = visit("elderlyadmin").client.get(f"/review/first/{refused_first}").text
    centre = visit("centre").client.get("/review/appeals/").text

    assert "没有其他人员可以办理这份申诉" in desk
    assert "待指定" in centre
    assert codes(line.pass_first, refused_first) == ["appeal_needs_others"]
    with line.writing() as session:
        application = session.get_one(ConversionApplication, refused_first)
        user_id = line.user(session, "openadmin")
        session.add(InstitutionAdministrator(institution_id=application.institution_id, user_id=user_id))
        session.commit()
        assert reviewers_left(session, [application]) == {refused_first: 1}
    assert "待指定" not in visit("centre").client.get("/review/appeals/").text
    assert codes(line.pass_first, refused_first, username="openadmin") == []


def test_an_appeal_beside_a_new_application_is_refused(line, visit, refused_first):
    """Who has applied again by the same rule cannot appeal as well: one outcome would be converted twice."""
    with Session(line.engine) as session:
        outcome_id = int(session.get_one(ConversionApplication, refused_first).facts["outcomes"][0]["outcome_id"])
    line.apply(outcome_id)

    assert visit("learnera").send(f"/my/conversions/{refused_first}/appeal", {"remarks": REASON}) == (
        422,
        ["这项成果已按这条规则申请过，不能重复申请。"],
    )


def test_others_cannot_appeal(line, visit, refused_first):
    """Another learner's application is not found."""
    with line.writing() as session:
        make(session, "Membership", learner=line.learner(session, "learnerb"))
        session.commit()

    assert visit("learnerb").send(f"/my/conversions/{refused_first}/appeal", {"remarks": REASON})[0] == 404
