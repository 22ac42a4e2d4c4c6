"""A stranger recomputes the decision from the proof alone."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from reports.proof import ConversionProofContent, DecisionRecord, ProofLine, canonical_json, digest
from reports.verify import recompute
from rules.book import Book
from rules.evaluator import evaluate
from rules.facts import Facts, Learner, Outcome, record_of
from rules.replay import canonical_text, text_hash, trace_record

RULE = "规则 R 来源 课程 “A” 目标 课程 “B” 3 学分 比例 50% 条件 成绩 >= 60"


@pytest.fixture
def content():
    """Return a proof of one conversion by a rule."""
    facts = Facts(Learner("LA1"), (Outcome("1", "课程", "A", score=Decimal(80)),), date(2020, 11, 15))
    file = parse(RULE).file
    verdict = evaluate(file.declarations[0], facts, book=Book.gather((file,)))
    record = DecisionRecord(RULE, text_hash(RULE), record_of(facts), digest(canonical_text(trace_record(verdict))))
    day = date(2020, 11, 20)
    line = ProofLine("A", "课程", "X", "R", "R", 1, "B", "课程", "Y", Decimal("1.50"), Decimal(50), day, day, "委员会")
    return ConversionProofContent("XY-2020-0000001-1", "平台", "中心", "学习者", "1**", "LA1", day, (line,), (record,))


def test_a_true_proof_comes_out_the_same(content):
    """Text, facts, trace and credits agree."""
    assert recompute(canonical_json(content)).ok


@pytest.mark.parametrize(
    "change",
    [
        {"rule_text": RULE.replace("50%", "60%")},
        {"text_hash": "0" * 64},
        {"trace_hash": "0" * 64},
        {"facts": {"learner": {"learner_id": "LA1"}, "outcomes": [], "on": "2020-11-15"}},
    ],
    ids=["rule", "text hash", "trace hash", "facts"],
)
def test_a_changed_decision_does_not(content, change):
    """Whatever is altered shows."""
    altered = replace(content, decisions=(replace(content.decisions[0], **change),))

    assert not recompute(canonical_json(altered)).ok


def test_credits_that_the_rule_does_not_grant_show(content):
    """The line must say what the decision says."""
    altered = replace(content, lines=(replace(content.lines[0], credits=Decimal("3.00")),))

    assert not recompute(canonical_json(altered)).ok


def test_what_is_no_proof_is_refused():
    """Foreign JSON is not computed at all."""
    with pytest.raises(ValueError, match="fields"):
        recompute(json.dumps({"number": 1}))
