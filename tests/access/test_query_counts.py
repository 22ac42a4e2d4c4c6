"""A list costs as many queries with twenty-five rows as with one."""

import re
from contextlib import contextmanager

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import event, select

from backoffice import access
from backoffice.accounts.models import Learner
from backoffice.catalogue.models import OutcomeKind
from backoffice.conversion.workflow import ConversionState
from backoffice.entities import route_of
from backoffice.institutions.models import Committee, Institution
from backoffice.kernel.web import database
from tests.factories import make

MOST = 8
OF_THE_BAR = 1  # it counts what a learner has not read
ROWS = 25
SELECT = re.compile(r'<select[^>]* name="(\w+)"')
OF_THE_HOUSE = "FROM platform_setting"  # read every few seconds, whatever the page
TRANSACTION = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


@contextmanager
def counted(app):
    """Count the statements that the application sends."""
    sent = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith(TRANSACTION) and OF_THE_HOUSE not in statement:
            sent.append(statement)

    with app.app_context():
        engine = database.engine
    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


@pytest.fixture
def full(worlds):
    """Return a house whose every list is full."""
    world = worlds("sqlite")
    if not hasattr(world, "full"):
        with world.session() as session:
            for name in access.ENTITIES:
                for _number in range(ROWS):
                    make(session, name)
            own_rows(session, world)
            session.commit()
        world.full = True
    return world


def own_rows(session, world):
    """Give the first learner outcomes and applications, the reviews cases, and a kind a long catalogue."""
    learner = session.get_one(Learner, world.own["Learner"])
    kind = session.scalars(select(OutcomeKind).filter_by(code="training")).one()
    award = session.scalars(select(OutcomeKind).filter_by(code="achievement_competition")).one()
    assessor = session.scalars(select(User).filter_by(username="assessor")).one()
    places = {
        "institution": session.get_one(Institution, world.own["Institution"]),
        "committee": session.get_one(Committee, world.own["Committee"]),
    }
    for number in range(2 * ROWS):
        outcome = make(session, "LearnerOutcome", learner=learner, kind=kind)
        entry = make(session, "CatalogueOutcome", kind=kind, programme=make(session, "Programme"))
        state = ConversionState.APPLIED if number % 2 else ConversionState.FIRST_PASSED
        application = make(session, "ConversionApplication", learner=learner, state=state, **places)
        make(session, "ConversionSource", application=application, outcome=outcome)
        make(session, "Question", learner=learner)
        make(session, "OutboxMessage", recipient_id=learner.user_id)
        make(session, "ConversionTarget", application=application, catalogue_outcome=entry)
        make(session, "LearnerOutcome", learner=learner, kind=award)
        asked = make(
            session, "RecognitionApplication", learner=learner, outcome=outcome, institution=places["institution"]
        )
        make(session, "RecognitionRecord", application=asked, step="check_originals" if number % 2 else "apply")
        make(session, "CreditEntry", learner=learner)
        asked = make(session, "Assessment", assessor=assessor)
        make(session, "ConversionAssessment", application=application, assessment=asked)
        make(session, "ReviewRecord", application=application, step="appeal")


def cost(world, role, path):
    """Return the statements that a page took; the page must be there."""
    with counted(world.app) as sent:
        answer = world.visitors[role].get(path)

    assert answer.status_code == 200
    return sent


@pytest.mark.parametrize("entity", access.ENTITIES)
def test_a_generated_list(full, entity):
    """Every generated list, of the centre and of whoever sees a part of it."""
    for role in access.ENTITIES[entity]:
        sent = cost(full, role, f"/entities/{route_of(entity)}/list/")

        assert len(sent) <= MOST, "\n\n".join(sent)


@pytest.mark.parametrize(
    ("role", "path", "mark"),
    [
        (access.LEARNER, "/my/", "/my/outcomes/"),
        (access.LEARNER, "/my/conversions/", "/my/conversions/"),
        (access.LEARNER, "/my/ledger", 'data-label="余额"'),
        (access.CENTRE, "/review/appeals/", 'data-label="申诉时间"'),
        (access.LEARNER, "/my/catalogue?kind={kind}", "/my/catalogue/"),
        (access.LEARNER, "/my/recognition/", "/my/outcomes/"),
        (access.LEARNER, "/my/performance/", "/my/outcomes/"),
        (access.INSTITUTION, "/review/materials/", "/review/materials/"),
        (access.CENTRE, "/review/recognition/", "/review/recognition/"),
        (access.CENTRE, "/review/proposals/", "/review/proposals/"),
        (access.LEARNER, "/my/questions", "/my/questions/"),
        (access.LEARNER, "/my/messages", "<time>"),
        (access.PUBLIC, "/rules", "/rules/"),
        (access.PUBLIC, "/replacements", "/replacements/"),
        (access.PUBLIC, "/standards", "/standards/"),
        (access.PUBLIC, "/notices", "/notices/"),
        (access.PUBLIC, "/questions", "<summary>"),
        (access.CENTRE, "/answering/", "/answering/"),
        (access.CENTRE, "/people/", "/people/"),
        (access.CENTRE, "/people/institution/", "/people/institution/"),
        (access.CENTRE, "/people/committee/", "/people/committee/"),
        (access.CENTRE, "/learners/", "/learners/"),
        (access.CENTRE, "/audit/", "/audit/"),
        (access.INSTITUTION, "/review/first/", "/review/first/"),
        (access.INSTITUTION, "/review/first/?turn=others", "/review/first/"),
        (access.COMMITTEE, "/review/final/", "/review/final/"),
        (access.CENTRE, "/review/cases/", "/review/cases/"),
        (access.ASSESSOR, "/review/assessment/", "/review/assessment/"),
        (access.COMMITTEE, "/review/final/?turn=others", "/review/final/"),
        (access.CENTRE, "/statistics/list/applications", "/entities/conversion-application/show/"),
        (access.INSTITUTION, "/statistics/list/applications", "/review/first/"),
    ],
)
def test_a_list_of_our_own(full, role, path, mark):
    """Every list of our own that people work with."""
    with full.session() as session:
        kind = session.scalars(select(OutcomeKind.id).filter_by(code="training")).one()
    asked = path.format(kind=kind)
    sent = cost(full, role, asked)

    assert full.visitors[role].get(asked).text.count(mark) >= 6
    assert len(sent) <= MOST + OF_THE_BAR * (role == access.LEARNER), "\n\n".join(sent)


@pytest.mark.parametrize("entity", access.ENTITIES)
def test_a_document_list(full, entity):
    """Every list that a program reads."""
    sent = cost_of_rest(full, entity)

    assert len(sent) <= MOST, "\n\n".join(sent)


def cost_of_rest(world, entity):
    """Return the statements that the centre's program causes; the list is full."""
    with counted(world.app) as sent:
        answer = world.visitors[access.CENTRE].rest("GET", f"/api/v1/{route_of(entity)}/")

    assert answer.status_code == 200
    assert len(answer.json["ids"]) == ROWS
    return sent


def test_no_form_offers_more_than_can_be_chosen_from(full):
    """A generated form lists the rows of short tables alone; people, institutions and programmes are named."""
    offered = {
        name
        for entity, grants in access.ENTITIES.items()
        for role, (actions, _scope) in grants.items()
        if "add" in actions
        for name in SELECT.findall(full.visitors[role].get(f"/entities/{route_of(entity)}/add").text)
    }

    assert offered == {"kind"}
