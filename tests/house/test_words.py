"""Every word that a page can show is there in Chinese and in English."""

import ast
import re
import tomllib
from pathlib import Path

import flask_appbuilder
import pytest
import wtforms
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from babel.support import Translations
from jinja2 import Environment, FileSystemLoader, nodes
from sqlalchemy import Enum, inspect

import backoffice.tables
from backoffice import access
from backoffice.column_labels import COLUMNS
from backoffice.entities import mapped_classes
from backoffice.kernel.tones import TONES
from backoffice.labels import ENTITIES

HOME = Path(backoffice.__file__).parent
FRAMEWORK = Path(flask_appbuilder.__file__).parent
FORMS = Path(wtforms.__file__).parent
TRANSLATED = {"_": None, "gettext": None, "lazy_gettext": None, "pgettext": ((1, "c"), 2)}
TRANSLATED |= {"lazy_pgettext": TRANSLATED["pgettext"]}
CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff00-\uffef]+")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|{\w*}")
TEMPLATES = sorted([*HOME.glob("templates/**/*.html"), *HOME.glob("*/templates/**/*.html")])

HAN = re.compile(r"[\u3400-\u9fff]")
SEAL = "学分"  # the drawn seal of the house, which is not read aloud
BESIDE_ENGLISH = {"中文", "成果描述"}  # a language calls itself by its own name; the other has its English beside it
BILINGUAL = (
    "column_labels.py",
    "hints.py",
    "labels.py",
    "audit.py",
    "serve.py",
    "accounts/words.py",
    "catalogue/deposited.py",
    "kernel/account_wording.py",
    "kernel/case_wording.py",
    "kernel/house.py",
    "kernel/import_wording.py",
    "kernel/kind_wording.py",
    "kernel/paper_wording.py",
    "kernel/papers.py",
    "kernel/wording.py",
    "kernel/workbench_wording.py",
    "kernel/tones.py",
    "people/words.py",
    "upkeep/catalogue_table.py",
    "upkeep/cells.py",
    "upkeep/columns.py",
    "upkeep/deposits.py",
    "upkeep/register_tables.py",
    "upkeep/sheets.py",
    *("kernel/print_wording.py", "papers/names.py"),
    *("kernel/filled.py", "kernel/message_wording.py", "messages/samples.py", "messages/titles.py"),
)  # these hold both languages themselves
CHINESE_ALONE = (  # as messages, files and papers are
    "messages/templates.py",
    "statistics/papers.py",
    "upkeep/exports.py",
    "papers/samples.py",
    "conversion/sheet.py",
    "workbench/book.py",
    "printing/binding.py",
)
NOT_SHOWN = ("sample/", "migrations/")
PYTHON_FILES = sorted(
    path
    for path in HOME.rglob("*.py")
    if not str(path.relative_to(HOME)).startswith((*BILINGUAL, *CHINESE_ALONE, *NOT_SHOWN))
)
# What Flask-AppBuilder says on pages that the product leaves out or draws itself.
LEFT_OUT = (
    "babel",
    "base.py",
    "charts",
    "cli",
    "models",
    "security",
    "validators.py",
    "templates/appbuilder/general/lib.html",
    "templates/appbuilder/general/security",
)


def extracted(folder, **keywords):
    """Return every translatable text below a folder, with its context if it has one, and where it stands."""
    methods = [("**.py", "python"), ("**.html", "jinja2")]
    found = {}
    for name, line, text, _comments, context in extract_from_dir(
        folder, method_map=methods, keywords=keywords or TRANSLATED
    ):
        found[context, text[0] if isinstance(text, tuple) else text] = f"{name}:{line}"
    return found


def catalogue(path):
    """Return the translations of a catalogue by context and text."""
    with path.open("rb") as written:
        return {(each.context, each.id): each.string for each in read_po(written) if each.id}


def kept():
    """Return the words that the database keeps and pages show: states, kinds and levels."""
    kinds = tomllib.loads((HOME / "sample/files/kinds.toml").read_text("utf-8"))
    columns = [column for name in access.ENTITIES for column in inspect(mapped_classes()[name]).columns]
    states = [value for column in columns if isinstance(column.type, Enum) for value in column.type.enums]
    titles = [each["title"] for each in [*kinds["category"], *kinds["kind"]]]
    return {(None, word) for word in [*TONES, *states, *titles, *kinds["levels"]]}


OWN = extracted(HOME)
KEPT = kept()
THEIRS = {key: place for key, place in extracted(FRAMEWORK).items() if not place.startswith(LEFT_OUT)}
ENGLISH = catalogue(HOME / "translations/en/LC_MESSAGES/messages.po")
CHINESE_TEXTS = catalogue(HOME / "translations/zh/LC_MESSAGES/messages.po")
KEPT_WORDS = {word for _context, word in KEPT}


def test_every_text_has_its_english():
    """No text of a template, of the program or of the database's own words lacks an English translation."""
    missing = {text: OWN.get((context, text), "a word of the database") for context, text in [*OWN, *KEPT]}

    assert OWN
    assert {text: place for text, place in missing.items() if not any(key[1] == text for key in ENGLISH)} == {}
    assert [key for key in [*OWN, *KEPT] if not ENGLISH.get(key)] == []


def test_no_english_is_left_over():
    """An English entry whose text no longer stands anywhere is taken out."""
    assert sorted(text for context, text in ENGLISH.keys() - OWN.keys() - KEPT - THEIRS.keys()) == []


def test_no_chinese_is_left_over():
    """A Chinese entry is for a text of the framework or a word of the database."""
    assert sorted(text for context, text in CHINESE_TEXTS.keys() - KEPT - THEIRS.keys()) == []


@pytest.mark.parametrize("texts", [ENGLISH, CHINESE_TEXTS], ids=["en", "zh"])
def test_translations_name_the_same_values(texts):
    """A translation has the placeholders of its text, no more and no fewer."""
    differing = [
        text
        for (_context, text), told in texts.items()
        if sorted(PLACEHOLDER.findall(text)) != sorted(PLACEHOLDER.findall(told))
    ]

    assert differing == []


def test_english_is_english():
    """No English translation or label holds a Chinese character or Chinese punctuation."""
    labels = [english for _chinese, english in [*ENTITIES.values(), *COLUMNS.values()]]

    assert [told for told in [*ENGLISH.values(), *labels] if CHINESE.search(told)] == []


def test_the_framework_speaks_chinese():
    """Whatever Flask-AppBuilder and the form library can say on a page is there in Chinese."""
    theirs = catalogue(FRAMEWORK / "translations/zh/LC_MESSAGES/messages.po")
    lacking = [key for key in THEIRS if not (CHINESE_TEXTS.get(key) or theirs.get(key))]

    assert THEIRS
    assert lacking == []


@pytest.mark.parametrize("kind", ["InputRequired", "DataRequired", "Length", "NumberRange"])
def test_the_checks_of_forms_speak_chinese(kind):
    """What the checks of generated forms say has a Chinese translation in the form library itself."""
    source = (FORMS / "validators.py").read_text("utf-8")
    body = next(each for each in ast.parse(source).body if isinstance(each, ast.ClassDef) and each.name == kind)
    said = [
        node.args[0].value
        for node in ast.walk(body)
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"gettext", "ngettext"}
    ]
    chinese = Translations.load(str(FORMS / "locale"), ["zh"], "wtforms")

    assert said
    assert [text for text in said if chinese.ngettext(text, text, 2) == text == chinese.gettext(text)] == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(HOME)))
def test_templates_show_translated_words(path):
    """No Chinese stands in a template outside `_()`, save for the database's own words in what it compares."""
    environment = Environment(loader=FileSystemLoader(HOME), extensions=["jinja2.ext.i18n"], autoescape=True)
    tree = environment.parse(path.read_text("utf-8"))
    plain = [text for node in tree.find_all(nodes.TemplateData) for text in CHINESE.findall(node.data)]
    inside = {id(arg) for call in tree.find_all(nodes.Call) if _translates(call) for arg in call.args}
    quoted = [
        node.value
        for node in tree.find_all(nodes.Const)
        if isinstance(node.value, str) and CHINESE.search(node.value) and id(node) not in inside
    ]

    assert plain == []
    assert set(quoted) - KEPT_WORDS - {SEAL} == set()


def _translates(call):
    return isinstance(call.node, nodes.Name) and call.node.name in TRANSLATED


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_programs_show_translated_words(path):
    """No Chinese stands in the program outside `_()`, save for the database's own words."""
    tree = ast.parse(path.read_text("utf-8"))
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    inside = {id(arg) for call in calls if getattr(call.func, "id", "") in TRANSLATED for arg in call.args}
    inside |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    quoted = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in inside
        if HAN.search(node.value)
    }

    assert quoted - KEPT_WORDS - {SEAL} - BESIDE_ENGLISH == set()
