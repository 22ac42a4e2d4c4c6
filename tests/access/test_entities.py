"""Every role at every generated page and interface, with a row of its own side and with one of the other."""

import re

import pytest

from backoffice import access
from backoffice.entities import allowed_actions, route_of
from tests.access.matrix import EVERYBODY, may, sees_all
from tests.effort import FULL

SHOWN = re.compile(r"/show/(\d+)")
CASES = [(role, entity) for role in EVERYBODY for entity in access.ENTITIES]
UNKNOWN, FORBIDDEN, UNNAMED, WRONG_WAY = 404, 403, 401, 405
EMPTY = 422  # an empty form or document is refused, but whoever may write gets that far


def denial(role, entity, action, *, program=False, route_there=True):
    """Return how a role is turned away; None when the access table lets it in."""
    if action not in allowed_actions(entity):
        return WRONG_WAY if program and route_there else UNKNOWN
    if role == access.PUBLIC:
        return UNNAMED if program else 302
    return None if may(role, entity, action) else FORBIDDEN


def asked(answer):
    """Return the status of an answer; a redirect must lead to the login."""
    if answer.status_code == 302:
        assert answer.location.startswith("/login/"), answer.location
    return answer.status_code


def rows_to_ask_for(world, role, entity):
    """Return a row of either side with the status of who is let in; whoever is not is turned away before any row."""
    rows = [(world.own[entity], 200), (world.foreign[entity], 200 if sees_all(role, entity) else UNKNOWN)]
    let_in = any(denial(role, entity, action) is None for action in ("show", "edit", "delete"))
    return rows if FULL or let_in else rows[:1]


@pytest.mark.parametrize(("role", "entity"), CASES)
def test_pages(world, role, entity):
    """A role opens what the table grants it, sees its own rows there, and nobody else's."""
    visitor, home = world.visitors[role], f"/entities/{route_of(entity)}"
    before = world.kept(entity)

    def expected(action, otherwise):
        return denial(role, entity, action) or otherwise

    assert asked(visitor.get(f"{home}/list/")) == expected("list", 200)
    assert asked(visitor.get(f"{home}/add")) == expected("add", 200)
    assert asked(visitor.post(f"{home}/add")) == expected("add", EMPTY)
    for pk, found in rows_to_ask_for(world, role, entity):
        assert asked(visitor.get(f"{home}/show/{pk}")) == expected("show", found)
        assert asked(visitor.get(f"{home}/edit/{pk}")) == expected("edit", found)
        assert asked(visitor.post(f"{home}/edit/{pk}")) == expected("edit", EMPTY if found == 200 else found)
        offered = "delete" in allowed_actions(entity)
        assert asked(visitor.get(f"{home}/delete/{pk}")) == (WRONG_WAY if offered else UNKNOWN)
        if not may(role, entity, "delete"):
            assert asked(visitor.post(f"{home}/delete/{pk}")) == expected("delete", None)
    assert world.kept(entity) == before


@pytest.mark.parametrize(("role", "entity"), CASES)
def test_interfaces(world, role, entity):
    """A program with a role's token reads what the role may read; its session cookie is worth nothing."""
    visitor, home = world.visitors[role], f"/api/v1/{route_of(entity)}"
    before = world.kept(entity)

    def expected(action, otherwise):
        return denial(role, entity, action, program=True) or otherwise

    assert asked(visitor.rest("GET", f"{home}/")) == expected("list", 200)
    assert asked(visitor.rest("POST", f"{home}/", {})) == expected("add", EMPTY)
    for pk, found in rows_to_ask_for(world, role, entity):
        assert asked(visitor.rest("GET", f"{home}/{pk}")) == expected("show", found)
        assert asked(visitor.rest("PUT", f"{home}/{pk}", {})) == expected("edit", found)
        if not may(role, entity, "delete"):
            assert asked(visitor.rest("DELETE", f"{home}/{pk}")) == expected("delete", None)
    assert {visitor.get(f"{home}/").status_code, visitor.get(f"{home}/{world.own[entity]}").status_code} == {UNNAMED}
    assert world.kept(entity) == before


@pytest.mark.parametrize(
    ("role", "entity"),
    [each for each in CASES if may(*each, "list") and each[0] != access.ADMIN and not sees_all(*each)],
)
def test_lists_hold_nothing_foreign(either, role, entity):
    """A list that is confined to a scope shows rows of its own side, and none of the other, on page and interface."""
    visitor = either.visitors[role]
    page = visitor.get(f"/entities/{route_of(entity)}/list/").text
    answer = visitor.rest("GET", f"/api/v1/{route_of(entity)}/").json
    shown = {int(pk) for pk in SHOWN.findall(page)}

    assert either.own[entity] in shown
    assert either.foreign[entity] not in shown
    assert shown == set(answer["ids"])
    assert answer["count"] == len(shown)
    assert visitor.get(f"/entities/{route_of(entity)}/show/{either.foreign[entity]}").status_code == UNKNOWN
    assert visitor.rest("GET", f"/api/v1/{route_of(entity)}/{either.foreign[entity]}").status_code == UNKNOWN
