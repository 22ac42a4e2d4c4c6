"""Ledger, transcript and export of one's own data; nothing of another learner is ever in them; on both databases."""

import csv
import io
import json
import re
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from backoffice.conversion.export import KEPT_BACK, PATHS, columns_of, tables
from backoffice.kernel.entity import Entity
from backoffice.ledger.models import CreditEntry
from backoffice.ledger.operations import balance
from tests.factories import make

PERSONAL = re.compile(r"learner_id$|recipient_id$|uploader_id$")
NOT_OF_LEARNERS = {
    "decision": "what reviewers decided stands in the ledger, the proof and the application",
    "impact_line": "what a draft of a rule would do is a working paper of the centre",
    "import_receipt": "it waits for the message that tells the learner, and goes with it",
}


@pytest.fixture
def two_learners(line):
    """Convert an outcome of the first learner, and give the second one an outcome that a spreadsheet would run."""
    application_id = line.apply(line.add())
    line.pass_first(application_id)
    line.pass_final(application_id)
    with line.writing() as session:
        other = line.learner(session, "learnerb")
        make(session, "LearnerOutcome", learner=other, title="=HYPERLINK(“别人的成果”)")
        make(session, "CreditEntry", learner=other, credits=Decimal("7.77"))
        session.commit()


@pytest.mark.usefixtures("two_learners")
def test_the_ledger_shows_every_entry_with_its_balance(line, visit):
    """A reversal is an entry of its own; the running balance follows, and the sum is that of the account."""
    with line.writing() as session:
        learner = line.learner(session)
        entry = session.query(CreditEntry).filter_by(learner_id=learner.id).one()
        session.add(
            CreditEntry(
                learner_id=learner.id,
                target_id=entry.target_id,
                credits=-entry.credits,
                reverses_id=entry.id,
                remarks="撤销",
                booked_at=line.now,
            )
        )
        session.commit()
        assert balance(session, learner.id) == 0
    page = visit("learnera").client.get("/my/ledger").text

    assert re.findall(r'data-label="余额" class="r[^"]*">([^<]*)<', page) == ["0", "1"]
    assert re.findall(r'data-label="学分" class="r[^"]*">([^<]*)<', page) == ["-1", "+1"]
    for word in ("冲销", "已被冲销", "老年教育课程认定转换（广东老年大学）", "总共 2 条记录"):
        assert word in page
    assert "7.77" not in page


@pytest.mark.usefixtures("two_learners")
def test_the_transcript_lists_recognised_outcomes_alone(visit):
    """Own outcomes with score and credits; the account's balance; nothing of others."""
    page = visit("learnera").client.get("/my/transcript").text

    for word in ("学分成绩单", "转换获得", "自助添加", "老年教育课程（广东老年大学）", "共 2 项成果，登记学分合计 1"):
        assert word in page
    assert "别人的成果" not in page


@pytest.mark.usefixtures("two_learners")
def test_the_export_holds_all_of_one_s_own_and_nothing_of_another(line, visit):
    """Every row that JSON and CSV hand out leads to the learner who asks."""
    client = visit("learnera").client
    text = client.get("/my/export/all.json").text
    found = json.loads(text)

    with Session(line.engine) as session:
        learner_id = line.learner(session).id
    assert found.keys() == PATHS.keys()
    assert {each["learner_id"] for rows in found.values() for each in rows if "learner_id" in each} == {learner_id}
    assert [len(found[name]) for name in ("learner", "learner_outcome", "credit_entry", "conversion_application")] == [
        *(1, 2, 1, 1),
    ]
    assert "别人的成果" not in text
    for name in tables():
        rows = list(csv.DictReader(io.StringIO(client.get(f"/my/export/{name}.csv").text.removeprefix("\ufeff"))))
        assert len(rows) == len(found[name]), name


@pytest.mark.usefixtures("two_learners")
def test_no_cell_is_run_by_a_spreadsheet(visit):
    """A text that looks like a formula gets an apostrophe in front of it."""
    text = visit("learnerb").client.get("/my/export/learner_outcome.csv").text

    assert "'=HYPERLINK" in text
    assert not re.search(r'(^|,|\n)"?=HYPERLINK', text)


def test_no_secret_is_handed_out():
    """Sealed numbers, their indexes and other people's names stay in the house."""
    for name, columns in KEPT_BACK.items():
        assert columns <= {each.name for each in tables()[name].columns}
    handed_out = {column for table in tables().values() for column in columns_of(table)}

    assert not [each for each in handed_out if each.endswith(("_sealed", "_index")) or each == "actor_id"]


def test_a_table_that_holds_learners_data_is_exported():
    """Whoever adds a table of learners must say how it is exported."""
    personal = {
        name
        for name, table in Entity.metadata.tables.items()
        if any(PERSONAL.search(column.name) for column in table.columns)
    }

    assert personal - PATHS.keys() - NOT_OF_LEARNERS.keys() == set()


@pytest.mark.parametrize("name", ["ab_user", "nothing", "conversion_rule"])
def test_other_tables_are_not_found(visit, name):
    """What is no learner's own cannot be taken along."""
    assert visit("learnera").get(f"/my/export/{name}.csv")[0] == 404
