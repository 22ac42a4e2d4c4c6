"""Every role at every generated page and interface, with a row of its own side and with one of the other."""

import re

import pytest

from backoffice import access
from backoffice.entities import allowed_actions, route_of
from tests.access.matrix import EVERYBODY, may, sees_all

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


@pytest.mark.parametrize(("role", "entity"), CASES)
def test_pages(world, role, entity):
    """A role opens what the table grants it, sees its own rows there, and nobody else's."""
    visitor, home = world.visitors[role], f"/entities/{route_of(entity)}"
    own, foreign = world.own[entity], world.foreign[entity]
    before = world.kept(entity)
    other = 200 if sees_all(role, entity) else UNKNOWN

    def expected(action, otherwise):
        return denial(role, entity, action) or otherwise

    assert asked(visitor.get(f"{home}/list/")) == expected("list", 200)
    assert asked(visitor.get(f"{home}/show/{own}")) == expected("show", 200)
    assert asked(visitor.get(f"{home}/show/{foreign}")) == expected("show", other)
    assert asked(visitor.get(f"{home}/add")) == expected("add", 200)
    assert asked(visitor.post(f"{home}/add")) == expected("add", EMPTY)
    assert asked(visitor.get(f"{home}/edit/{own}")) == expected("edit", 200)
    assert asked(visitor.get(f"{home}/edit/{foreign}")) == expected("edit", other)
    assert asked(visitor.post(f"{home}/edit/{own}")) == expected("edit", EMPTY)
    assert asked(visitor.post(f"{home}/edit/{foreign}")) == expected("edit", EMPTY if other == 200 else UNKNOWN)
    for pk in (own, foreign):
        offered = "delete" in allowed_actions(entity)
        assert asked(visitor.get(f"{home}/delete/{pk}")) == (WRONG_WAY if offered else UNKNOWN)
        if not may(role, entity, "delete"):
            assert asked(visitor.post(f"{home}/delete/{pk}")) == expected("delete", None)
    assert world.kept(entity) == before


@pytest.mark.parametrize(("role", "entity"), CASES)
def test_interfaces(world, role, entity):
    """A program with a role's token reads what the role may read; its session cookie is worth nothing."""
    visitor, home = world.visitors[role], f"/api/v1/{route_of(entity)}"
    own, foreign = world.own[entity], world.foreign[entity]
    before = world.kept(entity)
    other = 200 if sees_all(role, entity) else UNKNOWN

    def expected(action, otherwise):
        return denial(role, entity, action, program=True) or otherwise

    assert asked(visitor.rest("GET", f"{home}/")) == expected("list", 200)
    assert asked(visitor.rest("GET", f"{home}/{own}")) == expected("show", 200)
    assert asked(visitor.rest("GET", f"{home}/{foreign}")) == expected("show", other)
    assert asked(visitor.rest("POST", f"{home}/", {})) == expected("add", EMPTY)
    assert asked(visitor.rest("PUT", f"{home}/{own}", {})) == expected("edit", 200)
    assert asked(visitor.rest("PUT", f"{home}/{foreign}", {})) == expected("edit", other)
    if not may(role, entity, "delete"):
        assert asked(visitor.rest("DELETE", f"{home}/{own}")) == expected("delete", None)
        assert asked(visitor.rest("DELETE", f"{home}/{foreign}")) == expected("delete", None)
    assert {visitor.get(f"{home}/").status_code, visitor.get(f"{home}/{own}").status_code} == {UNNAMED}
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
