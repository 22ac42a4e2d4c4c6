"""What every template keeps to."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

import backoffice

TEMPLATES = Path(backoffice.__file__).parent / "templates"
NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))
EXPRESSIONS = re.compile(r"{#.*?#}|{%.*?%}|{{.*?}}", re.DOTALL)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
HOME = Path(backoffice.__file__).parent
ENDPOINT = re.compile(r"""\b([A-Z]\w+(?:View|List)\.\w+)["']""")
CHINESE = re.compile(r"[\u4e00-\u9fff]+")


def source(name):
    """Return a template's text."""
    return (TEMPLATES / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_parses(name):
    """Every template is well-formed."""
    environment = Environment(loader=FileSystemLoader(TEMPLATES), extensions=["jinja2.ext.i18n"], autoescape=True)

    assert environment.parse(source(name)).body


@pytest.mark.parametrize("name", NAMES)
def test_nothing_inline(name):
    """No template carries a script or a style of its own, so that the pages' policy can forbid both."""
    assert INLINE.findall(re.sub(r"{#.*?#}", "", source(name), flags=re.DOTALL)) == []


@pytest.mark.parametrize("name", NAMES)
def test_words_can_be_translated(name):
    """No Chinese word stands in a template outside `_()`."""
    assert CHINESE.findall(EXPRESSIONS.sub("", source(name))) == []


def test_every_icon_is_drawn():
    """Every icon that a template names by itself is in the sheet of drawings."""
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (TEMPLATES.parent / "static/theme/icons.svg").read_text("utf-8")))
    named = {icon for name in NAMES for icon in re.findall(r'\bicon\("([^"]+)"', source(name))}

    assert named
    assert named - drawn == set()


def test_every_link_leads_somewhere(app):
    """What templates and programs name as an endpoint is one of the application."""
    named = {
        (found, path.name)
        for path in [*HOME.glob("**/*.html"), *HOME.glob("**/*.py")]
        for found in ENDPOINT.findall(path.read_text(encoding="utf-8"))
    }
    unknown = {(endpoint, name) for endpoint, name in named if endpoint not in app.view_functions}

    assert len(named) > 100
    assert unknown == set()
