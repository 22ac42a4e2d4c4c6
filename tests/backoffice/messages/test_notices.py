"""Notices: drafts, the moments they begin and end, and whom they are for; on both databases."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.kernel.clock import day_of
from backoffice.messages.announcing import Typed, all_notices, standing, write_notice
from backoffice.messages.models import Audience, Notice
from backoffice.messages.notices import ANYBODY, Reader, notices_of, published_notice, reader_of
from tests.factories import MOMENT, make

TODAY = date(2020, 11, 15)
MIDNIGHT = datetime(2020, 11, 14, 16, tzinfo=UTC)  # when this day begins here
LABELS = dict.fromkeys(("title", "body", "first_day", "last_day", "audience"), "示例栏")
TYPED = {
    "title": "停机维护",
    "body": "第一段\n第二段",
    "first_day": "2020-11-15",
    "last_day": "2020-11-16",
    "audience": "所有人",
    "institution": "",
    "pinned": False,
    "labels": LABELS,
}


@pytest.mark.parametrize(
    ("moment", "seen"),
    [
        (MIDNIGHT - timedelta(seconds=1), False),
        (MIDNIGHT, True),
        (MIDNIGHT + timedelta(days=1) - timedelta(seconds=1), True),
        (MIDNIGHT + timedelta(days=1), False),
    ],
    ids=["before", "first second", "last second", "after"],
)
def test_a_notice_of_one_day_stands_from_midnight_to_midnight(session, moment, seen):
    """The days are those of this house's wall calendar."""
    notice = make(session, "Notice", published_from=TODAY, published_until=TODAY)

    assert (published_notice(session, notice.id, on=day_of(moment)) is not None) == seen


def test_everybody_reads_what_is_for_them(session):
    """Learners, those of one institution, and the staff each have their own beside what is for all; drafts nobody."""
    learner, other = make(session, "Learner"), make(session, "Learner")
    home = make(session, "Membership", learner=learner).institution
    make(session, "Membership", learner=other)
    kept = {
        each.name: make(session, "Notice", audience=each, institution=home if each is Audience.OF_INSTITUTION else None)
        for each in Audience
    }
    make(session, "Notice", draft=True)

    def read_by(reader):
        found = notices_of(session, on=TODAY, page=1, size=10, reader=reader).items
        return {name for name, notice in kept.items() if notice in found}, len(found)

    def reading(each: Learner):
        return read_by(reader_of(session, each.user_id, frozenset({"Learner"})))

    assert read_by(ANYBODY) == ({"EVERYBODY"}, 1)
    assert reading(learner) == ({"EVERYBODY", "LEARNERS", "OF_INSTITUTION"}, 3)
    assert reading(other) == ({"EVERYBODY", "LEARNERS"}, 2)
    assert read_by(reader_of(session, 1, frozenset({"CommitteeMember"}))) == ({"EVERYBODY", "STAFF"}, 2)
    assert published_notice(session, kept["STAFF"].id, on=TODAY, reader=Reader(learner=True)) is None


def test_pinned_notices_come_first(session):
    """Then the newest."""
    old, pinned, new = (
        make(session, "Notice", published_from=TODAY - timedelta(days=days), pinned=pinned)
        for days, pinned in ((3, False), (2, True), (1, False))
    )

    assert notices_of(session, on=TODAY, page=1, size=10).items == [pinned, new, old]


def test_a_draft_is_published_by_its_writer_and_stands_somewhere(session):
    """The desk tells draft, coming, shown and over apart, and every step is audited."""
    writer = make(session, "User")
    draft = write_notice(session, None, Typed(**TYPED), draft=True, actor_id=writer.id, now=MOMENT)
    seen = [standing(draft, TODAY)]
    write_notice(session, draft.id, Typed(**TYPED), draft=False, actor_id=writer.id, now=MOMENT)
    seen += [standing(draft, TODAY + timedelta(days=days)) for days in (-1, 0, 1, 2)]
    listed = [
        [each.id for each in all_notices(session, stands=stands, words="停机", on=TODAY, page=1, size=10).items]
        for stands in ("草稿", "待公布", "公布中", "已结束", "")
    ]

    assert seen == ["草稿", "待公布", "公布中", "公布中", "已结束"]
    assert listed == [[], [], [draft.id], [], [draft.id]]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"last_day": "2020-11-14"}, ["notice_days_turned"]),
        ({"first_day": "", "title": " "}, ["field_missing", "field_missing"]),
        ({"first_day": "11月"}, ["field_not_a_date"]),
        ({"audience": "大家"}, ["choice_unknown"]),
        ({"audience": "一个机构的学习者", "institution": "没有的机构"}, ["notice_institution_missing"]),
    ],
    ids=str,
)
def test_a_wrong_notice_is_told_at_once(session, codes, changed, told):
    """Each problem by its code, and nothing is kept."""
    typed = Typed(**(TYPED | changed))

    assert codes(write_notice, session, None, typed, draft=False, actor_id=1, now=MOMENT) == told
    assert session.query(Notice).count() == 0


def test_a_learner_sees_the_newest_notices_on_the_account_page(visit, filled):
    """The first two that are for them, the new one marked; the rest are a step away, and the menu leads there."""
    with Session(filled) as session:
        for days, title in ((1, "停机通知"), (30, "开户须知"), (60, "旧闻"), (0, "给工作人员")):
            audience = Audience.STAFF if title == "给工作人员" else Audience.EVERYBODY
            make(session, "Notice", title=title, published_from=TODAY - timedelta(days=days), audience=audience)
        session.commit()
    page = visit("learnera").client.get("/my/").text
    posted = page.partition('class="xf-posted"')[2].partition("</section>")[0]

    assert [title for title in ("停机通知", "开户须知", "旧闻", "给工作人员") if title in posted] == [
        "停机通知",
        "开户须知",
    ]
    assert posted.count("最新") == 1
    assert page.partition('class="xf-side"')[2].partition("</nav>")[0].count('href="/notices"') == 1
    assert 'href="/notices"' in visit("assessor").client.get("/review/assessment/").text.partition("xf-side-foot")[2]
