"""Third-party assessors: asked between the reviews or about a recognition, shown that case alone, then heard."""

import io

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice import access
from backoffice.conversion.assessments import ask_about_conversion, give_opinion
from backoffice.conversion.workflow import INSTITUTION_ADMINISTRATOR
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.passwords import hashed
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.messages.jobs import recipient_of
from backoffice.outcomes.models import Evidence
from backoffice.recognition.assessments import Asking, Given
from backoffice.recognition.models import Assessment, AssessmentFile
from backoffice.recognition.workflow import AssessmentState, Conclusion
from tests.factories import make_user
from tests.worked_example import HOUSE, picture

REQUEST = "请看课程水平是否相当"
OPINION = "内容和学时相当"
PASSWORD = "Xueyin-Demo-2020"


def ask(line):
    """Let an institution ask for an opinion on an application, and return that."""
    application_id = line.reviewed_once()
    with line.writing() as session:
        ask_about_conversion(
            session,
            application_id,
            Asking(line.user(session, "assessor"), REQUEST),
            role=INSTITUTION_ADMINISTRATOR,
            actor_id=line.user(session, "elderlyadmin"),
            now=line.now,
            house=HOUSE,
        )
        session.commit()
    return application_id


@pytest.fixture
def asked(line):
    """Return an application and the assessment that its institution asked for."""
    application_id = ask(line)
    with Session(line.engine) as session:
        return application_id, session.scalars(select(Assessment.id)).one()


@pytest.fixture
def give(line, codes):
    """Return a function that gives an opinion, and the codes that it was refused with."""

    def call(assessment_id, username="assessor", conclusion=Conclusion.FOR, opinion=OPINION):
        with line.writing() as session:
            actor = line.user(session, username)
            given = Given(conclusion, opinion)
            told = codes(give_opinion, session, assessment_id, given, actor_id=actor, now=line.now, folder=line.folder)
            if not told:
                session.commit()
            return told

    return call


def test_an_opinion_goes_from_the_institution_to_the_committee(line, visit):
    """Asked at the desk, given with a file, read at the committee's desk; the learner sees plain steps alone."""
    application_id = line.reviewed_once()
    with Session(line.engine) as session:
        assessor = line.user(session, "assessor")
    form = {"assessor": str(assessor), "request": REQUEST}
    assert visit("elderlyadmin").send(f"/review/first/{application_id}/ask", form) == (302, [])
    with Session(line.engine) as session:
        number = session.scalars(select(Assessment.id)).one()
    address = f"/review/assessment/{number}"
    there, theirs = visit("assessor"), {"conclusion": "建议通过", "opinion": OPINION}
    page = there.client.get(address).text
    assert REQUEST in page
    assert there.send(address, theirs | {"materials": (io.BytesIO(picture("评审")), "评审.png")}) == (302, [])
    desk = visit("committeea").client
    shown = desk.get(f"/review/final/{application_id}").text
    with Session(line.engine) as session:
        paper = session.scalars(select(AssessmentFile.id)).one()
    own = visit("learnera").client.get(f"/my/conversions/{application_id}").text

    assert all(word in shown for word in (REQUEST, OPINION, "建议通过", "评审.png"))
    assert desk.get(f"/review/final/{application_id}/opinion/{paper}").data == picture("评审")
    assert own.count("请第三方机构评审") == own.count("第三方评审意见已出具") == 1
    assert not any(word in own for word in (REQUEST, OPINION, "建议通过", "第三方评审员"))
    assert there.client.get("/review/assessment/").text.count("/review/assessment/1") == 0


def test_an_assessor_sees_no_other_case(line, visit, asked):
    """Neither list, page nor files of a case that one was not asked about; the document number is masked."""
    application_id, assessment_id = asked
    with line.writing() as session:
        make_user(session, access.ASSESSOR, username="secondassessor", password=hashed(PASSWORD))
        evidence = session.scalars(select(Evidence.id)).one()
        masked = line.learner(session).document_masked
        session.commit()
    own, other = visit("assessor").client, visit("secondassessor").client
    address = f"/review/assessment/{assessment_id}"
    page = own.get(address).text

    assert masked in page
    assert "*" in masked
    assert own.get(f"{address}/evidence/{evidence}").status_code == 200
    assert own.get(f"{address}/evidence/{evidence + 1}").status_code == 404
    assert f"/review/assessment/{assessment_id}" not in other.get("/review/assessment/").text
    assert {other.get(each).status_code for each in (address, f"{address}/evidence/{evidence}")} == {404}
    assert {
        own.get(each).status_code
        for each in (f"/review/first/{application_id}", f"/review/final/{application_id}", "/review/cases/")
    } == {403}


def test_an_opinion_is_given_once_whole_and_in_time(line, asked, give):
    """Without a conclusion or grounds, by another, twice, or after the decision: refused, and nothing kept."""
    application_id, assessment_id = asked

    assert give(assessment_id, conclusion=None, opinion=" ") == ["conclusion_missing", "opinion_missing"]
    assert give(assessment_id, username="committeea") == ["not_your_case"]
    assert give(assessment_id) == []
    assert give(assessment_id) == ["assessment_given"]
    with Session(line.engine) as session:
        assert session.get_one(Assessment, assessment_id).state is AssessmentState.GIVEN
    assert application_id


def test_an_opinion_after_the_decision_is_not_asked_for_any_more(line, visit, asked, give):
    """The case is settled and the question taken back: the page says why, and an opinion is refused."""
    application_id, assessment_id = asked
    line.pass_final(application_id)
    client = visit("assessor").client

    assert "现在没有等待您评审的申请。" in client.get("/review/assessment/").text
    assert "不需要再出具意见" in client.get(f"/review/assessment/{assessment_id}").text
    assert f"/review/assessment/{assessment_id}" in client.get("/review/assessment/?show=done").text
    assert give(assessment_id) == ["assessment_taken_back"]
    with Session(line.engine) as session:
        assert session.get_one(Assessment, assessment_id).state is AssessmentState.TAKEN_BACK


def told(line, username):
    """Return template, way, state and text of every message to somebody."""
    with Session(line.engine) as session:
        query = select(OutboxMessage).filter_by(recipient_id=line.user(session, username)).order_by(OutboxMessage.id)
        return [(each.template, each.channel, each.state, each.body) for each in session.scalars(query)]


def test_an_assessor_is_told_of_a_case_and_that_it_is_taken_back(line, visit):
    """Both stand in the inbox at once, unread; without a phone and a mailbox nothing is tried that would fail."""
    with line.writing() as session:
        session.get_one(User, line.user(session, "assessor")).email = "assessor@users.invalid"
        session.commit()
    application_id = ask(line)
    client = visit("assessor").client
    assert "1 条未读" in client.get("/review/assessment/").text
    line.pass_final(application_id)
    inbox = client.get("/my/messages").text

    assert [each[:3] for each in told(line, "assessor")] == [
        ("assessment_asked", Channel.SITE, DeliveryState.SENT),
        ("assessment_taken_back", Channel.SITE, DeliveryState.SENT),
    ]
    assert all(text in inbox for *_rest, text in told(line, "assessor"))


def test_an_assessor_with_a_mailbox_gets_a_mail_in_the_place_of_an_sms(line):
    """The inbox has the message, and its copy waits to go out to the mailbox."""
    ask(line)

    assert [each[1:3] for each in told(line, "assessor")] == [
        (Channel.SITE, DeliveryState.SENT),
        (Channel.MAIL, DeliveryState.QUEUED),
    ]
    with Session(line.engine) as session:
        mail = session.scalars(select(OutboxMessage).filter_by(channel=Channel.MAIL)).one()
        assert recipient_of(session, mail, None)[0] == "assessor@example.org"


def test_an_opinion_that_was_given_is_not_taken_back(line, asked, give):
    """Who has answered hears nothing more."""
    application_id, assessment_id = asked
    assert give(assessment_id) == []
    line.pass_final(application_id)

    assert {each[0] for each in told(line, "assessor")} == {"assessment_asked"}


def test_asking_needs_an_assessor_and_words(line, visit, asked):
    """No one, no words, somebody who is no assessor, the same one twice: told at the fields, with what was typed."""
    application_id, _assessment_id = asked
    with Session(line.engine) as session:
        assessor, member = line.user(session, "assessor"), line.user(session, "committeea")
    visitor, address = visit("elderlyadmin"), f"/review/first/{application_id}/ask"

    assert visitor.send(address, {"assessor": "", "request": ""})[1] == [
        "请选择一位第三方评审人员。",
        "请写明请评审人员看什么，例如成果水平是否对应目标成果。",
    ]
    assert visitor.send(address, {"assessor": str(member), "request": REQUEST})[1] == ["请选择一位第三方评审人员。"]
    assert visitor.send(address, {"assessor": str(assessor), "request": REQUEST})[1] == [
        "已请这位评审人员出具意见，请等待结果。"
    ]
    assert visit("openadmin").send(address, {"assessor": str(assessor), "request": REQUEST})[0] == 404


def test_the_centre_asks_about_a_recognition(judged, visit):
    """The opinion shows at the centre's desk, and the case still waits for the decision alone."""
    application_id = judged.request(judged.add_award())
    judged.check(application_id)
    with Session(judged.engine) as session:
        assessor = judged.user(session, "assessor")
    centre = visit("centre")
    form = {"assessor": str(assessor), "request": REQUEST}
    assert centre.send(f"/review/recognition/{application_id}/ask", form) == (302, [])
    there = visit("assessor")
    with Session(judged.engine) as session:
        number = session.scalars(select(Assessment.id)).one()
    assert "粤菜烹饪大赛一等奖" in there.client.get(f"/review/assessment/{number}").text
    assert there.send(f"/review/assessment/{number}", {"conclusion": "建议通过", "opinion": OPINION}) == (302, [])

    assert OPINION in centre.client.get(f"/review/recognition/{application_id}").text
    assert f"/review/recognition/{application_id}" in centre.client.get("/review/recognition/").text
    judged.decide(application_id)
