"""Generated pages show rows as people read them."""

import pytest

from backoffice import access
from backoffice.kernel.readable import readable
from tests.factories import make

DOCUMENT = {
    "学分": "2.50",
    "成果": [{"名称": "老年教育课程", "已用": True}, {"名称": "", "已用": False}],
    "备注": None,
    "空": [],
}
LINES = """学分: 2.50
成果:
  -
    名称: 老年教育课程
    已用: 是
  -
    名称: -
    已用: 否
备注: -
空: -"""


def test_a_document_reads_as_lines():
    """Nested documents become indented lines without brackets and quotes."""
    assert readable(DOCUMENT) == LINES


@pytest.mark.parametrize(
    ("value", "text"), [({}, "-"), ("规则 甲", "规则 甲"), ('{"a": 2.50}', "a: 2.50"), ([1, None], "- 1\n- -")]
)
def test_other_documents(value, text):
    """Texts of JSON are read first; other texts stay; nothing is a dash."""
    assert readable(value) == text


@pytest.mark.parametrize(
    ("path", "entity"),
    [
        ("outcome-kind", "OutcomeKind"),
        ("decision", "Decision"),
        ("conversion-proof", "ConversionProof"),
        ("audit-event", "AuditEvent"),
        ("conversion-application", "ConversionApplication"),
    ],
)
def test_a_page_shows_no_raw_document(world, path, entity):
    """The page of a record shows its documents without the marks of JSON or Python."""
    page = world.visitors[access.CENTRE].get(f"/entities/{path}/show/{world.own[entity]}").text

    assert "</dl>" in page
    assert [mark for mark in ("{&#34;", "{&#39;", "[{", "&#34;:") if mark in page] == []


def test_moments_are_those_of_the_house(world):
    """Lists and records show moments by the clock on the wall here."""
    centre = world.visitors[access.CENTRE]

    assert "2020-11-15 11:21:03" in centre.get("/entities/conversion-proof/list/").text
    assert "2020-11-15 11:21:03" in centre.get(f"/entities/conversion-proof/show/{world.own['ConversionProof']}").text


def test_a_form_shows_what_is_named_now(world):
    """The form of a record names its related rows by their titles, and takes them back unchanged."""
    with world.session() as session:
        programme = make(session, "Programme")
        owner, key, title = programme.institution.title, programme.id, programme.title
        session.commit()
    centre = world.visitors[access.CENTRE]
    page = centre.get(f"/entities/programme/edit/{key}").text
    kept = centre.post(f"/entities/programme/edit/{key}", institution=owner, title=title)

    assert f'value="{owner}"' in page
    assert kept.status_code == 302


def test_states_can_be_searched_for(world):
    """A list is narrowed by a state that is chosen from those there are."""
    centre = world.visitors[access.CENTRE]
    page = centre.get("/entities/conversion-application/list/").text
    narrowed = centre.get("/entities/conversion-application/list/", query_string={"_flt_0_state": "已撤销"}).text

    assert '<option value="已转换">已转换</option>' in page
    assert "/entities/conversion-application/show/" in page
    assert "/entities/conversion-application/show/" not in narrowed


@pytest.mark.parametrize(("answer", "seen"), [("y", True), ("n", False), ("", True)])
def test_yes_and_no_can_be_searched_for(either, answer, seen):
    """A list is narrowed by a yes or a no on either database."""
    with either.session() as session:
        title = make(session, "Institution", registered=True).title
        session.commit()
    asked = {"_flt_0_registered": answer, "_flt_2_title": title}
    page = either.visitors[access.CENTRE].get("/entities/institution/list/", query_string=asked).text

    assert ("/entities/institution/show/" in page) == seen
