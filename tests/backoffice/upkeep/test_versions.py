"""A changed catalogue outcome is a new version; what it touches is told before."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.catalogue.search import search_entries
from backoffice.catalogue.versions import change_entry
from backoffice.conversion.models import ConversionApplication, ConversionTarget
from backoffice.kernel.models import AuditEvent
from backoffice.outcomes.models import LearnerOutcome
from backoffice.upkeep.catalogue_table import CATALOGUE
from backoffice.upkeep.exports import entry_cells
from tests.worked_example import Line


@pytest.fixture
def case(filled, settings, now):
    """Return an application under way and the catalogue outcome that it aims at."""
    line = Line(filled, settings.evidence_folder, now)
    application_id = line.apply(line.add("learnera", "ZS-1"), "learnera")
    with Session(filled) as session:
        target = session.scalars(select(ConversionTarget).filter_by(application_id=application_id)).one()
        number = session.get_one(ConversionApplication, application_id).number
        return number, target.catalogue_outcome_id


def form_of(engine, entry_id, **changes):
    """Return the form of an entry with some fields changed."""
    with Session(engine) as session:
        cells = entry_cells(session.get_one(CatalogueOutcome, entry_id))
    return {column.key: str(each or "") for column, each in zip(CATALOGUE.columns, cells, strict=True)} | changes


def test_a_change_tells_what_it_touches_and_then_makes_a_version(case, filled, visit):
    """Rules that would no longer lead there and cases under way are listed; kept, the entry has a second version."""
    number, entry_id = case
    centre, form = visit("centre"), form_of(filled, entry_id, title="改了名称")
    page = centre.client.post(f"/catalogue/{entry_id}", data={"csrf_token": centre.token, "do": "look"} | form).text

    assert number in page
    assert "将不再对应，请核对规则" in page
    status, told = centre.send(f"/catalogue/{entry_id}", {"do": "save"} | form)
    assert (status, told) == (302, [])
    with Session(filled) as session:
        old = session.get_one(CatalogueOutcome, entry_id)
        new = session.scalars(select(CatalogueOutcome).filter_by(code=old.code, title="改了名称")).one()
        assert ((old.current, old.version), (new.current, new.version)) == ((False, 1), (True, 2))
        assert [each.id for each in search_entries(session, "改了名称", page=1, size=5).items] == [new.id]
        noted = session.scalars(select(AuditEvent).filter_by(action="change_entry")).one()
        assert noted.details == {"version": "2", "changed": "title"}


def test_a_change_keeps_what_was_typed_when_it_is_refused(case, filled, visit):
    """A wrong figure is told at its field, in the page's language, and the rest of the form stays."""
    _number, entry_id = case
    centre = visit("centre", "en")
    form = form_of(filled, entry_id, credits="two", title="Kept title")
    answer = centre.client.post(f"/catalogue/{entry_id}", data={"csrf_token": centre.token, "do": "save"} | form)

    assert answer.status_code == 422
    assert "must be a number" in answer.text
    assert "Kept title" in answer.text


def test_holdings_keep_their_version(filled, now, codes, settings):
    """An outcome added from an entry points at that version after a change; the old version cannot be changed."""
    line = Line(filled, settings.evidence_folder, now)
    outcome_id = line.add("learnera", "ZS-1")
    with Session(filled) as session:
        entry_id = session.get_one(LearnerOutcome, outcome_id).catalogue_outcome_id
        change_entry(session, entry_id, {"title": "新名称"}, actor_id=1, now=now)
        session.commit()
        outcome = session.get_one(LearnerOutcome, outcome_id)
        assert outcome.catalogue_outcome.version == 1
        assert codes(change_entry, session, entry_id, {"title": "又一个"}, actor_id=1, now=now) == ["entry_replaced"]


def test_nothing_changed_makes_no_version(case, filled, now, codes):
    """The same content again is refused as such."""
    with Session(filled) as session:
        title = session.get_one(CatalogueOutcome, case[1]).title
        assert codes(change_entry, session, case[1], {"title": title}, actor_id=1, now=now) == ["entry_unchanged"]
