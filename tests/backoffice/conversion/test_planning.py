"""The plan towards a programme, under all rules and policies in force; on both databases."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.planning import find_programmes, plan_for
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.clock import day_of
from rules.planning.terms import Terms

RULE = """规则 GUI-{number} “规划试验{number}”
  来源 培训类 “老年教育课程” @“成果试点机构”
  目标 课程 “规划课{number}” @“{place}” {credits} 学分
  {clause}
"""


@pytest.fixture
def programme(line, publish):
    """Make a programme with three courses and their rules; one rule waits for a score, another aims elsewhere."""
    with line.writing() as session:
        owner = session.scalars(select(Institution).filter_by(title="广东开放大学")).one()
        kind = session.scalars(select(OutcomeKind).filter_by(code="course")).one()
        made = Programme(institution_id=owner.id, title="规划专业", education_level="本科", total_credits=80)
        session.add(made)
        session.flush()
        for number in (1, 2, 3):
            session.add(
                CatalogueOutcome(
                    kind_id=kind.id,
                    institution_id=owner.id,
                    programme_id=made.id,
                    code=f"GH{number}",
                    version=1,
                    title=f"规划课{number}",
                    subject="老年教育",
                    credits=number,
                    fields={},
                )
            )
        session.commit()
        key = made.id
    for number, clause in ((1, ""), (2, ""), (3, "条件 成绩 >= 60")):
        publish(RULE.format(number=number, place="广东开放大学", credits=number, clause=clause))
    publish(RULE.format(number=4, place="老年大学机构", credits=9, clause=""))
    return key


@pytest.fixture
def planned(line):
    """Return a function that plans for the first learner."""

    def make(programme_id):
        with Session(line.engine) as session:
            return plan_for(
                session,
                session.get_one(Programme, programme_id),
                learner=line.learner(session),
                on=day_of(line.now),
                terms=Terms(),
            )

    return make


def test_the_best_set_is_found_and_proved(line, programme, planned):
    """Both rules that fit are chosen; the one that lacks a score is hoped for; foreign targets do not count."""
    line.add()
    found = planned(programme).plan

    assert [each.option.rule.code for each in found.chosen] == ["GUI-1", "GUI-2"]
    assert (found.credits, found.proved) == (3, True)
    assert [(each.waiting.rule.code, each.adds) for each in found.hoped] == [("GUI-3", 3)]


def test_policies_keep_conversions_out_and_say_why(line, publish, programme, visit):
    """Where a cap leaves room for one, the better one is chosen; the page tells the policy and its figures."""
    line.add()
    publish("政策 ZONG “每人最多 2 学分”\n  范围 学习者\n  上限 2 学分")
    page = visit("learnera").client.get(f"/my/plan?programme={programme}").text

    assert "已证明最优" in page
    assert re.search(r"因上限或政策没有列入.*规划试验1.*最多 2 学分", page, re.DOTALL)


def test_a_suggested_conversion_leads_into_the_choice_with_its_rule(line, programme, visit):
    """The link opens 成果转换 of the outcome with the rule chosen."""
    outcome_id = line.add()
    client = visit("learnera").client
    page = client.get(f"/my/plan?programme={programme}").text
    address = re.search(rf'href="(/my/conversions/apply/{outcome_id}\?rule=\d+)"', page)[1]

    assert 'name="kept"' in client.get(address).text
    for word in ("规划专业", "建议的转换", "补齐材料后还可以转换", "规划试验3"):
        assert word in page


def test_what_is_under_way_is_not_suggested_again(line, programme, planned):
    """An open application counts as made: neither its rule nor its course is planned once more."""
    line.apply(line.add(), title="规划试验2")
    found = planned(programme)

    assert [each.option.rule.code for each in found.plan.chosen] == ["GUI-1"]
    assert found.under_way == 1


def test_programmes_are_searched_and_a_foreign_key_is_told(line, programme, visit):
    """By a part of the title; a programme that does not exist is told, in the page."""
    visitor = visit("learnera")

    assert visitor.get("/my/plan?programme=999999") == (422, ["没有找到这个专业，请在列表中选择。"])
    assert visitor.get("/my/plan?programme=x%FF")[0] == 422
    with Session(line.engine) as session:
        learner_id = line.learner(session).id
        found = find_programmes(session, learner_id=learner_id, words="规划")
        assert [each.id for each in found] == [programme]
        assert find_programmes(session, learner_id=learner_id, words="没有%") == []
