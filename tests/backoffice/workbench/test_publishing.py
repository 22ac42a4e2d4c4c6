"""Publishing a draft: a second person, sound text, no clash with the book, and its effect computed."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.rulebook.models import RuleVersion, VersionState
from backoffice.workbench.models import RuleDraft
from backoffice.workbench.publishing import standing_of
from backoffice.workbench.workflow import DraftState
from tests.backoffice.workbench.conftest import POLICY, TEXT

OTHER = TEXT.replace("WB-1", "WB-2")


@pytest.fixture
def ready(bench):
    """Return a draft that is handed in, with its effect computed."""
    draft_id = bench.start()
    bench.submit(draft_id)
    bench.compute(draft_id)
    return draft_id


def test_two_people_bring_a_rule_into_force(bench, ready):
    """The author is named as such, the second person as the publisher, and the draft knows its version."""
    version_id = bench.publish(ready)
    with Session(bench.engine) as session:
        version = session.get_one(RuleVersion, version_id)
        names = [bench.user(session, "centre"), bench.user(session, "centrepublisher")]

    assert [version.author_id, version.publisher_id] == names
    assert (version.text, version.state) == (TEXT, VersionState.PUBLISHED)
    assert (bench.draft(ready).state, bench.draft(ready).version_id) == (DraftState.PUBLISHED, version_id)


@pytest.mark.parametrize("who", ["centre", "centrepublisher"])
def test_nobody_who_wrote_publishes(bench, codes, who):
    """Neither the one who began a draft nor the one who changed it publishes it."""
    draft_id = bench.start()
    bench.save(draft_id, TEXT + "# 说明\n", who="centrepublisher")
    bench.submit(draft_id)
    bench.compute(draft_id)

    assert codes(bench.publish, draft_id, who=who) == ["writer_publishes"]
    assert bench.in_force() == []


def test_what_is_not_handed_in_is_not_published(bench, codes):
    """A draft of one's own desk stays there."""
    assert codes(bench.publish, bench.start()) == ["draft_closed"]


def test_its_effect_must_be_computed(bench, codes):
    """Without a computation nothing is published, nor while it runs."""
    draft_id = bench.start()
    bench.submit(draft_id)

    assert codes(bench.publish, draft_id) == ["impact_missing"]


def test_the_computation_must_be_of_this_book(bench, ready, codes):
    """Once another rule is published, the effect is computed again."""
    bench.published(TEXT.replace("WB-1", "WB-3").replace("试验培训", "别的培训"))

    assert codes(bench.publish, ready) == ["impact_outdated"]
    bench.compute(ready)
    assert bench.publish(ready)


def test_the_computation_must_be_of_this_text(bench, codes):
    """A text that was changed after its computation needs another."""
    draft_id = bench.start()
    bench.compute(draft_id)
    bench.save(draft_id, TEXT.replace("50%", "40%"))
    bench.submit(draft_id)

    assert codes(bench.publish, draft_id) == ["impact_outdated"]


def test_a_clash_with_the_book_blocks(bench, codes):
    """Two rules that say the same of the same source and target do not stand beside each other."""
    bench.published()
    draft_id = bench.start(OTHER.replace("50%", "40%"))
    bench.submit(draft_id)
    bench.compute(draft_id)

    assert codes(bench.publish, draft_id, seen=True, remarks="已核对") == ["analysis_blocks"]


def test_a_warning_needs_a_tick_and_remarks(bench, codes):
    """A target that the catalogue does not hold is published only by somebody who has seen it."""
    draft_id = bench.start(TEXT.replace("老年教育课程", "没有的课程"))
    bench.submit(draft_id)
    bench.compute(draft_id)

    assert codes(bench.publish, draft_id) == ["warnings_not_seen"]
    assert codes(bench.publish, draft_id, seen=True) == ["warnings_not_seen"]
    assert bench.publish(draft_id, seen=True, remarks="课程下周入名录")


def test_a_policy_needs_no_computation(bench):
    """A policy changes no verdict, so it is published once a second person has read it."""
    draft_id = bench.start(POLICY)
    bench.submit(draft_id)

    assert bench.publish(draft_id)
    assert bench.in_force("WB-P") == [1]


def test_a_later_start_is_a_schedule(bench):
    """A version that starts later leaves the one before in force until the day before."""
    bench.published()
    bench.published(TEXT.replace("  例 成绩 = 95", "  生效 2021-03-01\n  例 成绩 = 95"))
    with Session(bench.engine) as session:
        versions = session.scalars(select(RuleVersion).filter_by(title="工作台试验").order_by(RuleVersion.number)).all()

    assert [str(each.effective_until) for each in versions] == ["2021-02-28", "None"]
    assert {each.state for each in versions} == {VersionState.PUBLISHED}


def test_what_is_in_the_way_is_told_at_once(bench, now):
    """The page before publishing names everything together."""
    draft_id = bench.start(TEXT.replace("=> 3 学分", "=> 2 学分"))
    with Session(bench.engine) as session:
        standing = standing_of(session, session.get_one(RuleDraft, draft_id), on=now.date())

    assert [each.code for each in standing.obstacles()] == ["examples_fail", "impact_missing"]


def test_of_two_published_at_once_the_second_is_weighed_again(bench, codes):
    """Two drafts computed against one book do not both join it unseen: the later one finds another book."""
    texts = (TEXT, TEXT.replace("WB-1", "WB-2").replace("试验培训", "别的培训"))
    drafts = [bench.start(text) for text in texts]
    for draft_id in drafts:
        bench.submit(draft_id)
        bench.compute(draft_id)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda draft_id: codes(bench.publish, draft_id), drafts))

    assert sorted(told) == [[], ["impact_outdated"]]
    assert sorted([bench.in_force("WB-1"), bench.in_force("WB-2")]) == [[], [1]]
