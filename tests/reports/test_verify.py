"""A proof's decisions can be made again by anyone who holds its content."""

import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from reports.canonical import digest
from reports.proof import DecisionRecord, canonical_json
from reports.verify import Basis, Finding, recompute
from rules.replay import replay, text_hash

TEXT = "规则 R-1 “概况转导论”\n  来源 课程 “公司概况”\n  目标 课程 “现代企业管理导论” 3 学分\n  比例 85%"
FACTS = {
    "learner": {"learner_id": "L"},
    "outcomes": [{"outcome_id": "1", "kind": "课程", "title": "公司概况"}],
    "on": "2020-11-15",
}


def hash_of(trace):
    """Return the SHA-256 of a trace."""
    return hashlib.sha256(trace.encode() if isinstance(trace, str) else trace).hexdigest()


def decided(text=TEXT, **facts):
    """Return the record of a decision on a rule."""
    return DecisionRecord(text, text_hash(text), FACTS | facts, hash_of(replay(text, FACTS | facts)))


@pytest.fixture
def payload(a_content):
    """Return what writes a proof's payload with one decision and one line."""

    def write(*decisions, **line):
        fields = {"rule_code": "R-1", "rule_version": 1, "credits": Decimal("2.55")} | line
        return canonical_json(a_content(line=fields, decisions=decisions or (decided(),)))

    return write


def findings(text):
    """Return the outcome of computing again, in brief."""
    found = recompute(text)
    return found.ok, [line.finding for line in found.lines]


def test_a_true_proof_is_confirmed(payload):
    """The recorded text and facts give the recorded result and the printed credits."""
    assert findings(payload()) == (True, [Finding.CONFIRMED])


@pytest.mark.parametrize(
    "line", [{"credits": Decimal("2.56")}, {"rule_code": "R-2"}, {"rule_version": 2}, {"rule_code": ""}], ids=str
)
def test_a_line_that_no_decision_grants_is_found(payload, line):
    """More credits, or another rule, than was decided is not confirmed."""
    assert findings(payload(**line)) == (False, [Finding.UNDECIDED])


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        ({"rule_text": TEXT.replace("85", "95")}, Finding.TEXT_CHANGED),
        ({"facts": FACTS | {"outcomes": []}}, Finding.RESULT_CHANGED),
        ({"trace_hash": "0" * 64}, Finding.RESULT_CHANGED),
        ({"facts": {"on": "never"}}, Finding.UNREADABLE),
        ({"rule_text": "规则", "text_hash": text_hash("规则")}, Finding.UNREADABLE),
    ],
    ids=str,
)
def test_a_changed_decision_is_found(payload, change, finding):
    """Another text, other facts or another result do not pass."""
    assert findings(payload(replace(decided(), **change))) == (False, [finding])


def test_a_rule_that_does_not_fit_grants_nothing(payload):
    """A faithful record of a refusal is no ground for credits."""
    assert findings(payload(decided(outcomes=[]))) == (False, [Finding.RESULT_CHANGED])


def test_one_decision_serves_one_line(a_content):
    """The same credits cannot be claimed twice."""
    line = {"rule_code": "R-1", "rule_version": 1, "credits": Decimal("2.55")}

    assert not recompute(canonical_json(a_content(lines=2, line=line, decisions=(decided(),)))).ok
    assert recompute(canonical_json(a_content(lines=2, line=line, decisions=(decided(), decided())))).ok


def test_a_judgement_is_computed_again(payload):
    """Without a rule the arithmetic is checked, and the finding says that no rule applied."""
    facts = {"target_credits": "3", "ratio": "100"}
    written = json.dumps(facts, sort_keys=True, separators=(",", ":"))
    record = DecisionRecord("", "", facts, digest(written))

    found = recompute(payload(record, rule_code="", rule_title="", rule_version=0, credits=Decimal(3)))

    assert found.ok
    assert [line.basis for line in found.lines] == [Basis.JUDGEMENT]
    assert not recompute(payload(record, rule_code="", credits=Decimal("3.01"))).ok
    assert not recompute(payload(replace(record, trace_hash="0" * 64), rule_code="", credits=Decimal(3))).ok


@pytest.mark.parametrize("text", ["", "{}", "[1]", "学分"])
def test_what_is_no_payload_is_not_confirmed(text):
    """Anything else is answered, not an error."""
    assert findings(text) == (False, [])


def test_another_way_of_writing_is_not_confirmed(payload):
    """Only the canonical form counts, since that is what was hashed."""
    assert findings(json.dumps(json.loads(payload()))) == (False, [Finding.CONFIRMED])
