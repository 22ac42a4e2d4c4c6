"""Writing stays within the scope of the writer, by form and by REST."""

import pytest
from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select

from backoffice import access
from backoffice.institutions.models import Institution, Programme
from tests.factories import make

FORBIDDEN, REFUSED = 403, 422


@pytest.fixture
def places(either):
    """Return titles and keys of the institutions and of one programme of either side."""
    with either.session() as session:
        found = {}
        for side, ids in (("own", either.own), ("foreign", either.foreign)):
            institution = session.get_one(Institution, ids["Institution"])
            programme = make(session, "Programme", institution=institution)
            found[side] = {"id": institution.id, "title": institution.title, "code": institution.code}
            found[side] |= {"programme": programme.title, "programme_id": programme.id}
        session.commit()
    return found


def test_an_administrator_adds_and_changes_programmes_of_the_own_institution(either, places):
    """What the table grants can be done on the pages: add, then change."""
    visitor, own = either.visitors[access.INSTITUTION], places["own"]
    title = f"新项目{own['programme']}"
    added = visitor.post("/entities/programme/add", institution=own["code"], title=title, total_credits="120.50")
    changed = visitor.post(
        f"/entities/programme/edit/{own['programme_id']}", institution=own["title"], title=f"{own['programme']}改"
    )

    assert (added.status_code, changed.status_code) == (302, 302)
    with either.session() as session:
        made = session.scalars(select(Programme).filter_by(title=title)).one()
        assert made.institution_id == own["id"]
        assert str(made.total_credits) == "120.50"
        assert session.get_one(Programme, own["programme_id"]).title == f"{own['programme']}改"


@pytest.mark.parametrize("word", ["title", "code"])
def test_a_form_that_names_a_foreign_institution_writes_nothing(either, places, word):
    """A foreign institution is as unknown to an administrator's form as one that does not exist."""
    visitor, before = either.visitors[access.INSTITUTION], either.rows("Programme")
    form = {"institution": places["foreign"][word], "title": "外来"}
    answers = [
        visitor.post("/entities/programme/add", **form),
        visitor.post(f"/entities/programme/edit/{places['own']['programme_id']}", **form),
        visitor.post(f"/entities/programme/add?_flt_0_institution={places['foreign']['id']}", title="外来"),
    ]

    assert [answer.status_code for answer in answers] == [REFUSED, REFUSED, 404]
    assert "请填写完整的名称或编号" in answers[0].text
    assert either.rows("Programme") == before


def test_a_form_that_names_a_foreign_programme_writes_nothing(either, places):
    """An entry of the catalogue cannot be hung under another institution's programme."""
    visitor, before = either.visitors[access.INSTITUTION], either.rows("CatalogueOutcome")
    form = {"institution": places["own"]["code"], "code": "X1", "title": "外来", "version": "1"}
    kind = str(either.own["OutcomeKind"])
    answers = [
        visitor.post("/entities/catalogue-outcome/add", kind=kind, programme=places[side]["programme"], **form)
        for side in ("foreign", "own")
    ]

    assert [answer.status_code for answer in answers] == [REFUSED, 302]
    assert len(either.rows("CatalogueOutcome")) == len(before) + 1


@pytest.mark.parametrize(
    "foreign", [lambda place: place["id"], lambda place: {"id": place["id"]}, lambda _place: 10**9]
)
def test_a_document_that_names_a_foreign_row_writes_nothing(either, places, foreign):
    """REST refuses a foreign key to a row outside the scope, however it is written."""
    visitor, before = either.visitors[access.INSTITUTION], either.rows("Programme")
    document = {"institution": foreign(places["foreign"]), "title": "外来"}
    added = visitor.rest("POST", "/api/v1/programme/", document)
    moved = visitor.rest("PUT", f"/api/v1/programme/{places['own']['programme_id']}", document)

    assert (added.status_code, moved.status_code) == (REFUSED, REFUSED)
    assert either.rows("Programme") == before


@pytest.mark.parametrize("written", [{"id": None, "title": "新机构", "code": "N"}, "1", True, [1], 1.5, {"title": "x"}])
def test_a_document_makes_no_rows_beside_its_own(either, written):
    """A relation in a document is a key: it neither makes nor changes the row that it leads to."""
    before = either.rows("Programme"), either.rows("Institution")
    for role in (access.INSTITUTION, access.CENTRE):
        answer = either.visitors[role].rest("POST", "/api/v1/programme/", {"institution": written, "title": "外来"})

        assert answer.status_code == REFUSED
    assert (either.rows("Programme"), either.rows("Institution")) == before


def test_credits_pass_through_documents_exactly(either, places):
    """Decimals are read and written as they are; what would be rounded is refused."""
    visitor, home = either.visitors[access.INSTITUTION], "/api/v1/programme/"
    path = f"{home}{places['own']['programme_id']}"
    kept = visitor.rest("PUT", path, {"total_credits": "2.50"})
    refused = [visitor.rest("PUT", path, {"total_credits": each}).status_code for each in ("2.505", "1e30", "NaN", "x")]

    assert kept.status_code == 200
    assert refused == [REFUSED] * 4
    assert visitor.rest("GET", path).json["result"]["total_credits"] == "2.50"


def test_what_the_database_refuses_is_said_plainly(either, places):
    """A second programme of the same title is refused with a sentence, and the form keeps what was typed."""
    visitor, before = either.visitors[access.INSTITUTION], either.rows("Programme")
    twice = {"institution": places["own"]["code"], "title": places["own"]["programme"]}
    answer = visitor.post("/entities/programme/add", **twice)
    document = visitor.rest("POST", "/api/v1/programme/", {"institution": places["own"]["id"], "title": twice["title"]})
    other = next(row for row in before if row.institution_id == places["own"]["id"] and row.title != twice["title"])
    changed = visitor.post(f"/entities/programme/edit/{other.id}", **twice)

    assert (answer.status_code, document.status_code, changed.status_code) == (REFUSED, REFUSED, REFUSED)
    assert "与已有的记录重复" in answer.text
    assert f'value="{twice["title"]}"' in answer.text
    assert "与已有的记录重复" in document.json["message"]
    assert either.rows("Programme") == before


def test_a_row_with_rows_that_need_it_is_not_deleted(either):
    """Deleting goes by POST, for those who may; every deletion stands in the audit trail."""
    visitor = either.visitors[access.CENTRE]
    with either.session() as session:
        first, second = make(session, "Membership").id, make(session, "Membership").id
        session.commit()
    deleted = visitor.post(f"/entities/membership/delete/{first}")
    removed = visitor.rest("DELETE", f"/api/v1/membership/{second}")

    assert (deleted.status_code, removed.status_code) == (302, 200)
    assert {row.id for row in either.rows("Membership")}.isdisjoint({first, second})
    trail = [(row.action, row.entity, row.entity_id) for row in either.rows("AuditEvent")]
    assert {("delete", "membership", first), ("delete", "membership", second)} <= set(trail)


def test_a_person_of_two_roles_changes_what_one_of_them_may(either, places):
    """Seeing a row by one role does not let another role's action reach it."""
    with either.session() as session:
        user = session.scalars(select(User).filter_by(username="elderlyadmin")).one()
        user.roles.append(session.scalars(select(Role).filter_by(name=access.COMMITTEE)).one())
        session.commit()
    visitor = either.visitors[access.INSTITUTION]
    answer = visitor.post(f"/entities/programme/edit/{places['foreign']['programme_id']}", title="外来")
    applications = visitor.get("/entities/conversion-application/list/")
    with either.session() as session:
        user = session.scalars(select(User).filter_by(username="elderlyadmin")).one()
        user.roles = [role for role in user.roles if role.name == access.INSTITUTION]
        session.commit()

    assert answer.status_code == 404
    assert applications.status_code == 200


def test_a_learner_is_named_by_the_exact_account_number(either):
    """The centre enrols a person by their account number; the form offers no list of everybody."""
    visitor = either.visitors[access.CENTRE]
    page = visitor.get("/entities/membership/add").text
    code = next(row.code for row in either.rows("Institution") if row.id == either.own["Institution"])
    with either.session() as session:
        number = make(session, "Learner").account_number
        session.commit()
    answers = [
        visitor.post("/entities/membership/add", institution=code, learner=each).status_code
        for each in (number[:-1], f"{number} ", "")
    ]

    assert "<select" not in page
    assert answers == [REFUSED, 302, REFUSED]
