"""Nothing is changed without a token: the pages' own against forgery, or a program's."""

import pytest

from backoffice import access
from backoffice.entities import allowed_actions, route_of
from tests.access.matrix import OPEN, OWN_PAGES, may, may_open
from tests.access.test_own_pages import address, snapshot

WRITTEN = [
    (role, entity, action)
    for entity in access.ENTITIES
    for action in ("add", "edit", "delete")
    if action in allowed_actions(entity)
    for role in (access.INSTITUTION, access.CENTRE, access.ADMIN)
    if may(role, entity, action)
]
POSTS = sorted(rule for rule, method in OWN_PAGES if method == "POST")


@pytest.mark.parametrize(("role", "entity", "action"), WRITTEN)
def test_a_form_without_a_token_is_refused(world, role, entity, action):
    """Whoever may write cannot be made to by another site."""
    before = world.rows(entity)
    key = "" if action == "add" else f"/{world.own[entity]}"
    answer = world.visitors[role].client.post(f"/entities/{route_of(entity)}/{action}{key}")

    assert answer.status_code == 400
    assert world.rows(entity) == before


@pytest.mark.parametrize("rule", POSTS)
def test_a_page_of_our_own_without_a_token_is_refused(world, rule):
    """A POST of ours without the token of the page changes nothing, for whoever may open it."""
    page, _entity = OWN_PAGES[rule, "POST"]
    before = snapshot(world)
    path = address(world, rule, world.own)
    answers = {world.visitors[role].client.post(path).status_code for role in access.ROLES if may_open(role, page)}

    assert answers == {400}
    assert snapshot(world) == before


@pytest.mark.parametrize("path", sorted(path for path, method in OPEN if method == "POST" and "api" not in path))
def test_an_open_form_without_a_token_is_refused(world, path):
    """Nobody can be logged in or out by another site."""
    path = path.replace("<string(length=32):token>", "x" * 32)
    answer = world.app.test_client().post(path, data={"username": "learnera", "password": "Xueyin-Demo-2020"})

    assert answer.status_code == 302
    assert "expired=1" in answer.location
    assert world.visitors[access.LEARNER].client.post("/logout/").status_code == 400
    assert world.visitors[access.LEARNER].get("/my/").status_code == 200


@pytest.mark.parametrize("entity", access.ENTITIES)
def test_a_session_opens_no_interface(world, entity):
    """A browser that is logged in as the centre reads and writes nothing through REST, not even with a page's token."""
    home, centre = f"/api/v1/{route_of(entity)}", world.visitors[access.CENTRE]
    before = world.rows(entity)
    headers = {"X-CSRFToken": centre.csrf}
    answers = [
        centre.client.open(f"{home}/", method="GET"),
        centre.client.open(f"{home}/{world.own[entity]}", method="GET"),
        *(
            centre.client.open(f"{home}/{key}", method=method, json={}, headers=headers)
            for method, key, action in (
                ("POST", "", "add"),
                ("PUT", world.own[entity], "edit"),
                ("DELETE", world.own[entity], "delete"),
            )
            if action in allowed_actions(entity)
        ),
    ]

    assert {answer.status_code for answer in answers} == {401}
    assert world.rows(entity) == before


@pytest.mark.parametrize("bearer", ["", "x", "Bearer", "Bearer x", "Bearer a.b.c", "Basic bGVhcm5lcmE6eA=="])
def test_a_token_that_is_none_is_refused(world, bearer):
    """Only a token that this house has signed opens an interface."""
    answer = world.app.test_client().get("/api/v1/institution/", headers={"Authorization": bearer})

    assert answer.status_code in {401, 422}


def test_a_token_counts_alone_beside_a_session(world):
    """A request with the centre's session and a learner's token is the learner's."""
    centre, learner = world.visitors[access.CENTRE], world.visitors[access.LEARNER]
    answer = centre.client.get("/api/v1/learner-outcome/", headers=learner.bearer)

    assert centre.client.get("/api/v1/learner/", headers=learner.bearer).status_code == 403
    assert set(answer.json["ids"]) == set(learner.rest("GET", "/api/v1/learner-outcome/").json["ids"])


def test_a_token_opens_no_page(world):
    """Pages are for sessions: a program's token leads to the login."""
    centre = world.visitors[access.CENTRE]
    answer = centre.program.get("/entities/institution/list/", headers=centre.bearer)

    assert answer.status_code == 302
    assert answer.location.startswith("/login/")
