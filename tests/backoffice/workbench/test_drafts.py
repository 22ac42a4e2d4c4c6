"""Writing drafts: nobody writes over another's work, and what is handed in is sound."""

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from backoffice.kernel.models import AuditEvent
from backoffice.workbench.models import RuleRecord
from backoffice.workbench.operations import discard_draft, save_draft, send_back, submit_draft, take_back
from backoffice.workbench.workflow import DraftState
from tests.backoffice.workbench.conftest import TEXT

S = DraftState


def steps(bench):
    """Return the steps that were recorded."""
    with Session(bench.engine) as session:
        return list(session.scalars(select(RuleRecord.step).order_by(RuleRecord.id)))


def test_a_draft_begins_and_is_saved(bench):
    """It knows its name from its text, counts its revisions, and leaves a record and an audit line of each."""
    draft_id = bench.start()
    bench.save(draft_id, TEXT.replace("工作台试验", "改名"))
    bench.save(draft_id, TEXT.replace("工作台试验", "改名"))
    draft = bench.draft(draft_id)
    with Session(bench.engine) as session:
        audited = session.scalars(select(AuditEvent.action).filter_by(entity="rule_draft")).all()

    assert (draft.code, draft.title, draft.revision, draft.state) == ("WB-1", "改名", 2, S.DRAFT)
    assert steps(bench) == ["start", "save"]
    assert audited == ["start_rule", "save_rule"]


def test_a_text_that_cannot_be_read_is_saved_too(bench, codes):
    """Nothing typed is lost for being wrong; it only cannot be handed in."""
    draft_id = bench.start("规则 WB-1 来源")

    assert bench.draft(draft_id).text == "规则 WB-1 来源"
    assert codes(bench.submit, draft_id) == ["draft_unsound"]


def test_of_two_tabs_the_second_is_told(bench, codes):
    """A save over an older revision is refused, naming who saved in between."""
    draft_id = bench.start()
    bench.save(draft_id, TEXT + "# 甲\n", who="centrepublisher")

    assert codes(bench.act, save_draft, draft_id, text=TEXT + "# 乙\n", revision=1) == ["draft_changed"]
    assert bench.draft(draft_id).text == TEXT + "# 甲\n"


@pytest.mark.parametrize("text", [TEXT.replace("=> 3 学分", "=> 2 学分"), TEXT.replace("比例", "比列")])
def test_what_is_not_sound_is_not_handed_in(bench, codes, text):
    """A failing example and an error in the text stop a draft alike."""
    assert codes(bench.submit, bench.start(text)) == ["draft_unsound"]


def test_a_draft_goes_to_and_fro(bench, codes):
    """In review nobody changes it; it is sent back with remarks, or taken back by those who wrote it alone."""
    draft_id = bench.start()
    bench.submit(draft_id)
    assert codes(bench.save, draft_id, TEXT + "#\n") == ["draft_closed"]
    assert codes(bench.act, send_back, draft_id, remarks=" ", who="centrepublisher") == ["reason_missing"]
    assert codes(bench.act, take_back, draft_id, who="centrepublisher") == ["not_the_writer"]
    bench.act(send_back, draft_id, remarks="请补例子", who="centrepublisher")
    bench.submit(draft_id)
    bench.act(take_back, draft_id)
    bench.act(discard_draft, draft_id, remarks="")

    assert bench.draft(draft_id).state is S.DISCARDED
    assert steps(bench) == ["start", "submit", "send_back", "submit", "take_back", "discard"]
    assert codes(bench.act, submit_draft, draft_id, revision=1, remarks="") == ["draft_closed"]


def test_records_are_only_added_to(bench):
    """The database itself refuses to change what was recorded."""
    bench.start()
    with Session(bench.engine) as session, pytest.raises(DBAPIError, match="append-only"):
        session.query(RuleRecord).update({"step": "other"})


def test_too_much_text_is_refused(bench, codes):
    """A draft is no place for a whole library."""
    assert codes(bench.start, "#" * 70_000) == ["draft_too_long"]
