"""Paper originals of an achievement go to the administrator of the target's institution, who says what was found."""

import re

import pytest

CHECKS = {"与原件一致", "与原件不一致", "未交原件"}


@pytest.fixture
def asked(judged):
    """Return the application to convert an achievement without a rule."""
    return judged.ask_judgement(judged.add_award())


def test_the_originals_are_asked_for_where_they_are_checked(asked, visit):
    """The page names whom and by when; the desk of that institution alone has the case and asks what was found."""
    page = visit("learnera").client.get("/my/performance/").text
    desk = visit("elderlyadmin").client.get(f"/review/first/{asked}").text
    offered = set(re.findall(r'name="material_check" value="([^"]+)"', desk))

    assert re.search("纸质原件，报目标成果所属资历名册机构的管理员处进行材料审查，请在提交后 15 天内送达", page)
    assert offered == CHECKS
    assert visit("openadmin").client.get(f"/review/first/{asked}").status_code == 404


def test_nothing_passes_before_the_originals_are_seen(asked, visit):
    """A first review passes once they match; until then it says why, and the learner reads what was found."""
    admin, case = visit("elderlyadmin"), f"/review/first/{asked}"
    passing = {"step": "pass_first_review", "remarks": "好"}

    assert admin.send(case, passing) == (422, ["请先登记材料审查结果。"])
    assert admin.send(case, passing | {"material_check": "未交原件"})[0] == 422
    assert admin.send(case, passing | {"material_check": "与原件不一致"})[0] == 422
    assert admin.send(case, passing | {"material_check": "与原件一致"}) == (302, [])
    told = visit("learnera").client.get(f"/my/conversions/{asked}").text
    assert re.search("材料审查.*?与原件一致.*?初审通过", told, re.DOTALL)
    assert "初审通过" in told
