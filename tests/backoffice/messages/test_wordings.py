"""The centre's words of messages: checked, kept in versions, and what is written with them; on both databases."""

import pytest

from backoffice.accounts import words as accounts
from backoffice.kernel.filled import PLACE
from backoffice.kernel.models import OutboxMessage
from backoffice.kernel.outbox import enqueue, enqueue_letter, open_letter
from backoffice.kernel.problems import Refused
from backoffice.kernel.states import Channel, DeliveryState
from backoffice.messages.inbox import messages_of, unread_count
from backoffice.messages.templates import TEMPLATES, body_of
from backoffice.messages.wordings import (
    OWN_WORDS,
    Words,
    own_words,
    places,
    segments,
    templates,
    tried,
    words_of,
    write,
)
from tests.factories import MOMENT, make

APPROVED = {
    "signature": "【广东学银】",
    "platform": "广东终身教育学分银行信息管理平台",
    "source_title": "老年教育课程",
    "target_institution": "老年大学机构",
    "target_title": "老年教育课程（广东老年大学）",
}
NEW = "{签名}{来源成果}已转换为{目标机构}的{目标成果}。"
MANUAL = (
    "【广东学银】您申请的老年教育课程学习成果转换老年大学机构老年教育课程（广东老年大学）学习成果已经审核通过，"
    "老年大学机构老年教育课程（广东老年大学）学习成果已自动添加到您个人账户下，"
    "可登录广东终身教育学分银行信息管理平台查看。"
)


def told(session, key, template="conversion_approved", **values):
    """Write a message to somebody."""
    return enqueue(
        session,
        template=template,
        body=body_of(template, **(values or APPROVED)),
        recipient_id=make(session, "User").id,
        idempotency_key=key,
        now=MOMENT,
    )


@pytest.fixture
def keep(session):
    """Return a function that keeps new words."""
    author = make(session, "User").id

    def make_version(text, template="conversion_approved", tongue="zh", *, by_sms=True, by_mail=False):
        return write(session, template, tongue, Words(text, by_sms, by_mail), actor_id=author, now=MOMENT)

    return make_version


def test_without_words_of_the_centre_the_manual_is_kept_byte_for_byte(session):
    """What goes out is the manual's message."""
    assert told(session, "a").body == MANUAL
    assert tried("conversion_approved", "zh", own_words("conversion_approved", "zh"), house=APPROVED) == MANUAL


def test_new_words_are_for_messages_from_now_on(session, keep):
    """What was written keeps its text and knows its version; the product's own words kept again are version 2."""
    before = told(session, "a")
    assert keep(NEW).number == 1
    assert keep(NEW) is None
    after = told(session, "b")
    assert keep(own_words("conversion_approved", "zh")).number == 2
    again = told(session, "c")

    assert (before.body, before.wording_number) == (MANUAL, 0)
    assert after.body == "【广东学银】老年教育课程已转换为老年大学机构的老年教育课程（广东老年大学）。"
    assert after.wording_number == 1
    assert (again.body, again.wording_number) == (MANUAL, 2)
    assert words_of(session, "conversion_approved", "zh").number == 2


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        (" ", [("words_missing", "")]),
        (
            NEW.replace("{目标成果}", "{目标课程}"),
            [("placeholder_unknown", "目标课程"), ("placeholder_missing", "目标成果")],
        ),
        (NEW.replace("{签名}", ""), [("placeholder_missing", "签名")]),
        (NEW + "{", [("braces_open", "")]),
        (NEW + "{ 平台名}", [("braces_open", "")]),
        (NEW + "\u202e", [("words_unreadable", "")]),
        (NEW + "长" * 700, [("words_too_long", "700")]),
    ],
    ids=["empty", "unknown", "missing", "brace", "blank", "hidden", "long"],
)
def test_wrong_words_are_refused_naming_the_place(keep, text, problems):
    """Every problem at once, each with what it is about."""
    with pytest.raises(Refused) as refused:
        keep(text)

    assert [(each.code, "".join(each.values.values())) for each in refused.value.problems] == problems


def test_a_place_that_a_message_can_do_without_may_be_left_out(keep):
    """The platform's name is one; the learner can do without it."""
    assert keep(NEW).text == NEW


def test_the_ways_of_a_message_are_chosen_with_its_words(session, keep):
    """By mail there is a copy, which the inbox leaves out; without SMS the message stands in the inbox alone."""
    keep(NEW, by_mail=True)
    both = told(session, "a")
    keep(NEW, by_sms=False)
    site = told(session, "b")
    copy = session.query(OutboxMessage).filter_by(idempotency_key="a:mail").one()

    assert (both.channel, copy.channel, copy.body) == (Channel.SMS, Channel.MAIL, both.body)
    assert messages_of(session, both.recipient_id, page=1, size=9).items == [both]
    assert unread_count(session, both.recipient_id) == 1
    assert (site.channel, site.state, site.sent_at) == (Channel.SITE, DeliveryState.SENT, MOMENT)


def test_english_words_stand_beside_the_chinese(session, keep):
    """The product's own, or the centre's; what goes out stays Chinese."""
    values = {"signature": "【示】", "platform": "某平台", "number": "N1", "remarks": "缺页"}
    own = told(session, "a", "conversion_returned", **values)
    keep("Returned {number}: {remarks}", "conversion_returned", "en")
    changed = told(session, "b", "conversion_returned", **values)

    assert own.body_english.startswith("Your conversion application N1 needs correction: 缺页.")
    assert changed.body_english == "Returned N1: 缺页"
    assert own.body == changed.body


def test_values_with_braces_are_only_words(session):
    """What a reviewer writes is never read as a place."""
    values = {"signature": "【示】", "platform": "某平台", "number": "N1", "remarks": "缺{签名}{0}"}

    assert "缺{签名}{0}" in told(session, "a", "conversion_returned", **values).body


def test_words_from_another_time_fail_nothing(session):
    """When a message has lost a place since, the product's own words are used."""
    make(session, "MessageWording", template="conversion_approved", text="{签名}{没有了}")

    assert told(session, "a").body == MANUAL


def test_a_code_in_new_words_stays_sealed(session, sealer, keep):
    """The letter holds the code, the record its stars; a code goes by SMS whatever is ticked."""
    kept = keep("{签名}{验证码}，{分钟数}分钟。", "sms_code", by_sms=False, by_mail=True)
    values = {"signature": "【示】", "minutes": "10"}
    letter = enqueue_letter(
        session,
        phone="13800000001",
        text=accounts.body_of("sms_code", code="123456", **values),
        shown=accounts.body_of("sms_code", code="******", **values),
        template="sms_code",
        idempotency_key="k",
        sealer=sealer,
        now=MOMENT,
    )

    assert (kept.by_sms, kept.by_mail) == (True, False)
    assert open_letter(letter, sealer) == ("13800000001", "【示】123456，10分钟。")
    assert letter.body == "【示】******，10分钟。"


@pytest.mark.parametrize("template", templates())
def test_every_message_can_be_tried_in_both_languages(template):
    """The samples fill every place, the product's own words pass their own check, and English has no other places."""
    for tongue in ("zh", "en"):
        assert "{" not in tried(template, tongue, own_words(template, tongue), house=APPROVED | {"help_line": "1"})
    assert set(PLACE.findall(OWN_WORDS["en"].get(template, ""))) <= set(places(template))


@pytest.mark.parametrize("template", ["conversion_returned", "conversion_refused", "recognition_returned"])
def test_returns_and_rejections_are_told_too(template):
    """There is a message for each, with the remarks in it."""
    assert "{remarks}" in TEMPLATES[template]


def test_the_length_is_told_in_parts():
    """70 characters in one, 67 in each of several; a picture takes the room of two."""
    assert [segments("字" * count) for count in (70, 71, 134, 135)] == [1, 2, 2, 3]
    assert segments("😀" * 36) == 2
