"""Recognitions given to people of the centre; on both databases."""

import pytest
from sqlalchemy.orm import Session


@pytest.fixture
def checked(judged):
    """Return an application whose originals the institution has seen."""
    application_id = judged.request(judged.add_award())
    judged.check(application_id)
    return application_id


def test_the_assignee_decides_and_nobody_else(judged, visit, checked, codes):
    """Given to one, another is refused by name until it is given to them; the list shows who holds it."""
    with Session(judged.engine) as session:
        first, second = judged.user(session, "centre"), judged.user(session, "centrepublisher")
    visitor, address = visit("centre"), f"/review/recognition/{checked}"
    assert visitor.send(f"{address}/assign", {"assignee": str(second)}) == (302, [])

    assert visitor.send(address, {"step": "recognise"}) == (
        422,
        ["这份申请已分派给管理中心发布员，请由承办人办理，或先改派给自己。"],
    )
    assert codes(judged.decide, checked) == ["assigned_to_other"]
    assert address not in visitor.client.get("/review/recognition/?show=mine").text
    assert address not in visitor.client.get("/review/recognition/?show=free").text
    assert address in visit("centrepublisher").client.get("/review/recognition/?show=mine").text
    assert "管理中心发布员" in visitor.client.get("/review/recognition/").text
    assert visitor.send(f"{address}/assign", {"assignee": str(first)}) == (302, [])
    judged.decide(checked)


def test_what_nobody_holds_anybody_may_decide(judged, visit, checked):
    """An application that was not assigned stands under that head, and can be decided."""
    address = f"/review/recognition/{checked}"

    assert address in visit("centre").client.get("/review/recognition/?show=free").text
    judged.decide(checked, username="centrepublisher")


@pytest.mark.parametrize("username", ["", "assessor", "elderlyadmin"])
def test_only_people_of_the_centre_are_given_cases(judged, visit, checked, username):
    """Nobody, an assessor or an administrator: refused at the field."""
    with Session(judged.engine) as session:
        assignee = str(judged.user(session, username)) if username else ""

    answer = visit("centre").send(f"/review/recognition/{checked}/assign", {"assignee": assignee})
    assert answer == (422, ["请选择承办人。"])
