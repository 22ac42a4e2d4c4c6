"""The application has the routes that the access table speaks of, and no others."""

import re

import pytest

from backoffice import access
from backoffice.app import create_app
from backoffice.entities import route_of
from backoffice.portal.help_views import BOOKS
from tests.access.conftest import TOKEN, settings_for
from tests.access.management_pages import SORT
from tests.access.matrix import OPEN, OWN_PAGES, generated_routes

LARGE = (2**31, 10**30)

NUMBER = re.compile(r"<int:\w+_id>")


def routes(app):
    """Return rule and method of everything that the application answers."""
    return {(rule.rule, method) for rule in app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}}


def test_every_route_is_known(world):
    """A route that neither the access table nor the matrix knows is not there, and none of theirs is missing."""
    assert routes(world.app) == OPEN | OWN_PAGES.keys() | generated_routes()


@pytest.mark.parametrize(("rule", "method"), sorted(each for each in OWN_PAGES if "int:" in each[0]))
@pytest.mark.parametrize("number", LARGE)
def test_a_number_that_no_key_can_be_is_not_found(world, rule, method, number):
    """An address with too large a number does not exist, whoever asks."""
    path = rule.replace("<any(evidence, file):what>", "file").replace(SORT, "committee")
    path = NUMBER.sub(str(number), path)

    learner = world.visitors["Learner"]
    answer = learner.get(path) if method == "GET" else learner.post(path)

    assert answer.status_code == 404


@pytest.mark.parametrize("pk", ["0", "-1", "x", "1.0", *map(str, LARGE)])
def test_a_key_that_is_none_is_not_found(either, pk):
    """Pages and interfaces find no row under what is no key."""
    centre = either.visitors["ManagementCenter"]

    assert centre.get(f"/entities/institution/show/{pk}").status_code == 404
    assert centre.get(f"/entities/institution/edit/{pk}").status_code == 404
    assert centre.post(f"/entities/membership/delete/{pk}").status_code == 404
    assert centre.rest("GET", f"/api/v1/institution/{pk}").status_code == (404 if pk.isdecimal() else 405)
    assert centre.rest("PUT", f"/api/v1/institution/{pk}", {}).status_code == 404
    assert centre.rest("DELETE", f"/api/v1/membership/{pk}").status_code == 404


@pytest.mark.parametrize(
    "question",
    [
        "page_InstitutionList=x",
        "page_InstitutionList=-1",
        "psize_InstitutionList=x",
        "_flt_9_registered=x",
        "_flt_0_no_such_column=1",
        "_flt_0_id=1",
    ],
)
def test_a_question_that_no_page_asks_is_not_found(either, question):
    """A list answers questions of its own pages alone."""
    assert either.visitors["ManagementCenter"].get(f"/entities/institution/list/?{question}").status_code == 404


@pytest.mark.parametrize("column", ["no_such_column", "institution.title", "__table__"])
def test_an_order_that_no_page_asks_is_ignored(world, column):
    """A list can be ordered by its plain columns alone."""
    path = f"/entities/programme/list/?_oc_ProgrammeList={column}&_od_ProgrammeList=asc"

    assert world.visitors["ManagementCenter"].get(path).status_code == 200


def test_a_page_of_a_list_stays_short(world):
    """Nobody draws a thousand rows by asking for them."""
    page = world.visitors["ManagementCenter"].get("/entities/division/list/?psize_DivisionList=3000").text

    assert page.count("/entities/division/show/") == 100


def test_a_token_is_given_for_the_right_password_alone(world):
    """Programs log in with the password of an account of this house; no other provider is asked."""
    program = world.app.test_client()
    known = {"username": "learnera", "password": "Xueyin-Demo-2020", "provider": "db"}
    answers = [
        program.post("/api/v1/security/login", json=known | changes).status_code
        for changes in ({"password": "wrong"}, {"username": "nobody"}, {"provider": "ldap"}, {"password": ""})
    ]

    assert answers == [401, 401, 400, 400]


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/verify",
        "/verify?number=1&code=1",
        "/login/",
        "/about",
        "/rules",
        "/rules/MMX-2018Q",
        "/replacements",
        "/replacements/1",
        "/levels",
        "/standards",
        "/standards/1",
        "/notices",
        "/questions",
        "/help",
        *(f"/help/{role}" for role in BOOKS),
        "/manifest.webmanifest",
        "/service-worker.js",
        "/offline",
    ],
)
def test_open_pages_are_open(world, path):
    """Nobody is turned away from what everybody may see."""
    answers = [visitor.get(path) for visitor in world.visitors.values()]

    assert {answer.status_code for answer in answers} <= ({404} if "?" in path else {200, 302})
    assert [answer.location for answer in answers if "/login/" in (answer.location or "")] == []


@pytest.mark.parametrize(
    "path", ["/lang/en", "/back", "/users/list/", "/static/appbuilder/css/ab.css", "/api/v1/_openapi"]
)
def test_the_frameworks_own_pages_are_off(world, path):
    """What the framework would bring along is not there."""
    assert {visitor.get(path).status_code for visitor in world.visitors.values()} == {404}


@pytest.mark.parametrize("path", ["/verify?number=%00&code=1", "/entities/institution/list/?_flt_2_title=%00"])
def test_a_character_that_no_database_keeps_is_refused(either, path):
    """A zero character is a wrong request, not a fault of the house."""
    assert either.visitors["ManagementCenter"].get(path).status_code == 400


@pytest.mark.parametrize("entity", access.ENTITIES)
def test_every_search_of_a_list_answers(either, entity):
    """Each filter that a list offers takes any word."""
    view = next(each for each in either.app.appbuilder.baseviews if type(each).__name__ == f"{entity}List")
    centre, home = either.visitors["ManagementCenter"], f"/entities/{route_of(entity)}/list/"
    words = ["x", "y", "n", "2020-11-15", "9" * 30, "%", ""]
    asked = {
        f"_flt_{place}_{column}": words
        for column, filters in view._filters.get_search_filters().items()  # noqa: SLF001
        for place, _filter in enumerate(filters)
    }

    assert centre.get(home, query_string=asked).status_code == 200


def test_requests_do_not_share_their_filters(world):
    """What one person searches for is not in the way of another who asks at the same time."""
    view = next(each for each in world.app.appbuilder.baseviews if type(each).__name__ == "InstitutionList")
    with world.app.test_request_context():
        view._filters.add_filter_index("title", 0, "广东")  # noqa: SLF001
        own = list(view._filters.values)  # noqa: SLF001
    with world.app.test_request_context():
        others = list(view._filters.values)  # noqa: SLF001

    assert (own, others) == (["广东"], [])


@pytest.mark.parametrize("path", ["/login/", "/api/v1/security/login"])
def test_guesses_are_limited(world, tmp_path, path):
    """A minute has twenty attempts at a password, by page and by program."""
    fresh = create_app(settings_for(world.engine.url.render_as_string(hide_password=False), tmp_path))
    client = fresh.test_client()
    form = {"csrf_token": TOKEN.search(client.get("/login/").text).group(1)}
    answers = [client.post(path, data=form).status_code for _number in range(21)]

    assert 429 not in answers[:20]
    assert answers[20] == 429
