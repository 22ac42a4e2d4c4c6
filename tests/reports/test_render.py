"""The printed proof holds every field, is the same each time, and takes in nothing from outside."""

import io
import os
import subprocess
import sys
from decimal import Decimal

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError

from reports.canonical import digest
from reports.press import NothingFetched, templates
from reports.proof import canonical_json
from reports.render import GlyphMissing, Unprintable, page_of, render_proof

INVISIBLE = ("\x00", "\n", "\u202e", "\u200b", "\ue000", "\ud800", "\u0378")


@pytest.fixture
def words():
    """Return what reads the words of a PDF, blanks and line ends left out."""

    def read(printed):
        done = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True)
        return "".join(done.stdout.decode().split())

    return read


def pages(printed):
    """Count the pages of a PDF."""
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        return len(pdf.pages)


@pytest.mark.parametrize("lines", [1, 2])
def test_every_field_is_on_the_paper(a_content, paper, words, lines):
    """A reader finds each field, in either form of the paper."""
    content = a_content(lines=lines, line={"ratio": Decimal("85.50")})

    text = words(render_proof(content, **paper))

    line = content.lines[0]
    for name in line.__slots__:
        if name not in {"credits", "ratio", "rule_version"}:
            assert "".join(str(getattr(line, name)).split()) in text
    for name in ("number", "platform", "issuer", "learner_name", "document_masked", "account_number", "issued_on"):
        assert str(getattr(content, name)) in text
    for shown in ("3.0", "85.5%", "第4版", "2020年11月23日", digest(canonical_json(content))[:32], *paper.values()):
        assert shown in text


def test_the_same_content_gives_the_same_bytes(a_content, paper):
    """Two prints are byte-identical, in this process and in another with another hash seed."""
    program = (
        "import sys; from reports.proof import content_of; from reports.render import render_proof;"
        "sys.stdout.buffer.write(render_proof(content_of(sys.stdin.read()), check_code=sys.argv[1],"
        " verify_url=sys.argv[2]))"
    )
    content = a_content(lines=3)
    elsewhere = subprocess.run(
        [sys.executable, "-c", program, *paper.values()],
        input=canonical_json(content).encode(),
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True,
        check=True,
    )

    printed = render_proof(content, **paper)

    assert printed == render_proof(content, **paper)
    assert printed == elsewhere.stdout


def test_the_canonical_content_is_attached_once(a_content, paper):
    """The paper is PDF/A-3b, carries its canonical JSON, and lists it once."""
    content = a_content()
    with pikepdf.open(io.BytesIO(render_proof(content, **paper))) as pdf:
        attached = pdf.attachments[f"{content.number}.json"].get_file().read_bytes()
        listed = list(pdf.Root.AF)
        metadata = pdf.open_metadata()

        assert attached.decode() == canonical_json(content)
        assert [item.AFRelationship for item in listed] == ["/Source"]
        assert metadata["pdfaid:part"] + metadata["pdfaid:conformance"] == "3B"
        assert all(font.FontFile2 for font in fonts_of(pdf))


def fonts_of(pdf):
    """Return the font descriptors of a PDF."""
    return [
        item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor"
    ]


@pytest.mark.parametrize(("lines", "expected"), [(1, 1), (2, 1), (3, 1), (12, 2)])
def test_lines_flow_over_pages(a_content, paper, lines, expected):
    """A few lines fit on one page, twelve on two."""
    assert pages(render_proof(a_content(lines=lines), **paper)) == expected


def test_the_head_of_the_table_and_the_number_stand_on_the_second_page(a_content, paper):
    """A second page tells what it belongs to and repeats the table's head."""
    printed = render_proof(a_content(lines=12), **paper)
    done = subprocess.run(["pdftotext", "-f", "2", "-l", "2", "-", "-"], input=printed, capture_output=True, check=True)
    text = "".join(done.stdout.decode().split())

    assert "学分转换证明（续）" in text
    assert f"证明编号{a_content().number}" in text
    assert "来源成果" in text
    assert "合计12项" in text
    assert "36.0" in text


@pytest.mark.parametrize(
    "name", ["<b>甲</b>", "{{ content }}", "&lt;", '"><img src="file:///etc/passwd">', "O’Brien “甲”"]
)
def test_markup_in_a_name_is_only_a_name(a_content, paper, words, name):
    """A name that looks like markup or a template is printed letter for letter."""
    assert "".join(name.split()) in words(render_proof(a_content(learner_name=name), **paper))


@pytest.mark.parametrize("letter", INVISIBLE, ids=ascii)
def test_an_invisible_character_is_refused(a_content, paper, letter):
    """Control, direction, private, broken and unassigned characters never reach the paper."""
    with pytest.raises(Unprintable) as refused:
        render_proof(a_content(learner_name=f"学习者{letter}甲"), **paper)

    assert refused.value.field == "learner_name"


@pytest.mark.parametrize(
    ("change", "field"),
    [({"learner_name": "甲" * 61}, "learner_name"), ({"line": {"rule_title": "规" * 201}}, "lines[0].rule_title")],
)
def test_an_overlong_text_is_refused(a_content, paper, change, field):
    """A text longer than its place is refused by name."""
    with pytest.raises(Unprintable) as refused:
        render_proof(a_content(**change), **paper)

    assert refused.value.field == field


def test_a_character_that_no_typeface_has_is_named(a_content, paper):
    """Nothing is printed when a character would be missing; all missing ones are named."""
    with pytest.raises(GlyphMissing) as missing:
        render_proof(a_content(learner_name="甲𒀀😀"), **paper)

    assert missing.value.characters == "𒀀😀"


@pytest.mark.parametrize(
    "name", ["王䶮", "陳喆龍", "𬘡𫍽", "悳", "阿依古丽·买买提", "Zoë Müller-Łuczak", "Nguyễn Thị Ánh"]
)
def test_a_rare_name_is_printed(a_content, paper, words, name):
    """Rare, traditional, national and Latin names are printed as they are."""
    assert "".join(name.split()) in words(render_proof(a_content(learner_name=name), **paper))


def test_a_decomposed_name_is_composed(a_content, paper, words):
    """A name typed with combining marks is printed in its composed form."""
    assert "Zoë" in words(render_proof(a_content(learner_name="Zoe\u0308"), **paper))


def test_chinese_punctuation_is_printed(a_content, paper, words):
    """Book marks, full-width brackets, quotes, dashes and the ideographic comma survive."""
    title = "《大学英语（一）》、“听力”——读写…"

    assert title in words(render_proof(a_content(line={"source_title": title}), **paper))


@pytest.mark.parametrize(
    "inside",
    [
        '<img src="file:///etc/hostname">',
        '<link rel="stylesheet" href="http://127.0.0.1/x.css">',
        "<style>@import 'x.css'</style>",
    ],
)
def test_a_paper_fetches_nothing(inside):
    """Were a template to name a file or a page, printing would stop."""
    with pytest.raises(FatalURLFetchingError):
        HTML(string=f"<p>{inside}", base_url="file:///", url_fetcher=NothingFetched()).write_pdf()


def test_a_template_escapes_and_misses_nothing(a_content, paper):
    """Templates escape what they are given and stop at what they are not."""
    page = page_of(a_content(platform="<i>甲</i>"), **paper).html

    assert "&lt;i&gt;甲&lt;/i&gt;" in page
    with pytest.raises(Exception, match="is undefined"):
        templates().from_string("{{ nothing }}").render()


@pytest.mark.parametrize("lines", [1, 2])
def test_a_judgement_is_printed_without_a_rule(a_content, paper, words, lines):
    """A performance outcome converted by judgement names no rule and says so."""
    content = a_content(
        lines=lines, line={"rule_code": "", "rule_title": "", "rule_version": 0, "source_institution": ""}
    )

    text = words(render_proof(content, **paper))

    assert "由评审认定，不适用转换规则" in text
    assert "第0版" not in text
    assert "符合现行转换规则" not in text


def test_a_marked_title_is_printed(a_content, paper, words):
    """The mark of a catalogue outcome (★) stands on the paper."""
    assert "现代企业管理导论★" in words(render_proof(a_content(line={"target_title": "现代企业管理导论★"}), **paper))
