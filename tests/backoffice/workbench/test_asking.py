"""The effect computed in columns is the effect of asking outcome by outcome."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.institutions.models import Institution
from backoffice.outcomes.models import LearnerOutcome
from backoffice.workbench import asking
from backoffice.workbench.affected import affected
from grammar.parser import parse
from rules.book import Book
from rules.compiled.program import program_of
from tests.backoffice.workbench.conftest import TEXT
from tests.backoffice.workbench.population import populate
from tests.factories import make

ON = date(2020, 11, 15)
SCORES = [95, 90, 89, 75, 60, 59, None, 0, 100]
SOURCE = "@“成果试点机构”\n"
TARGET = "目标 课程 “老年教育课程” @“老年大学机构” 3 学分"
EDITS = {
    "other bands": ("[60..90) 50%", "[60..75) 33.34%, [75..90) 50%"),
    "stricter": ("[90..100] 100%, [60..90) 50%", "[90..100] 100%"),
    "credits of the catalogue": (TARGET, TARGET.removesuffix(" 3 学分")),
    "another target": (TARGET, "目标 课程 “没有这门课” @“老年大学机构” 2 学分"),
    "by credits of the source": ("  比例 按 成绩 [90..100] 100%, [60..90) 50%\n", "  比例 50%\n  学分 来源\n"),
    "a condition on the learner": ("  目标", "  条件 学习者 专业 = “护理”\n  目标"),
    "a member alone": ("  目标", "  条件 学习者 属于 “广东开放大学”\n  目标"),
    "a day": ("  目标", "  条件 获取时间 >= 2020-01-10\n  目标"),
    "two together": (SOURCE, "@“成果试点机构” 与 培训类 “第二门培训”\n"),
    "either": (SOURCE, "@“成果试点机构” 或 培训类 “第二门培训”\n"),
    "once": ("  目标", "  仅一次\n  目标"),
    "used up": ("  目标", "  消耗\n  目标"),
    "none": ("", ""),
}


def side(text):
    """Return a text as one side, its examples left out."""
    kept = "\n".join(line for line in text.split("\n") if not line.startswith("  例"))
    parsed = parse(kept)
    book = Book.gather([parsed.file])
    return asking.Side(book.rules[0], book, program_of(book.rules[0], book))


@pytest.fixture
def outcomes(bench):
    """Give learners the certificate, some of them another one, or other facts; return the ids."""
    with bench.writing() as session:
        first = populate(session, SCORES)
        second = populate(session, SCORES[:5], title="第二门培训", first=50)
        owners = [session.get_one(LearnerOutcome, each).learner_id for each in first]
        for place, (outcome_id, owner) in enumerate(zip(second, owners, strict=False)):
            session.get_one(LearnerOutcome, outcome_id).learner_id = owner
            session.get_one(Learner, owner).major = ("护理", "会计", "")[place % 3]
        for place, outcome_id in enumerate(first):
            outcome = session.get_one(LearnerOutcome, outcome_id)
            outcome.credits = (None, Decimal(2), Decimal("3.33"))[place % 3]
            outcome.awarded_on = (None, date(2020, 1, 9), date(2020, 1, 10))[place % 3]
        place = session.scalars(select(Institution).filter_by(title="广东开放大学")).one()
        make(session, "Membership", learner=session.get_one(Learner, owners[0]), institution=place)
        session.commit()
        return first + second


def changes(bench, outcomes, before, after):
    """Return what changes for whom."""
    with Session(bench.engine) as session:
        return list(affected(session, outcomes, before, after, on=ON))


def refuse_columns(_facts):
    """Say that no column holds these facts, as of a number that is too fine for one."""
    raise ValueError


def all_changes(bench, outcomes):
    """Return what changes by every edit, by its undoing out of nothing, and by the end of the edited rule."""
    before = side(TEXT)
    found = {}
    for edit, words in EDITS.items():
        after = side(TEXT.replace(*words, 1))
        found[edit] = [changes(bench, outcomes, *sides) for sides in ((before, after), (None, after), (after, None))]
    return found


def test_columns_say_what_the_program_says(bench, outcomes, monkeypatch):
    """Whatever was edited, learners, effects and credits are the same, and so they are for a rule that ends."""
    found = all_changes(bench, outcomes)
    monkeypatch.setattr(asking, "columns_of_facts", refuse_columns)
    walked = all_changes(bench, outcomes)

    assert found == walked
    assert [edit for edit, (_edited, _begun, ended) in found.items() if not ended] == []
    assert {edit for edit, (edited, _begun, _ended) in found.items() if not edited} == {"none", "once", "used up"}
