"""The application has the routes that the access table speaks of, and no others."""

import pytest

from tests.access.matrix import OPEN, OWN_PAGES, generated_routes

LARGE = (2**31, 10**30)


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
    path = rule.replace("<any(evidence, file):what>", "file")
    for name in ("outcome", "application", "evidence", "entry", "file"):
        path = path.replace(f"<int:{name}_id>", str(number))

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
