"""What a draft would do to learners is known, to the learner and the hundredth, before it is published."""

from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.outcomes.models import LearnerOutcome
from backoffice.workbench.impact import advance, begin_run, figures_of
from backoffice.workbench.models import ImpactLine, ImpactRun
from backoffice.workbench.workflow import RunState
from tests.backoffice.workbench.conftest import TEXT
from tests.backoffice.workbench.population import populate
from tests.factories import make
from tests.worked_example import Line

BANDS = "[90..100] 100%, [60..90) 50%"
EDITED = "[90..100] 100%, [60..63) 33.34%, [63..90) 50%"  # of 3 credits, 1.5 become 1


def lines(bench, run_id, *, pending=False):
    """Return outcome, effect, credits before and after of every line."""
    with Session(bench.engine) as session:
        found = session.scalars(select(ImpactLine).filter_by(run_id=run_id).order_by(ImpactLine.id)).all()
        return [
            (each.outcome_id, each.effect, each.before_credits, each.after_credits)
            for each in found
            if (each.application_id is not None) is pending
        ]


def held(bench, scores, **named):
    """Give learners the certificate; return the ids of the outcomes."""
    with bench.writing() as session:
        ids = populate(session, scores, **named)
        session.commit()
    return ids


def test_three_of_a_thousand_lose_half_a_credit(bench):
    """A rule edit that takes 0.5 credits from 3 of 1,000 learners shows exactly those three before publication."""
    scores = [60 + place % 40 for place in range(1000)]
    low = [place for place, score in enumerate(scores) if score in {60, 61, 62}]
    for place in low[3:]:
        scores[place] = 75
    ids = held(bench, scores)
    bench.published()
    draft_id = bench.start(TEXT.replace(BANDS, EDITED))
    bench.submit(draft_id)
    run_id = bench.compute(draft_id)
    with Session(bench.engine) as session:
        run, figures = session.get_one(ImpactRun, run_id), figures_of(session, run_id)
    expected = [(ids[place], "credits", Decimal("1.5"), Decimal(1)) for place in low[:3]]

    assert lines(bench, run_id) == expected
    assert (run.state, run.looked_at, run.total) == (RunState.DONE, 1000, 1000)
    assert (figures.learners, figures.credits, figures.gains, figures.loses) == (3, 3, 0, 0)
    assert (figures.more, figures.less) == (Decimal(0), Decimal("-1.5"))
    assert bench.in_force() == [1]  # nothing is published yet
    bench.publish(draft_id)


def test_who_gains_and_who_loses(bench):
    """A new rule gives to all that it fits; one that asks for more takes from those who have less, or do not say."""
    high, middle, unknown, other = held(bench, [95, 70, None, 95])
    with bench.writing() as session:
        session.get_one(LearnerOutcome, other).title = "别的培训"
        session.commit()
    gains = lines(bench, bench.compute(bench.start()))
    bench.published()
    stricter = TEXT.replace(BANDS, "[90..100] 100%").replace("成绩 = 50", "成绩 = 70")
    run_id = bench.compute(bench.start(stricter))

    assert gains == [
        (high, "gains", None, Decimal(3)),
        (middle, "gains", None, Decimal("1.5")),
        (unknown, "waits", None, None),
    ]
    assert lines(bench, run_id) == [(middle, "loses", Decimal("1.5"), None)]


def test_other_words_change_nothing(bench):
    """A draft that says the same otherwise, or only adds remarks, moves nobody."""
    held(bench, [95, 70, None])
    bench.published()

    assert lines(bench, bench.compute(bench.start(TEXT + "  说明 “只为试验”\n"))) == []


def test_a_rule_over_several_outcomes_tells_each_learner_once(bench):
    """Where two outcomes are needed together, the first of them stands for both."""
    first = held(bench, [95, 95])
    with bench.writing() as session:
        owner = session.get_one(LearnerOutcome, first[0]).learner
        kind = session.get_one(LearnerOutcome, first[0]).kind
        named = {"title": "第二门培训", "institution_title": "成果试点机构", "score": Decimal(80)}
        make(session, "LearnerOutcome", learner=owner, kind=kind, **named)
        session.commit()
    both = TEXT.replace("@“成果试点机构”\n", "@“成果试点机构” 与 培训类 “第二门培训”\n", 1)
    run_id = bench.compute(bench.start(both.replace("  例 成绩 = 95 => 3 学分\n", "")))

    assert lines(bench, run_id) == [(first[0], "gains", None, Decimal("1.5"))]


def test_what_was_applied_with_is_not_counted_and_pending_cases_are_told(bench, tmp_path):
    """An outcome in an application is left out; the case itself is listed beside, and keeps its version."""
    line = Line(bench.engine, tmp_path / "evidence", bench.now)
    outcome_id = line.add()
    application_id = line.apply(outcome_id)
    with Session(bench.engine) as session:
        version_id = session.get_one(ConversionApplication, application_id).rule_version_id
    draft_id = bench.start("", base_id=version_id)
    bench.save(draft_id, bench.draft(draft_id).text.replace("1 学分", "2 学分"))
    run_id = bench.compute(draft_id)

    assert lines(bench, run_id) == []
    assert lines(bench, run_id, pending=True) == [(outcome_id, "credits", Decimal(1), Decimal(2))]
    bench.submit(draft_id)
    bench.publish(draft_id, seen=True, remarks="已核对")
    with Session(bench.engine) as session:
        assert session.get_one(ConversionApplication, application_id).rule_version_id == version_id


def test_a_computation_goes_on_where_it_was_cut_off(bench):
    """Each batch is kept with the place that it reached, so that one begun anew neither loses nor doubles a line."""
    ids = held(bench, [95] * 7)
    run_id = bench.act(begin_run, bench.start())
    assert bench.step(run_id, 3)
    with bench.writing() as session:  # a batch that dies before its commit
        advance(session, run_id, now=bench.now, size=3)
        session.rollback()
    while bench.step(run_id, 3):
        pass
    bench.step(run_id, 3)

    assert [each[0] for each in lines(bench, run_id)] == ids


def test_only_a_readable_rule_has_an_effect(bench, codes):
    """What cannot be read, and a policy, have nothing to compute."""
    assert codes(bench.compute, bench.start("规则 甲 来源")) == ["impact_of_no_rule"]


@pytest.mark.parametrize("clause", ["仅一次", "消耗"])
def test_a_rule_that_is_used_up(bench, clause):
    """Making a rule serve once takes it from nobody who has not used it."""
    held(bench, [95, 70])
    bench.published()

    assert lines(bench, bench.compute(bench.start(TEXT.replace("  例 成绩 = 95", f"  {clause}\n  例 成绩 = 95")))) == []
