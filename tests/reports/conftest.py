"""A proof as it would be issued."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

import reports.typefaces  # noqa: F401 - before WeasyPrint, whose check of the machine's fonts would warn
from reports.numbering import proof_number
from reports.proof import ConversionProofContent, DecisionRecord, ProofLine

LINE = ProofLine(
    source_title="公司概况",
    source_kind="课程",
    source_institution="示例开放大学",
    rule_title="公司概况转换为现代企业管理导论",
    rule_code="R-0231",
    rule_version=4,
    target_title="现代企业管理导论",
    target_kind="课程（本科）",
    target_institution="示例理工职业学院",
    credits=Decimal("3.00"),
    ratio=Decimal(100),
    first_reviewed_on=date(2020, 11, 18),
    final_reviewed_on=date(2020, 11, 21),
    committee="管理类专业认定委员会",
)
CONTENT = ConversionProofContent(
    number=proof_number("XY", 2020, 123),
    platform="示例终身教育学分银行",
    issuer="示例终身教育学分银行管理中心",
    learner_name="学习者甲",
    document_masked="4401**********1234",
    account_number="2020000012345",
    issued_on=date(2020, 11, 23),
    lines=(LINE,),
    decisions=(DecisionRecord("规则 “公司概况”", "a" * 64, {"学分": Decimal("3.0"), "证书": ["甲", None]}, "b" * 64),),
)
CODE = "0123-4567-89AB-CDEF"
ADDRESS = "https://bank.example/v/XY-2020-0000123-0?c=0123456789ABCDEF"


@pytest.fixture(scope="session")
def a_content():
    """Return what makes a content with some fields of the content or of its lines changed."""

    def make(*, lines=1, line=None, **changes):
        printed = replace(LINE, **(line or {}))
        return replace(CONTENT, lines=(printed,) * lines, **changes)

    return make


@pytest.fixture(scope="session")
def paper():
    """Return the check code and the address that the tests print."""
    return {"check_code": CODE, "verify_url": ADDRESS}
