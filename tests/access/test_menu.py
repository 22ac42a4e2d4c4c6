"""The menu offers a role what it may open, and nothing else."""

import re

import pytest

from backoffice import access
from tests.access.matrix import EVERYBODY

MENU = re.compile(r'<nav class="xf-side".*?</nav>', re.DOTALL)
PLACE = re.compile(r'<a href="([^"]+)"')


@pytest.mark.parametrize("role", [each for each in EVERYBODY if each != access.PUBLIC])
def test_every_place_of_the_menu_opens(world, role):
    """Each place of our own in a role's menu answers with its page; generated lists are proved entity by entity."""
    visitor = world.visitors[role]
    menu = MENU.search(visitor.get("/account/password").text)
    places = [each for each in PLACE.findall(menu[0]) if not each.startswith("/entities/")] if menu else []

    assert places or role == access.ADMIN
    assert [(each, visitor.get(each).status_code) for each in places] == [(each, 200) for each in places]
