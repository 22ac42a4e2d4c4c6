"""The rule book of a day: read, printed in volumes, taken along as rows."""

import csv
import io
import subprocess

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from backoffice.rulebook.models import ConversionRule, RuleVersion, VersionState
from backoffice.workbench.book import book_order, parts_of, volumes_of
from reports.rule_book import MOST_RULES
from tests.backoffice.workbench.conftest import POLICY

DAY = "2020-11-15"


def add_rules(
    session, count, text="规则 {code} “{title}”\n  来源 课程 “甲”\n  目标 课程 “乙” 1 学分\n", title="众规则"
):
    """Publish many plain rules, without the search's entries."""
    author = session.scalars(select(RuleVersion.author_id)).first()
    for number in range(count):
        code = f"ZH-{number:03d}"
        rule_id = session.scalars(insert(ConversionRule).values(code=code).returning(ConversionRule.id)).one()
        said = {"title": title, "text": text.format(code=code, title=title), "text_hash": "0" * 64, "note": ""}
        standing = {"state": VersionState.PUBLISHED, "author_id": author, "number": 1}
        session.execute(insert(RuleVersion).values(rule_id=rule_id, **said, **standing))


def words_in(pdf):
    """Return the words of a PDF without blanks."""
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_rules_stand_by_their_places_and_policies_last(bench, now):
    """A volume has its rules by the place they lead to, those that lead nowhere behind, then the policies."""
    draft = bench.start(POLICY)
    bench.submit(draft)
    bench.publish(draft)
    with Session(bench.engine) as session:
        placed = book_order(session, on=now.date())
        parts, policies = parts_of(session, placed)

    places = [(part.institution, part.programme) for part in parts]
    assert [each.code for each in policies] == ["WB-P"]
    assert places == sorted(set(places), key=lambda each: (not each[0], each))
    assert [rule.code for part in parts for rule in part.rules] == [each.code for each in placed if not each.is_policy]


def test_a_place_narrows_the_book(bench, now):
    """Words of an institution leave the rules that lead there, and no policy."""
    with Session(bench.engine) as session:
        placed = book_order(session, on=now.date(), place="广东开放大学")
        parts, policies = parts_of(session, placed)

    assert {part.institution for part in parts} == {"广东开放大学"}
    assert policies == ()


def test_a_large_book_comes_in_volumes(bench, now):
    """No volume holds more than is printed at once, and together they hold every version once."""
    with bench.writing() as session:
        add_rules(session, MOST_RULES + 5)
        placed = book_order(session, on=now.date())
        volumes = volumes_of(placed)

    assert {len(each) for each in volumes[:-1]} == {MOST_RULES}
    assert 0 < len(volumes[-1]) <= MOST_RULES
    assert [each for volume in volumes for each in volume] == placed


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_the_book_is_printed(visit, bench):
    """The paper names day, rule, version and what the learner reads, and counts its pages."""
    assert bench.engine
    answer = visit("centre").client.get(f"/workbench/book/rules.pdf?on={DAY}&place=老年大学")
    text = words_in(answer.data)

    assert answer.mimetype == "application/pdf"
    for words in (
        "2020年11月15日生效",
        "LN-GDLNDX",
        "第1版",
        "凭“老年教育课程”",
        "要求：是“广东老年大学”的学员。",
        "共",
    ):
        assert words in text
    assert "MMX-2018Q" not in text


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_the_book_is_a_table(visit, bench):
    """Every rule and policy is a row with its sentence, whichever the volume."""
    with bench.writing() as session:
        add_rules(session, MOST_RULES)
        session.commit()
    answer = visit("centre").client.get(f"/workbench/book/rules.csv?on={DAY}&page=2")
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))

    assert len({row["规则编号"] for row in rows}) == len(rows) > MOST_RULES
    assert {row["规则内容"] for row in rows if row["规则编号"] == "ZH-001"} == {
        "凭“甲”（课程），可以换得“乙”（课程）1 学分。转换比例 100%。"
    }


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_letters_that_no_typeface_has_are_named(visit, bench):
    """A rule with an unknown character is named on the page, and the rest of the book can still be read."""
    with bench.writing() as session:
        add_rules(session, 1, title="好🎓规则")
        session.commit()
    centre = visit("centre").client
    answer = centre.get(f"/workbench/book/rules.pdf?on={DAY}&page=99")
    shown = centre.get(answer.location).text

    assert answer.status_code == 302
    assert "🎓" in shown
    assert "ZH-000" in shown
    assert "请改掉这些字再打印" in shown
