"""The desks: lists that are narrowed and sorted, the check of originals as a record, stepping back, the evidence."""

import io
import re
from datetime import timedelta

import pikepdf
import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.recusals import recuse
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import CommitteeMember, InstitutionAdministrator
from backoffice.recognition.workflow import MaterialCheck
from tests.many_cases import crowd

S = ConversionState
DAYS = 15  # the published turnaround
READING = pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # the pages are the same on both databases
NUMBER = re.compile(r'data-label="申请编号" class="n">(\S+)</td>')


@pytest.fixture
def aged(line, app):
    """Return applications of different ages: overdue, due today, with two days left, and one passed on."""
    found = [crowd(line, 1, reviewed=after == DAYS, named=f"d{after}x", after=after)[0] for after in (0, 1, 3, DAYS)]
    app.extensions["credit_bank_clock"] = lambda: line.now + timedelta(days=DAYS + 1)
    return found


@pytest.fixture
def listed(line, visit):
    """Return a function that opens a list, and gives the keys of the applications on it in their order."""
    visitors = {}

    def call(address, username="elderlyadmin"):
        visitors[username] = visitors.get(username) or visit(username)
        page = visitors[username].client.get(address).text
        with Session(line.engine) as session:
            known = dict(session.execute(select(ConversionApplication.number, ConversionApplication.id)).all())
        return [known[number] for number in NUMBER.findall(page)]

    return call


@READING
def test_a_list_says_how_long_each_case_has_left(visit, aged):
    """超期, 今天到期 and 还剩, as on a slip; what is late stands out."""
    page = visit("elderlyadmin").client.get("/review/first/").text

    assert aged
    assert '<span class="xf-late">超期 1 天</span>' in page
    assert '<span class="xf-late">今天到期</span>' in page
    assert ">还剩 2 天<" in page
    assert "按公布的办理时限计算，超期 1 件。" in page


def test_a_list_is_narrowed_and_sorted(listed, aged):
    """By whose turn, lateness, waiting, state, kind, programme and words; what no page offers is left out."""
    wanted = {
        "": [0, 1, 2],
        "?overdue=1": [0],
        "?turn=others": [3],
        "?turn=all&sort=newest": [3, 2, 1, 0],
        "?turn=done": [],
        "?waited=14": [0, 1],
        "?state=退回补正&turn=all": [],
        "?kind=培训类": [0, 1, 2],
        "?kind=毕业证书": [],
        "?programme=没有这个专业": [],
        "?text=老年教育课程": [0, 1, 2],
        "?text=没有这个人": [],
        "?turn=wrong&sort=wrong&waited=2&state=wrong&page=x": [0, 1, 2],
    }

    assert {asked: [aged.index(each) for each in listed(f"/review/first/{asked}")] for asked in wanted} == wanted


def test_a_case_is_found_by_name_and_by_number(line, listed, aged):
    """Either one leads to the case alone, at the desk and at the centre's list."""
    with Session(line.engine) as session:
        wanted = session.get_one(ConversionApplication, aged[1])
        words = (wanted.number, wanted.learner.full_name)

    assert [listed(f"/review/first/?text={word}") for word in words] == [[aged[1]], [aged[1]]]
    assert listed(f"/review/cases/?text={words[0]}", "centre") == [aged[1]]
    assert listed("/review/final/", "committeea") == [aged[3]]


@READING
def test_the_list_stands_beside_the_case_it_was_opened_from(visit, aged):
    """The case is marked in it, its filter stays in every address, and a decision leads back to it."""
    visitor = visit("elderlyadmin")
    page = visitor.client.get(f"/review/first/{aged[0]}?overdue=1").text
    form = {"csrf_token": visitor.token, "step": "refuse_first_review", "remarks": "不符"}
    done = visitor.client.post(f"/review/first/{aged[0]}?overdue=1", data=form)

    assert f'href="/review/first/{aged[0]}?overdue=1" data-case-link aria-current="true"' in page
    assert page.count("data-case-link") == 1
    assert done.location == "/review/first/?overdue=1"


def test_the_check_of_originals_is_a_record_of_its_own(line, visit):
    """Recorded alone it leaves the case waiting and is read by the learner; a pass needs originals that agree."""
    application_id = line.apply(line.add())
    visitor, address = visit("elderlyadmin"), f"/review/first/{application_id}"
    alone = {"step": "check_materials", "material_check": "未交原件", "remarks": "请于三天内交来"}

    assert visitor.send(address, alone | {"material_check": ""}) == (422, ["请先登记材料审查结果。"])
    assert visitor.send(address, alone | {"remarks": ""}) == (422, ["请写明意见，申请人会看到。"])
    assert visitor.send(address, alone) == (302, [])
    assert visitor.send(address, {"step": "pass_first_review"}) == (422, ["请先登记材料审查结果。"])
    assert visitor.send(address, {"step": "pass_first_review", "material_check": "与原件一致"}) == (302, [])
    with Session(line.engine) as session:
        records = session.scalars(select(ReviewRecord).order_by(ReviewRecord.id)).all()
        assert [(each.step, each.material_check, each.state) for each in records] == [
            ("apply", None, S.APPLIED),
            ("check_materials", MaterialCheck.NOT_HANDED_IN, S.APPLIED),
            ("check_materials", MaterialCheck.MATCHES, S.APPLIED),
            ("pass_first_review", None, S.FIRST_PASSED),
        ]
    page = visit("learnera").client.get(f"/my/conversions/{application_id}").text
    assert page.count("<h3>材料审查") == 2
    assert "意见：请于三天内交来" in page


def test_stepping_back_is_kept_and_for_good(line, visit, codes):
    """A member gives a reason, can decide no more, and is not told of to the learner; another member decides."""
    application_id = line.reviewed_once()
    visitor, address = visit("committeea"), f"/review/final/{application_id}"
    assert visitor.send(f"{address}/recuse", {"reason": " "}) == (422, ["请写明回避原因，例如与学习者有亲属关系。"])
    assert visitor.send(f"{address}/recuse", {"reason": "学习者是我的亲属"}) == (302, [])
    page = visitor.client.get(address).text

    assert "您已回避这份申请，不能再办理。" in page
    assert 'name="step"' not in page
    assert codes(line.pass_final, application_id) == ["recused"]
    assert visitor.send(f"{address}/recuse", {"reason": "再来"})[0] == 422
    assert "亲属" not in visit("learnera").client.get(f"/my/conversions/{application_id}").text
    assert "学习者是我的亲属" in visit("centre").client.get("/entities/recusal/show/1").text
    assert f"/review/final/{application_id}" not in visitor.client.get("/review/final/").text
    assert codes(line.pass_final, application_id, username="committeeb") == []


def test_where_everybody_stepped_back_the_page_says_so(line, visit, listed):
    """The last member learns that the centre must name somebody, and the centre's list has a tab of such cases."""
    application_id = line.reviewed_once()
    assert listed("/review/cases/?turn=stuck", "centre") == []
    for username in ("committeea", "committeeb"):
        with line.writing() as session:
            recuse(session, application_id, "亲属", actor_id=line.user(session, username), now=line.now)
            session.commit()

    page = visit("committeea").client.get(f"/review/final/{application_id}").text
    assert "没有其他人员可以办理这份申请，请管理中心指定人员。" in page
    assert listed("/review/cases/?turn=stuck", "centre") == [application_id]


def test_nobody_decides_their_own_case_or_both_steps(line, visit, codes):
    """A learner who is named for the institution and for the committee can do neither; one reviewer not both."""
    application_id = line.apply(line.add())
    with line.writing() as session:
        case = session.get_one(ConversionApplication, application_id)
        for username in ("learnera", "elderlyadmin"):
            user_id = session.scalars(select(User.id).filter_by(username=username)).one()
            session.add(CommitteeMember(committee_id=case.committee_id, user_id=user_id))
        own = session.scalars(select(User.id).filter_by(username="learnera")).one()
        session.add(InstitutionAdministrator(institution_id=case.institution_id, user_id=own))
        session.commit()

    assert codes(line.pass_first, application_id, username="learnera") == ["own_case"]
    line.pass_first(application_id)
    assert codes(line.pass_final, application_id, username="learnera") == ["own_case"]
    assert codes(line.pass_final, application_id, username="elderlyadmin") == ["both_steps"]
    assert visit("learnera").get(f"/review/final/{application_id}")[0] == 403


@READING
def test_the_evidence_is_opened_one_file_and_one_page_at_a_time(line, visit):
    """By plain links: a picture in the page, a PDF in a frame at the page that was asked for."""
    application_id = line.apply(line.add())
    paper = pikepdf.Pdf.new()
    for _page in range(3):
        paper.add_blank_page()
    stream = io.BytesIO()
    paper.save(stream)
    visitor, address = visit("elderlyadmin"), f"/review/first/{application_id}"
    form = {
        "step": "return_for_correction",
        "remarks": "缺页",
        "materials": (io.BytesIO(stream.getvalue()), "三页.pdf"),
    }
    assert visitor.send(address, form) == (302, [])
    page = visitor.client.get(address).text
    key = re.search(r"file=(file-\d+)\" data-swaps>(?:(?!</a>).)*\.pdf", page)[1]
    second = visitor.client.get(f"{address}?file={key}&sheet=2").text
    beyond = visitor.client.get(f"{address}?file={key}&sheet=9").text

    assert "第 1 份，共 3 份" in page
    assert "<img src=" in page.partition('id="viewer"')[2]
    assert "<iframe" not in second
    drawn = re.search(r'<img src="(/review/first/\d+/file/\d+\?sheet=2)"', second)[1]
    picture = visitor.client.get(drawn)
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert [visit(name).client.get(drawn).status_code for name in ("openadmin", "learnerb")] == [404, 403]
    assert "第 2 页，共 3 页" in second
    assert "第 3 页，共 3 页" in beyond
    assert "第 1 份，共 3 份" in visitor.client.get(f"{address}?file=nothing").text


@READING
def test_the_facts_and_the_declared_values_stand_beside_the_verdict(line, visit):
    """What the rule was asked about, in words said of the learner and never to the reviewer."""
    application_id = line.apply(line.add())
    page = visit("elderlyadmin").client.get(f"/review/first/{application_id}").text
    verdict = page.partition('id="verdict"')[2].partition("</section>")[0]

    assert "该学习者是广东老年大学的学员" in verdict
    assert "您" not in verdict
    assert "判定所用的事实" in verdict
    assert "<dd>广东老年大学</dd>" in verdict
    assert "LNJY00001" in page.partition("申报信息")[2]
