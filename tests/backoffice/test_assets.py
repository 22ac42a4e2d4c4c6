"""What browsers may keep, and what never."""

import re
from pathlib import Path

import pytest

from backoffice import assets
from backoffice.portal import help_views

PICTURE = re.compile(r'"((?:learner|institution|committee|centre|assessor)-[a-z-]+)"')


@pytest.mark.parametrize("copy", ["sqlite"], indirect=True)
def test_browsers_keep_styles_and_scripts_but_no_page(app):
    """A style is kept for good; pages, and a style that is not there, are not kept at all."""
    visitor = app.test_client()
    kept = visitor.get(f"{assets.ADDRESS}/theme/tokens.css")

    assert kept.status_code == 200
    assert kept.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert visitor.get("/").headers["Cache-Control"] == "no-store"
    assert visitor.get(f"{assets.ADDRESS}/theme/nothing.css").headers["Cache-Control"] == "no-store"
    kept.close()


def test_the_address_changes_with_the_files(tmp_path):
    """Another style, another address."""
    (tmp_path / "one.css").write_text("a")
    before = assets.stamp_of(tmp_path)
    (tmp_path / "one.css").write_text("b")

    assert assets.stamp_of(tmp_path) != before


def test_every_picture_of_the_help_is_there():
    """What a help page wants to show has been taken, and nothing is kept that no page shows."""
    books = Path(help_views.__file__).parent.glob("templates/portal/help_*.html")
    wanted = {name for book in books for name in PICTURE.findall(book.read_text(encoding="utf-8"))}
    kept = {each.stem.removesuffix("-phone") for each in (assets.FOLDER / "help").glob("*.webp")}

    assert wanted == kept
