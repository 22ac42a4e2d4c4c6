"""The pages of people, learners, settings and the trail, as the centre uses them."""

import html
import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent, PlatformSetting
from backoffice.people import learners
from tests.backoffice.accounts.conftest import Guest
from tests.backoffice.conftest import PASSWORD

NEW = "Neues-2021-xy"
DOCUMENT = "110101195001010009"


@pytest.fixture
def centre(app, filled, sealer, now):
    """Return a browser at which the centre is logged in."""
    opened = Guest(app.test_client(), filled, sealer, now)
    opened.open("/login/")
    opened.send("/login/", {"username": "centre", "password": PASSWORD})
    opened.open("/people/")
    return opened


def events(engine, action):
    """Return the details of the events of one sort, the oldest first."""
    with Session(engine) as session:
        return session.scalars(select(AuditEvent.details).filter_by(action=action).order_by(AuditEvent.id)).all()


def shown(page):
    """Return a page's text without its tags."""
    return html.unescape(re.sub(r"<[^>]+>", " ", page))


def test_an_invitation_from_the_form_to_the_login(centre, guest):
    """A search for places loses nothing typed; the link is shown once; the invited person gets in with it."""
    centre.open("/people/invite")
    form = {"full_name": "王初审", "username": "wangcs", "way": "hand"}
    centre.send("/people/invite", form | {"do": "find", "institution_words": "广东开放大学"})
    place = re.search(r'name="institution" value="(\d+)"[^>]*>广东开放大学<', centre.page)[1]

    assert centre.value("full_name") == "王初审"
    assert centre.send("/people/invite", form | {"username": "王"}) == 422
    assert centre.fields() == ["username", "roles"]
    assert centre.send("/people/invite", form | {"institution": place}) == 200
    path = re.search(r"https?://[^/]+(/invitation/[\w-]{32})", centre.page)[1]
    assert guest.open(path) == 200
    assert "wangcs" in guest.page
    assert guest.send(path, {"new": NEW, "again": "x"}) == 422
    assert guest.send(path, {"new": NEW, "again": NEW}) == 302
    assert guest.open(path) == 410
    guest.open("/login/")
    guest.send("/login/", {"username": "wangcs", "password": NEW})
    assert guest.open("/review/first/") == 200
    assert guest.open("/people/") == 403


def test_a_seat_is_given_and_taken_on_the_page_of_its_place(centre):
    """Somebody is found by name and added; the role comes and goes with the seat."""
    centre.open("/people/committee/")
    home = re.search(r"/people/committee/\d+", centre.page)[0]
    centre.open(f"{home}?words=openadmin")
    user = re.search(r'name="user" value="(\d+)"><button type="submit" name="do" value="add"', centre.page)[1]

    assert centre.send(f"{home}/seat", {"user": user, "do": "add"}) == 302
    centre.open(f"/people/{user}")
    assert "委员会成员" in shown(centre.page)
    assert centre.send(f"{home}/seat", {"user": user, "do": "remove"}) == 302
    assert centre.send(f"{home}/seat", {"user": "0", "do": "add"}) == 422
    assert centre.send(f"{home}999/seat", {"user": user, "do": "add"}) == 404


def test_a_refusal_on_a_persons_page_is_told_there(centre):
    """Without a reason nobody is blocked, and a link needs a way to go."""
    centre.open("/people/?words=openadmin")
    home = re.search(r"/people/\d+", centre.page)[0]

    assert centre.send(f"{home}/block", {}) == 422
    assert centre.fields() == ["why"]
    assert centre.send(f"{home}/link", {"way": "sms", "phone": "1"}) == 422
    assert centre.fields() == ["phone"]
    assert centre.send(f"{home}/factor", {"why": "x"}) == 422
    assert centre.open("/people/1") == 404  # a learner is no staff


def test_a_learner_is_found_by_number_and_a_number_is_opened_for_a_reason(centre, filled):
    """The list is masked; a whole number is shown once, and the trail says what was seen, whose and why."""
    centre.open("/learners/find")
    assert centre.send("/learners/find", {"number": "110101 19500101 0009"}) == 200
    home = re.search(r"/learners/\d+", centre.page)[0]
    assert DOCUMENT not in centre.page
    assert centre.send("/learners/find", {"number": "10000000001"}) == 200
    assert re.search(r"/learners/\d+", centre.page)[0] == home
    centre.send("/learners/find", {"number": "1101011950"})
    assert "没有账户登记这个号码" in centre.page

    centre.open(home)
    assert DOCUMENT not in centre.page
    assert centre.send(f"{home}/unmask", {"what": "document", "why": ""}) == 422
    assert DOCUMENT not in centre.page
    assert centre.send(f"{home}/unmask", {"what": "document", "why": "来电核对"}) == 200
    assert DOCUMENT in centre.page
    centre.open(home)
    assert DOCUMENT not in centre.page
    assert events(filled, "unmask") == [{"what": "document", "reason": "来电核对"}]
    assert len(events(filled, "look")) == 1  # opened again within half an hour


def test_a_person_opens_so_many_numbers_a_day(centre, filled, monkeypatch):
    """The limit is told, and nothing is shown beyond it."""
    monkeypatch.setattr(learners, "MOST_UNMASKED", 3)
    for _each in range(3):
        assert centre.send("/learners/1/unmask", {"what": "phone", "why": "核对"}) == 200

    assert centre.send("/learners/1/unmask", {"what": "phone", "why": "核对"}) == 422
    assert "10000000001" not in centre.page
    assert len(events(filled, "unmask")) == 3


def test_settings_take_effect_at_once_and_go_back(centre, filled):
    """A wrong setting is told at its field; a right one shows on the next page; emptied, it is the server's again."""
    centre.open("/settings/")
    form = dict(re.findall(r'<input class="form-control" id="field-\w+" name="(\w+)" value="([^"]*)"', centre.page))
    wrong = {"sms_signature": "广东学银", "help_line": "电话", "paper_days": "400", "issuer": "管理\U0001f600中心"}

    assert centre.send("/settings/", form | wrong) == 422
    assert centre.fields() == ["issuer", "sms_signature", "help_line", "paper_days"]
    assert centre.value("help_line") == "电话"
    assert centre.send("/settings/", form | {"platform": "预览学分银行", "do": "preview"}) == 200
    assert "可登录预览学分银行查看" in centre.page
    assert centre.send("/settings/", form | {"platform": "岭南学分银行", "paper_days": "20"}) == 302
    centre.open("/about")
    assert "岭南学分银行" in centre.page
    assert events(filled, "change_setting")[0]["changes"]["paper_days"] == ["15", "20"]
    centre.open("/settings/")
    assert centre.send("/settings/", form | {"platform": "", "paper_days": ""}) == 302
    centre.open("/about")
    assert "岭南学分银行" not in centre.page
    with Session(filled) as session:
        assert session.scalars(select(PlatformSetting)).all() == []


def test_the_trail_is_searched(centre, filled):
    """By person, action, subject and day; an event shows before and after."""
    centre.open("/entities/institution/edit/1")
    form = {"code": "JG-1", "title": "新名称", "address": "广州市下塘西路一号", "registered": "y"}
    centre.send("/entities/institution/edit/1", form)
    found = [
        "/audit/?person=centre",
        "/audit/?action=edit",
        "/audit/?entity=institution&number=1",
        "/audit/?since=2020-11-15&until=2020-11-15&action=edit",
    ]
    empty = ["/audit/?person=nobody", "/audit/?action=edit&until=2020-11-14", "/audit/?entity=institution&number=2"]
    for address in found:
        centre.open(address)
        assert "/audit/" in centre.page.partition("</form>")[2]
        assert "资历名册机构" in centre.page.partition("</thead>")[2]
    for address in empty:
        centre.open(address)
        assert "没有找到匹配的记录" in centre.page
    (details,) = events(filled, "edit")
    with Session(filled) as session:
        key = session.scalars(select(AuditEvent.id).filter_by(action="edit")).one()
    centre.open(f"/audit/{key}")

    assert details["changes"]["title"][1] == "新名称"
    assert details["changes"]["address"] == ["", "广州市下塘西路一号"]
    assert '<ins class="xf-ins">新名称</ins>' in centre.page
    assert centre.open("/audit/999") == 404


def test_the_chain_is_verified_on_its_page(centre):
    """The button walks the chain, and the page says when it held."""
    assert centre.send("/audit/verification", {}) == 302
    centre.open("/audit/verification")

    assert "核验通过" in centre.page
