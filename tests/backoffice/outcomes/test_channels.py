"""How an outcome came into the account (成果来源): four ways, each with its word on the learner's page."""

import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.accounts.models import Learner
from backoffice.catalogue.kind_names import kind_named, kinds_by_name
from backoffice.outcomes.models import EntryChannel, Evidence, LearnerOutcome, RecognitionState
from tests.factories import make

WAITING = RecognitionState.NOT_APPLIED
SHOWN = re.compile(r'data-label="(?:成果来源|Entry channel)"[^>]*>\s*([^<]+?)\s*<')


def four(engine):
    """Give the demo learner an outcome by each way, with a file."""
    with Session(engine) as session:
        learner = session.scalars(select(Learner).order_by(Learner.id)).first()
        kind = kind_named(kinds_by_name(session), "课程")
        for channel in EntryChannel:
            outcome = make(session, "LearnerOutcome", learner=learner, kind=kind, entry_channel=channel, state=WAITING)
            make(session, "Evidence", outcome=outcome)
        session.commit()


def test_each_way_has_its_word(filled, visit):
    """自助添加, 机构导入, 转换获得 and 数据对接 stand on 我的信息, in both languages."""
    four(filled)
    pages = {locale: visit("learnera", locale).client.get("/my/").text for locale in ("zh", "en")}
    shown = {locale: sorted(SHOWN.findall(text)) for locale, text in pages.items()}

    assert shown["zh"] == sorted(channel.value for channel in EntryChannel)
    assert shown["en"] == sorted(
        ["By learner", "From another system", "Gained by conversion", "Imported by the institution"]
    )


def test_what_another_system_handed_over_is_not_changed_by_hand(filled, visit):
    """Only what a learner added is a learner's to change or to delete."""
    four(filled)
    with Session(filled) as session:
        keys = dict(session.execute(select(LearnerOutcome.entry_channel, LearnerOutcome.id)).all())
    visitor = visit("learnera")
    pages = {channel: visitor.client.get(f"/my/outcomes/{key}").text for channel, key in keys.items()}
    changed = {channel: visitor.send(f"/my/outcomes/{key}/change", {})[1] for channel, key in keys.items()}

    assert {channel for channel, page in pages.items() if "/change" in page} == {EntryChannel.LEARNER}
    assert changed.pop(EntryChannel.LEARNER) == [
        "您打开这个页面之后，这项成果已在别处改过。下面是最新内容，请核对后再提交。"
    ]
    assert set(map(tuple, changed.values())) == {("这项成果现为“未申请”，或已用于申请，不能再修改或删除。",)}


def test_the_step_that_knows_them_can_be_taken_back(filled):
    """Without the fourth way its outcomes count as imported; nothing that hangs on them is lost."""
    four(filled)
    schema.downgrade(filled, "0014-1")
    schema.upgrade(filled)

    with Session(filled) as session:
        channels = session.scalars(select(LearnerOutcome.entry_channel).order_by(LearnerOutcome.id)).all()
        assert channels == [
            EntryChannel.LEARNER,
            EntryChannel.INSTITUTION,
            EntryChannel.CONVERSION,
            EntryChannel.INSTITUTION,
        ]
        assert len(session.scalars(select(Evidence.id)).all()) == 4
    schema.check(filled)
