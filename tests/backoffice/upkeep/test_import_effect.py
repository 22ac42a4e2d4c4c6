"""Before an import of the catalogue is confirmed, it says which rules and which cases under way it touches."""

import pytest
from sqlalchemy import select, true
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.models import ConversionApplication
from backoffice.upkeep.import_effect import pending_count, touched_cases, touched_rules
from backoffice.upkeep.models import ImportRun
from tests.backoffice.upkeep.conftest import csv_file
from tests.worked_example import Line

HEAD = ("成果类型", "机构代码", "编号", "名称", "学分")
TARGET = "老年教育课程"


@pytest.fixture
def entry(desk):
    """Return kind, institution and code of the entry that the worked example aims at."""
    with Session(desk.engine) as session:
        found = session.scalars(select(CatalogueOutcome).filter_by(code="sample-15", current=True)).one()
        return found.kind.title, found.institution.title, found.code


def checked(desk, *rows, batch=500):
    """Check a file of the catalogue; return its run."""
    run_id = desk.upload("catalogue", csv_file(HEAD, *rows))
    desk.work(run_id, batch)
    return run_id


def rules(desk, run_id):
    """Return code, whether as a target, and the rows still, no longer and newly named, of the rules touched."""
    with Session(desk.engine) as session:
        found = touched_rules(session.get_one(ImportRun, run_id))
        return [(each.code, each.is_target, each.kept, each.lost, each.gained) for each in found]


def test_rules_that_go_on_naming_an_entry(desk, entry):
    """Other credits leave the names alone: the rule that grants the entry is listed as one that still does."""
    found = rules(desk, checked(desk, (*entry, TARGET, "2")))

    assert ("LN-SHXX", True, 1, 0, 0) in found
    assert all(lost == gained == 0 for _code, _target, _kept, lost, gained in found)


def test_rules_that_lose_and_win_rows(desk, entry):
    """A new title takes the entry from the rules of the old one; a new entry of that title is won by them."""
    kind, institution, _code = entry
    rows = [
        (*entry, "改了名的课程", "3"),
        (kind, institution, "NEW-1", TARGET, "3"),
        (kind, institution, "NEW-2", "无人提到", "3"),
    ]
    found = rules(desk, checked(desk, *rows))

    assert ("LN-SHXX", True, 0, 1, 1) in found
    assert rules(desk, checked(desk, *rows, batch=1)) == found


def test_rules_that_start_from_an_entry(desk):
    """Of an entry that rules start from, they are told as its sources."""
    row = ("培训类", "成果试点机构", "sample-13", "改了名的培训", "3")

    assert ("LN-SHXX", False, 0, 1, 0) in rules(desk, checked(desk, row))


def test_cases_under_way_are_told(desk, tmp_path):
    """A case that starts from the entry is named to whoever may see it, and counted for all."""
    line = Line(desk.engine, tmp_path / "evidence", desk.now)
    application_id = line.apply(line.add())
    run_id = checked(desk, ("培训类", "成果试点机构", "sample-13", TARGET, "2"))
    with Session(desk.engine) as session:
        run = session.get_one(ImportRun, run_id)
        found = touched_cases(session, run, visible=true(), most=50)
        nobody = touched_cases(session, run, visible=ConversionApplication.id < 0, most=50)

        assert [each.id for each in found] == [application_id]
        assert (pending_count(run), nobody) == (1, [])


def test_what_changes_nothing_touches_nothing(desk, entry):
    """Rows that are as they were, and rows that are refused, touch no rule and no case."""
    kind, institution, code = entry
    with Session(desk.engine) as session:
        held = session.scalars(select(CatalogueOutcome).filter_by(code=code, current=True)).one()
        same = (kind, institution, code, held.title, str(held.credits))
    run_id = checked(desk, same, (kind, "没有这个机构", "X", TARGET, "1"))
    with Session(desk.engine) as session:
        run = session.get_one(ImportRun, run_id)

        assert run.touched == {"rules": [], "cases": []}
