"""What the trail keeps of a change: before and after, with what tells of a person masked."""

from datetime import date

from backoffice.kernel.differences import LONGEST, differences
from tests.factories import make


def test_a_change_tells_both_sides(session):
    """Only what differs is told; a long text is cut."""
    row = make(session, "Institution", title="旧名称", address="一号")
    session.flush()
    row.title, row.address, row.registered = "新名称", "路" * (LONGEST + 1), row.registered

    assert differences(row, "edit") == {"title": ["旧名称", "新名称"], "address": ["一号", "路" * LONGEST + "…"]}


def test_what_tells_of_a_person_is_masked(session):
    """A learner's name and birth date keep their ends; sealed numbers and indexes are never told."""
    row = make(session, "Learner", full_name="王学习")
    session.flush()
    row.full_name, row.birth_date, row.document_index, row.phone_sealed = "李学习", date(1950, 1, 2), "1" * 64, b"x"

    assert differences(row, "edit") == {"full_name": ["王*习", "李*习"], "birth_date": ["", "1********2"]}


def test_an_added_and_a_deleted_row_have_one_side(session):
    """A new row has no before, a deleted one no after; a related row is told by name."""
    row = make(session, "Membership")
    home = make(session, "Institution", title="另一机构")
    row.institution = home

    assert differences(row, "edit")["institution"][1] == "另一机构"
    assert {side[0] for side in differences(row, "add").values()} == {""}
    assert {side[1] for side in differences(row, "delete").values()} == {""}
