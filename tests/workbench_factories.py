"""Factories of the rule workbench, added to the others."""

from datetime import date
from decimal import Decimal

from backoffice.workbench.workflow import DraftState, RunState
from tests.factories import DIGEST, FACTORIES, MOMENT, Need

FACTORIES |= {
    "RuleDraft": lambda n: {
        "code": f"示例草稿-{n}",
        "title": f"示例草稿{n}",
        "text": f"规则 示例草稿{n}",
        "text_hash": DIGEST,
        "state": DraftState.DRAFT,
        "author": Need("User"),
        "changed_by": Need("User"),
        "changed_at": MOMENT,
    },
    "RuleRecord": lambda _n: {
        "draft": Need("RuleDraft"),
        "step": "start",
        "actor": Need("User"),
        "happened_at": MOMENT,
    },
    "ImpactRun": lambda n: {
        "draft": Need("RuleDraft"),
        "text": f"规则 示例草稿{n}",
        "text_hash": DIGEST,
        "book_hash": DIGEST,
        "effective_on": date(2020, 11, 15),
        "state": RunState.DONE,
        "requested_by": Need("User"),
        "requested_at": MOMENT,
    },
    "ImpactLine": lambda _n: {
        "run": Need("ImpactRun"),
        "learner": Need("Learner"),
        "outcome": Need("LearnerOutcome"),
        "effect": "credits",
        "before_verdict": "yes",
        "before_credits": Decimal(3),
        "after_verdict": "yes",
        "after_credits": Decimal("2.5"),
    },
}
