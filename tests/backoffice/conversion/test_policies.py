"""Policies, once and consume, held against the ledger at the approval, on both databases."""

import threading
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.problems import Refused
from backoffice.kernel.wording import message
from backoffice.ledger.models import CreditEntry
from backoffice.ledger.operations import balance
from backoffice.rulebook.models import Decision

RULE = """规则 {code} “政策试验{code}”
  来源 培训类 “老年教育课程” @“成果试点机构”
  目标 课程 “{target}” @“老年大学机构” 1 学分
  {clause}
"""
OTHER = "老年教育课程（广东老年大学）"
PATIENCE = 60  # seconds


@pytest.fixture
def rule(publish):
    """Return a function that publishes a small rule; it returns the rule's title."""

    def make(code, clause="", target="老年教育课程"):
        publish(RULE.format(code=code, clause=clause, target=target))
        return f"政策试验{code}"

    return make


@pytest.fixture
def waiting(line):
    """Return a function that brings an outcome, by a rule, to where the committee decides."""

    def make(outcome_id, title):
        application_id = line.apply(outcome_id, title=title)
        line.pass_first(application_id)
        return application_id

    return make


@pytest.fixture
def approve(line):
    """Return a function that approves; it gives the sentences of a refusal."""

    def make(application_id, lang="zh", username="committeea"):
        try:
            line.pass_final(application_id, username=username)
        except Refused as refused:
            return [message(problem, lang) for problem in refused.problems]
        return []

    return make


def test_a_policy_binds_over_all_rules(line, publish, rule, waiting, approve):
    """Credits of one rule leave no room for those of another; the refusal names the policy and the figures."""
    publish("政策 ZONG “每人最多 1.5 学分”\n  范围 学习者\n  上限 1.5 学分")
    cases = [waiting(line.add(number=str(each)), rule(f"ZC-{each}")) for each in range(2)]
    told = "政策“每人最多 1.5 学分”（ZONG）：最多 1.5 学分（每位学习者），已占用 1 学分，这次 1 学分，只剩 0.5 学分。"

    assert [approve(each) for each in cases] == [[], ["不能通过。" + told]]
    assert "allows 1.5 credits per learner; 1 are taken already" in approve(cases[1], "en")[0]
    with Session(line.engine) as session:
        assert balance(session, line.learner(session).id) == 1
        assert session.get_one(ConversionApplication, cases[1]).state is ConversionState.FIRST_PASSED


def test_a_policy_in_the_text_of_a_rule_binds_too(line, publish, rule, waiting, approve):
    """A policy that was published beside a rule binds the conversions of every rule."""
    publish(RULE.format(code="ZC-A", clause="", target=OTHER) + "政策 CI “一项成果用一次” 范围 成果 最多 1 次")
    title, outcome_id = rule("ZC-B"), line.add()
    first, second = waiting(outcome_id, "政策试验ZC-A"), waiting(outcome_id, title)

    assert approve(first) == []
    assert "政策“一项成果用一次”（CI）：最多 1 次（每项成果），已用 1 次" in approve(second)[0]


def test_the_best_of_a_set_counts(line, publish, rule, waiting, approve):
    """Of outcomes of one set only so many may count, whatever the rule."""
    publish("政策 YOU 范围 学习者 涉及 集合 LAO 最优 1\n集合 LAO { 培训类 “老年教育课程” }")
    cases = [waiting(line.add(number=str(each)), rule(f"ZC-{each}")) for each in range(2)]

    assert [len(approve(each)) for each in cases] == [0, 1]


def test_a_condition_reads_the_learner_of_today(line, publish, rule, waiting, approve):
    """A policy for those who are enrolled elsewhere does not bind; for one's own school it does."""
    publish("政策 BIE 范围 学习者 上限 0.5 学分 条件 学习者 属于 “别的机构”")
    case = waiting(line.add(), rule("ZC-1"))
    assert approve(case) == []
    publish("政策 BEN 范围 学习者 上限 0.5 学分 条件 学习者 不属于 “别的机构”")

    assert "（BEN）" in approve(waiting(line.add(number="2"), rule("ZC-2")))[0]


def test_a_policy_that_has_ended_binds_nobody(line, publish, rule, waiting, approve):
    """Only policies of the day of the decision bind."""
    publish("政策 JIU 范围 学习者 上限 0.5 学分 生效 至 2019-12-31")

    assert approve(waiting(line.add(), rule("ZC-1"))) == []


def test_a_cut_is_refused_while_proofs_cannot_verify_it(line, publish, rule, waiting, approve):
    """Where a policy would truncate, nothing is booked and the refusal says what could have been given."""
    publish("政策 DUAN “一年一个半” 范围 年 上限 1.5 学分 超出 截断")
    cases = [waiting(line.add(number=str(each)), rule(f"ZC-{each}")) for each in range(2)]

    assert approve(cases[0]) == []
    assert "按规定只能给 0.5 学分" in approve(cases[1])[0]
    with Session(line.engine) as session:
        assert balance(session, line.learner(session).id) == 1


def test_credits_that_were_taken_back_make_room(line, publish, rule, waiting, approve):
    """A reversed entry no longer counts."""
    publish("政策 ZONG 范围 学习者 上限 1 学分")
    cases = [waiting(line.add(number=str(each)), rule(f"ZC-{each}")) for each in range(2)]
    assert approve(cases[0]) == []
    with line.writing() as session:
        entry = session.scalars(select(CreditEntry)).one()
        undone = CreditEntry(
            learner_id=entry.learner_id,
            target_id=entry.target_id,
            credits=-entry.credits,
            reverses_id=entry.id,
            booked_at=line.now,
        )
        session.add(undone)
        session.commit()

    assert approve(cases[1]) == []


def test_a_rule_that_holds_once_is_not_approved_twice(line, rule, waiting, approve):
    """Two applications that came under way before the rule held once bring one approval."""
    first = waiting(line.add(number="1"), rule("ZC-1"))
    second = waiting(line.add(number="2"), "政策试验ZC-1")
    rule("ZC-1", "仅一次")
    with line.writing() as session:
        version = line.version(session, "政策试验ZC-1")
        for application_id in (first, second):
            session.get_one(ConversionApplication, application_id).rule_version_id = version
        session.commit()

    assert approve(first) == []
    assert approve(second) == ["这条规则每位学习者只能使用一次，该学习者已经用过，不能通过。"]


def test_a_consuming_rule_takes_no_outcome_that_served_before(line, rule, waiting, approve):
    """What a conversion used without consuming it cannot be used up afterwards: at the approval, and when applying."""
    outcome_id, eating = line.add(), rule("ZC-2", "消耗", OTHER)
    first, second = waiting(outcome_id, rule("ZC-1")), waiting(outcome_id, eating)
    told = ["这条规则要求所用成果不再用于其他转换，而这项成果已经用过，不能申请或通过。"]

    assert [approve(first), approve(second)] == [[], told]
    with pytest.raises(Refused) as caught:
        line.apply(outcome_id, title=rule("ZC-3", "消耗"))
    assert [message(each) for each in caught.value.problems] == told


def test_two_approvals_at_once_never_exceed_a_policy(line, publish, rule, waiting, approve):
    """Of two approvals at one moment, by two rules, that a policy has room for one of, one succeeds."""
    titles = [rule(f"ZC-{each}") for each in range(2)]
    for number in range(8):
        publish(f"政策 TONG 范围 学习者 上限 {number + 1} 学分")
        cases = [waiting(line.add(number=f"{number}-{place}"), title) for place, title in enumerate(titles)]
        barrier, told = threading.Barrier(2), {}

        def call(place, case, barrier=barrier, told=told):
            barrier.wait(PATIENCE)
            told[place] = approve(case, username=("committeea", "committeeb")[place])

        threads = [threading.Thread(target=call, args=each) for each in enumerate(cases)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)

        assert sorted(map(len, told.values())) == [0, 1]
    with Session(line.engine) as session:
        assert balance(session, line.learner(session).id) == Decimal(8)
        assert len(session.scalars(select(Decision)).all()) == 8
