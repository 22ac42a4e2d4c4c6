"""The portal, the system and the phone are one (三位一体): what is added in one part is in the others at once."""

import io
import re

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from tests.worked_example import picture

PHONE = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"}
NUMBER = "LNJY00777"


def form(engine):
    """Return the form of 老年教育课程 as a phone sends it."""
    with Session(engine) as session:
        query = select(CatalogueOutcome).join(CatalogueOutcome.kind).where(OutcomeKind.code == "training")
        entry = session.scalars(query.where(CatalogueOutcome.title == "老年教育课程")).one()
        return {
            "kind": str(entry.kind_id),
            "entry": str(entry.id),
            "certificate_number": NUMBER,
            "awarded_on": "2020-11-15",
            "training_proof": (io.BytesIO(picture()), "证.png"),
        }


def shown(client, address, **headers):
    """Return what a page says, without its marks."""
    answer = client.get(address, headers=headers)

    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())


def total(client):
    """Return how many outcomes the learner's page counts."""
    return int(re.search(r"成果总数 (\d+)", shown(client, "/my/"))[1])


def test_an_outcome_added_on_a_phone_is_everywhere_at_once(visit, filled):
    """The learner's desk counts and converts it, the centre's list and figures hold it, nobody else's page does."""
    phone, desk, other = visit("learnera"), visit("learnera").client, visit("learnerb").client
    centre = visit("centre").client
    before, counted = total(desk), shown(centre, "/statistics/")
    sent = {"csrf_token": phone.token} | form(filled)
    answer = phone.client.post("/my/add", data=sent, content_type="multipart/form-data", headers=PHONE)

    assert answer.status_code == 302
    assert total(desk) == before + 1
    assert "老年教育课程 培训类" in shown(desk, "/my/conversions/")
    assert "未申请" in shown(desk, "/my/conversions/")
    assert "老年教育课程" in shown(desk, "/my/transcript")
    assert "老年教育课程" in shown(centre, "/entities/learner-outcome/list/")
    assert shown(centre, "/statistics/") != counted
    assert "老年教育课程" not in shown(other, "/my/")
    assert NUMBER in shown(phone.client, "/my/outcomes/1", **PHONE)
