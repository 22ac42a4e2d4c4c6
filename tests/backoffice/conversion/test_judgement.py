"""A performance outcome (业绩类) converted by judgement, from its target to the verified proof, on both databases."""

import json
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.conversion.performance import performance_outcomes, search_targets
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.clock import day_of
from backoffice.kernel.models import OutboxMessage
from backoffice.ledger.models import OutcomeUse
from backoffice.ledger.operations import balance
from backoffice.outcomes.models import LearnerOutcome
from backoffice.proofs.models import ConversionProof
from backoffice.recognition.models import RecognitionRecord
from backoffice.rulebook.models import Decision, DecisionBasis
from reports.proof import content_of
from reports.verify import Basis, Finding, recompute

SMS = (
    "【广东学银】您申请的粤菜烹饪大赛一等奖学习成果转换老年大学机构老年教育课程（广东老年大学）学习成果已经审核通过，"
    "老年大学机构老年教育课程（广东老年大学）学习成果已自动添加到您个人账户下，可登录广东终身教育学分银行信息管理平台查看。"
)


def test_an_approval_brings_everything(filled, judged):
    """Credits at ratio 100, the added outcome, the recognised source, the message, and a proof without a rule."""
    outcome_id = judged.add_award()
    application_id = judged.ask_judgement(outcome_id)
    assert judged.state_of(outcome_id) == "未申请"
    judged.pass_first(application_id)
    judged.pass_final(application_id)

    with Session(filled) as session:
        application = session.get_one(ConversionApplication, application_id)
        decision = session.scalars(select(Decision)).one()
        added = session.scalars(select(LearnerOutcome).filter_by(entry_channel="转换获得")).one()
        use = session.scalars(select(OutcomeUse)).one()
        assert application.state is ConversionState.CONVERTED
        assert (application.institution.title, application.committee.subject) == ("老年大学机构", "老年教育")
        assert (decision.basis, decision.rule_version_id, decision.credits) == (
            DecisionBasis.JUDGEMENT,
            None,
            Decimal("1.00"),
        )
        assert json.loads(decision.facts)["ratio"] == "100"
        assert [each["remarks"] for each in json.loads(decision.trace)["reviews"]] == ["与原件一致", "符合规则"]
        assert balance(session, application.learner_id) == Decimal("1.00")
        assert (added.title, added.state.value) == ("老年教育课程（广东老年大学）", "已认定")
        assert (use.outcome_id, use.consumed) == (outcome_id, True)
        assert session.scalars(select(OutboxMessage.body)).all() == [SMS]
        steps = session.scalars(select(RecognitionRecord.step).order_by(RecognitionRecord.id)).all()
        assert steps == ["apply", "recognise_with_conversion"]
    assert judged.state_of(outcome_id) == "已认定"


def test_its_proof_is_verified_by_doing_the_sum_again(filled, judged):
    """The proof names no rule, carries no remarks, and fails once a figure of it is changed."""
    application_id = judged.ask_judgement(judged.add_award())
    judged.pass_first(application_id)
    judged.pass_final(application_id)
    with Session(filled) as session:
        payload = session.scalars(select(ConversionProof.payload)).one()
    checked, content = recompute(payload), content_of(payload)

    assert checked.ok
    assert [(line.basis, line.finding) for line in checked.lines] == [(Basis.JUDGEMENT, Finding.CONFIRMED)]
    assert (content.lines[0].rule_code, content.lines[0].credits, content.lines[0].ratio) == ("", 1, 100)
    assert "符合规则" not in payload
    assert not recompute(payload.replace('"target_credits":"1.00"', '"target_credits":"9.00"')).ok


def test_only_a_performance_outcome_is_judged(judged, codes):
    """Others are converted by a rule; nobody converts somebody else's, nor to what cannot be a target."""
    training, award = judged.add(), judged.add_award(same_files=True)

    assert codes(judged.ask_judgement, training) == ["performance_alone"]
    assert codes(judged.ask_judgement, award, username="learnerb") == ["outcome_unknown"]
    assert codes(judged.ask_judgement, award, target=0) == ["target_not_chosen"]


def test_it_is_asked_for_once(judged, codes):
    """A second click leads to the first application; another target is refused while it is under way and afterwards."""
    award = judged.add_award()
    first = judged.ask_judgement(award)
    other = judged.target("公司概况")

    assert judged.ask_judgement(award) == first
    assert codes(judged.ask_judgement, award, target=other) == ["judged_already"]
    judged.pass_first(first)
    judged.pass_final(first)
    assert codes(judged.ask_judgement, award) == ["judged_already"]


def test_recognition_and_conversion_do_not_run_beside_each_other(judged, codes):
    """While one is under way the other is refused with the reason; a recognised outcome may still be converted."""
    first, second = judged.add_award(), judged.add_award(title="二等奖", same_files=True)
    request = judged.request(first)
    judged.ask_judgement(second)

    assert codes(judged.ask_judgement, first) == ["recognition_under_way"]
    assert codes(judged.request, second) == ["recognition_with_conversion"]
    judged.check(request)
    judged.decide(request)
    assert codes(judged.ask_judgement, first) == []


def test_a_refused_judgement_leaves_the_outcome_unrecognised(filled, judged):
    """终审不通过 books nothing, and another target can be asked for."""
    award = judged.add_award()
    first = judged.ask_judgement(award)
    judged.pass_first(first)
    judged.pass_final(first, step="refuse_final_review", remarks="水平不对应")

    assert judged.state_of(award) == "未申请"
    with Session(filled) as session:
        assert balance(session, session.get_one(ConversionApplication, first).learner_id) == 0
    assert judged.ask_judgement(award) != first


def test_the_list_holds_performance_outcomes_alone(judged):
    """业绩类 outcomes, searched by a part of the name, each with where its conversion stands."""
    judged.add()
    first, _second = judged.add_award(same_files=True), judged.add_award(title="二等奖", same_files=True)
    judged.ask_judgement(first)
    with judged.writing() as session:
        learner = judged.learner(session)

        def rows(title=""):
            page = performance_outcomes(session, learner_id=learner.id, title=title, page=1, size=25)
            return [(row.outcome.title, row.state) for row in page.items]

        assert rows() == [("二等奖", "未申请"), ("粤菜烹饪大赛一等奖", "已申请")]
        assert rows("烹饪") == [("粤菜烹饪大赛一等奖", "已申请")]
        assert rows("没有") == []


def test_targets_are_searched_by_three_words(judged):
    """The words are parts of their columns and all must match; what has no credits cannot be aimed at."""
    with judged.writing() as session:

        def found(**words):
            words = {"programme": "", "title": "", "institution": ""} | words
            page = search_targets(session, **words, on=day_of(judged.now), page=1, size=10)
            return page.total, {each.title for each in page.items}

        assert found(title="公司", programme="2019春", institution="开放") == (1, {"公司概况"})
        assert found(title="公司", institution="老年") == (0, set())
        assert found(title="全国计算机等级考试")[0] == 0
        assert found(institution="老年大学机构")[1] == {"老年教育课程", "老年教育课程（广东老年大学）"}
