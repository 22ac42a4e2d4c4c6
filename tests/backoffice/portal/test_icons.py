"""The icons of the installed site."""

from backoffice import assets
from backoffice.portal.icons import drawn, write


def test_the_icons_are_those_that_the_script_draws(tmp_path):
    """The committed icons are the seal as drawn, a maskable one without transparent edges."""
    for path in write(tmp_path):
        assert path.read_bytes() == (assets.FOLDER / "icons" / path.name).read_bytes()

    assert drawn(192, maskable=True).getpixel((0, 0))[3] == 255
    assert drawn(192, maskable=False).getpixel((0, 0))[3] == 0
