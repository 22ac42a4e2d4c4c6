"""Registering at the site, on both databases."""

import csv
import threading
from pathlib import Path

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import DocumentKind, Learner, Sex, SmsCode
from backoffice.kernel.models import AuditEvent, OutboxMessage
from tests.backoffice.accounts.conftest import FORM, PASSWORD, PHONE, Guest

ORDER = ["username", "full_name", "password", "again", "country", "nation", "sex", "birth_date"]
ORDER += ["document_kind", "document_number", "email", "province", "address", "phone", "code"]
LABELS = ["基本信息", "用户名", "真实姓名", "密码", "确认密码", "个人信息", "国籍", "请选择国籍", "民族"]
LABELS += ["请选择民族", "性别", "请选择性别", "出生日期", "证件号码", "联系方式", "电子邮箱", "联系地址"]
LABELS += ["请输入详细地址", "手机号码"]
LABELS += ["获取验证码", "验证码", "保存"]


def people(engine):
    """Return the number of users and of accounts."""
    with Session(engine) as session:
        return [session.scalar(select(func.count()).select_from(each)) for each in (User, Learner)]


def test_the_portal_and_the_login_lead_to_the_registration(guest):
    """登录 stands at the top right of the portal, 立即注册 on the login."""
    guest.open("/")
    assert 'href="/login/">登录</a>' in guest.page
    guest.open("/login/")

    assert 'href="/register/">立即注册</a>' in guest.page


def test_the_terms_come_first(guest):
    """Without the tick 下一步 leads nowhere, and the form cannot be opened around the terms."""
    assert guest.open("/register/form") == 302
    assert guest.open("/register/") == 200
    assert all(word in guest.page for word in ("服务条款", "同意服务条款", "下一步"))
    assert guest.send("/register/", {}) == 422
    assert guest.fields() == ["agree"]
    assert guest.send("/register/", {"agree": "1"}) == 302
    assert guest.open("/register/form") == 200


def test_the_form_has_the_words_of_the_manual(at_form):
    """Title, hint, sections, fields, placeholders and buttons are the manual's, in its order."""
    page, place = at_form.page, 0
    assert "欢迎注册 学分银行个人账号!" in page
    assert "所有注册信息都需填写完整。" in page
    for word in LABELS:
        place = page.find(word, place)
        assert place >= 0, word
        place += len(word)


def test_an_empty_form_names_every_field(at_form, filled):
    """All fields are compulsory; each is named, in the order of the form, and nothing is kept."""
    before = people(filled)

    assert at_form.send("/register/form", {}) == 422
    assert at_form.fields() == ORDER
    assert ("nation", "请选择民族。") in at_form.told
    assert people(filled) == before


def test_a_registration_ends_in_an_empty_account(with_code, filled, sealer):
    """保存 makes the account, logs the learner in, and leads to an empty 我的信息; the same name logs in again."""
    guest, form = with_code
    assert guest.send("/register/form", form) == 302
    assert guest.open("/my/") == 200
    assert "注册成功" in guest.page
    assert "没有找到匹配的记录" in guest.page
    with Session(filled) as session:
        learner = session.scalars(select(Learner).join(Learner.user).where(User.username == "NewLearner1")).one()
        assert (learner.full_name, learner.sex, learner.country_code) == ("王学习", Sex.FEMALE, "CN")
        assert (learner.email, learner.division_code, learner.address) == ("new@example.org", "440104", "下塘西路1号")
        assert sealer.index(PHONE) == learner.phone_index
        trail = session.scalars(select(AuditEvent.action).filter_by(entity_id=learner.id, entity="learner")).all()
        assert set(trail) == {"open_account", "agree_to_terms"}
    guest.send("/logout/", {})
    guest.open("/login/")

    assert guest.send("/login/", {"username": "newlearner1", "password": PASSWORD}) == 302
    assert guest.open("/my/") == 200


def test_a_wrong_code_keeps_the_rest(with_code, filled):
    """A wrong code is told at its field; every other field stays filled, the passwords alone do not."""
    guest, form = with_code
    before = people(filled)

    assert guest.send("/register/form", form | {"code": "000000" if form["code"] != "000000" else "1"}) == 422
    assert guest.told == [("code", "验证码不正确，请对照短信重新填写。")]
    kept = {name: guest.value(name) for name in form if name not in {"password", "again", "code", "terms"}}
    assert kept == {name: form[name] for name in kept}
    assert (guest.value("password"), guest.value("again")) == ("", "")
    assert people(filled) == before


def test_a_used_code_is_used(with_code, filled):
    """The same form sent twice makes one account; the code opens no second one."""
    guest, form = with_code
    guest.send("/register/form", form)
    after = people(filled)
    assert guest.send("/register/form", form) == 302
    guest.send("/logout/", {}) if guest.open("/account/password") == 200 else None
    guest.open("/register/")
    other = form | {"username": "Other2", "document_number": "440104195001010047"}

    assert guest.send("/register/form", other) == 422
    assert guest.told == [("code", "验证码已过期或已失效，请重新获取。其余内容已为您保留。")]
    assert people(filled) == after


TAKEN = "该证件号码已有学习账户，一人只能有一个。请直接登录；忘记密码可在登录页用短信找回。"
BAD = [
    ({"username": "lin_huimin"}, ("username", "用户名只能由英文字母与数字组成，请去掉其他字符。")),
    ({"username": "用户甲"}, ("username", "用户名只能由英文字母与数字组成，请去掉其他字符。")),
    ({"username": "LEARNERA"}, ("username", "这个用户名已有人使用，请换一个。")),
    ({"username": "a" * 33}, ("username", "用户名最多32个字，请缩短。")),
    ({"full_name": "王😀"}, ("full_name", "真实姓名中不能有“😀”，请删去后重填。")),
    ({"full_name": "王\u202e学"}, ("full_name", "真实姓名中不能有“U+202E”，请删去后重填。")),
    ({"full_name": "王\x07"}, ("full_name", "真实姓名中不能有“U+0007”，请删去后重填。")),
    ({"full_name": "王1"}, ("full_name", "真实姓名中不能有“1”，请删去后重填。")),
    ({"full_name": "长" * 61}, ("full_name", "真实姓名最多60个字，请缩短。")),
    ({"address": "家\u200b里"}, ("address", "详细地址中不能有“U+200B”，请删去后重填。")),
    ({"password": "kurz1", "again": "kurz1"}, ("password", "密码至少 10 位，且须同时有字母和数字（或符号）。")),
    ({"again": "anders-2021-xy"}, ("again", "两次输入的密码不一致，请重新输入。")),
    ({"country": "XX"}, ("country", "请在列表中选择国籍。")),
    ({"nation": "-"}, ("nation", "请在列表中选择民族。")),
    ({"sex": "male"}, ("sex", "性别与证件号码不一致，请对照证件核对。")),
    ({"birth_date": "1950-01-02"}, ("birth_date", "出生日期与证件号码里的日期不一致，请对照证件核对。")),
    ({"birth_date": "1950-02-30"}, ("birth_date", "出生日期应写成年-月-日，例如 2020-11-15。")),
    ({"document_number": "440104195001010021"}, ("document_number", "证件号码有误，请对照证件核对。")),
    ({"email": "new@example"}, ("email", "电子邮箱应写成 name@example.com 的样子，请核对。")),
    ({"city": "3301"}, ("city", "请依次选择省、市、区，直到没有下一级。")),
    ({"document_number": "110101195001010009"}, ("document_number", TAKEN)),
]


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)  # what is read is the same on both databases
def test_a_bad_field_is_told(with_code, filled):
    """Each bad field gets its one sentence at its place, and no account is made."""
    guest, form = with_code
    before = people(filled)
    answers = []
    for changes, _told in BAD:
        status = guest.send("/register/form", form | changes)
        answers.append((status, guest.told))

    assert answers == [(422, [told]) for _changes, told in BAD]
    assert people(filled) == before


def test_a_form_alone_does_not_tell_who_is_a_learner(at_form):
    """Without the code nothing is said of a document number that has an account."""
    known = FORM | {"document_number": "110101195001010009"}

    assert at_form.send("/register/form", known | {"code": "123456"}) == 422
    assert at_form.fields() == ["code"]


def test_foreign_documents_open_accounts_too(with_code, filled):
    """A foreigner registers with a passport and without a nationality of China."""
    guest, form = with_code
    foreign = {"country": "FR", "nation": "-", "document_kind": "passport", "document_number": "19AB 12345"}

    assert guest.send("/register/form", form | foreign | {"full_name": "Éloïse D’Arc-Müller"}) == 302
    with Session(filled) as session:
        learner = session.scalars(select(Learner).filter_by(country_code="FR")).one()
        assert (learner.document_kind, learner.document_masked) == (DocumentKind.PASSPORT, "19AB*2345")
        assert (learner.nation_code, learner.full_name) == ("", "Éloïse D’Arc-Müller")


def test_the_smaller_buttons_keep_what_was_typed(at_form):
    """Without a script the lists of cities, another picture and the code each give the form back as it was."""
    for button in ("places", "picture"):
        assert at_form.send("/register/form", FORM | {"do": button}) == 200
        assert at_form.told == []
        assert {name: at_form.value(name) for name in ("username", "full_name", "city", "district", "phone")} == {
            name: FORM[name] for name in ("username", "full_name", "city", "district", "phone")
        }


def test_a_phone_may_be_one_accounts_own(with_code, app, filled, settings):
    """Where the setting says so a number serves one account alone; otherwise a family may share it."""
    guest, form = with_code
    with Session(filled) as session:
        code = session.scalars(select(SmsCode)).one()
        learner = session.scalars(select(Learner).limit(1)).one()
        learner.phone_index = code.phone_index
        session.commit()
    app.extensions["credit_bank_settings"] = type(settings)(
        **{name: getattr(settings, name) for name in settings.__slots__ if name != "phones_unique"}, phones_unique=True
    )

    assert guest.send("/register/form", form) == 422
    assert guest.told == [("phone", "该手机号码已用于另一个账户，请换一个号码。")]
    app.extensions["credit_bank_settings"] = settings
    assert guest.send("/register/form", form) == 302


def test_two_registrations_at_once_make_one_account(app, filled, sealer, now):
    """Of two people with one document at the same moment, one gets the account and the other a plain answer."""
    guests = []
    for number in (1, 2):
        guest = Guest(app.test_client(), filled, sealer, now)
        guest.open("/register/")
        guest.send("/register/", {"agree": "1"})
        guest.open("/register/form")
        form = FORM | {"username": f"Twin{number}", "phone": f"1380000000{number}"}
        assert guest.send("/register/form", form | guest.picture() | {"do": "code"}) == 200
        guests.append((guest, form | {"code": guest.code()}))
    statuses = []
    threads = [
        threading.Thread(target=lambda guest=guest, form=form: statuses.append(guest.send("/register/form", form)))
        for guest, form in guests
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(statuses) == [302, 422]
    assert [name for guest, _form in guests for name in guest.fields()] == ["document_number"]
    with Session(filled) as session:
        index = sealer.index(FORM["document_number"])
        assert session.scalar(select(func.count()).select_from(Learner).filter_by(document_index=index)) == 1
        assert session.scalar(select(func.count()).select_from(User).where(User.username.like("Twin%"))) == 1


def rare_names():
    """Return names with rare characters, some beyond the first plane of Unicode."""
    with (Path(__file__).with_name("rare_names.csv")).open(encoding="utf-8", newline="") as stream:
        return [row["name"] for row in csv.DictReader(stream)]


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_rare_names_are_accepted(at_form):
    """No character of a name in China's table of standard characters is refused."""
    refused = []
    for name in rare_names():
        at_form.send("/register/form", FORM | {"full_name": name, "code": "1"})
        if "full_name" in at_form.fields():
            refused.append(name)

    assert refused == []


def test_no_code_stands_anywhere_in_the_clear(with_code, filled):
    """Neither the code nor the phone can be read in the database; the text that records show has stars for it."""
    guest, form = with_code
    with Session(filled) as session:
        kept = session.scalars(select(OutboxMessage)).one()
        code = session.scalars(select(SmsCode)).one()

    assert form["code"] not in kept.body
    assert "******" in kept.body
    assert form["code"].encode() not in kept.letter_sealed
    assert PHONE.encode() not in kept.letter_sealed
    assert form["code"] not in code.code_index
    assert guest.letters() == [(PHONE, f"【广东学银】您的验证码是{form['code']}，10分钟内有效。请勿告诉他人。")]
