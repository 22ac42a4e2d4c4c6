"""Every mapped class and every view has what the house expects of it."""

import pytest
from flask_appbuilder.baseviews import BaseView
from sqlalchemy import inspect

from backoffice import access, entities, labels
from backoffice.app import PAGES
from backoffice.entities import mapped_classes, shown_columns
from backoffice.portal.views import PortalView
from tests.factories import FACTORIES, make

MODELS = mapped_classes()
OF_THE_FRAMEWORK = {"LoginView", "AuthDBView"}


def descendants(view):
    """Return every class below a class."""
    return {each for below in view.__subclasses__() for each in {below, *descendants(below)}}


def test_every_entity_stands_in_the_access_table():
    """The access table names every mapped class of the product, and nothing else."""
    assert access.ENTITIES.keys() == MODELS.keys()


def test_every_entity_is_called_something():
    """The labels name every entity in both languages, and nothing else."""
    assert labels.ENTITIES.keys() == MODELS.keys()
    assert [name for name, pair in labels.ENTITIES.items() if len(pair) != 2 or not all(pair)] == []


@pytest.mark.parametrize("name", MODELS)
def test_every_column_is_called_something(name):
    """Every column that a page may show has a label in both languages."""
    assert [column for column in shown_columns(MODELS[name]) if not all(labels.COLUMNS.get(column, ("",)))] == []


@pytest.mark.parametrize("name", MODELS)
def test_every_model_has_a_factory(name, session):
    """The factory of a model makes a row that the database takes."""
    row = make(session, name)

    assert inspect(row).persistent
    assert str(row)


def test_there_is_no_factory_without_a_model():
    """Factories are for mapped classes, and for the framework's users."""
    assert FACTORIES.keys() == {*MODELS, "User"}


def test_every_view_is_named_in_the_access_table():
    """Each class of views says by which name the access table knows it."""
    ours = [view for view in descendants(BaseView) if view.__module__.startswith("backoffice.")]
    views = {
        *PAGES,
        PortalView,
        *entities.views(),
        *entities.interfaces(),
        *(v for v in ours if "route_base" in vars(v)),
    }
    unnamed = {
        view.__name__
        for view in views
        if view.__name__ not in OF_THE_FRAMEWORK and "class_permission_name" not in vars(view)
    }

    assert unnamed == set()
    assert {view.class_permission_name for view in views} <= access.ENTITIES.keys() | access.PAGES.keys()


def test_every_page_of_the_access_table_has_a_view():
    """The access table speaks of no page that is not there."""
    assert {view.class_permission_name for view in (*PAGES, PortalView)} == access.PAGES.keys()


def test_every_role_is_granted_something():
    """No role of the access table comes away with nothing."""
    granted = {role for grants in access.ENTITIES.values() for role in grants} | {
        role for roles in access.PAGES.values() for role in roles
    }

    assert granted == {access.PUBLIC, *access.ROLES}
