"""A transcript in a look: its own words, the same colours and pictures, the same bytes, and nothing reached for."""

import base64
import io
import json
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from PIL import Image

from reports.look import PaperLook, Picture, look_from, look_json
from reports.look_faults import LookRefused
from reports.render_transcript import page_of, render_transcript
from reports.transcript import transcript_json
from reports.transcript_look import TRANSCRIPT_STANDARD
from tests.reports.test_hostile import ADDRESSES
from tests.reports.transcripts import a_group, a_transcript, an_entry, an_outcome

BLUE = {"primary": "#143c8c", "accent": "#7a8799", "accent_text": "#3c4f6d", "seal": "#143c8c"}
WATCH = """
import json, sys
from reports.look import look_from
from reports.transcript import transcript_of
from reports.render_transcript import render_transcript
told = json.loads(sys.stdin.read())
paper = lambda name: render_transcript(transcript_of(told[name]), look=look_from(told["look"]), **told["paper"])
paper("first")
seen = []
sys.addaudithook(lambda event, arguments: seen.append([event, str(arguments[0]) if arguments else ""]))
paper("second")
print(json.dumps(seen))
"""


def a_look(*, colours=None, **wordings):
    """Return the standard look of transcripts with some words and colours changed."""
    said = TRANSCRIPT_STANDARD.wordings | wordings
    return replace(TRANSCRIPT_STANDARD, wordings=said, colours=TRANSCRIPT_STANDARD.colours | (colours or {}))


def a_seal():
    """Return a picture of a seal."""
    output = io.BytesIO()
    Image.new("RGBA", (240, 240), (200, 30, 30, 0)).save(output, "PNG")
    return Picture("png", base64.b64encode(output.getvalue()).decode())


def addressed(address):
    """Return a transcript whose every text is an address, but its number."""
    entry = an_entry(1, **dict.fromkeys(("source_title", "source_institution", "target_title"), address))
    outcome = an_outcome(1, title=address, institution=address)
    house = dict.fromkeys(("platform", "issuer", "learner_name"), address[:40])
    group = replace(a_group(0, [entry]), institution=address, programme=address)
    return replace(a_transcript(**house), groups=(group,), total=group.subtotal, recognised=(outcome,))


def test_words_colours_and_pictures_reach_the_paper(paper):
    """A look is printed, the same bytes each time, on every page; an empty optional text leaves no trace."""
    look = replace(
        a_look(
            colours=BLUE,
            heading="学习成果成绩单",
            heading_english="",
            statement="截至{{ 签发日期 }}共 {{ 账目笔数 }} 笔，合计 {{ 学分合计 }} 学分，另有 {{ 认定项数 }} 项认定。",
            note="本成绩单由{{ 出具机构 }}签发。" * 6,
        ),
        seal=a_seal(),
    )
    content = a_transcript(entries=24, groups=2)
    printed = render_transcript(content, **paper, look=look)
    filled = page_of(content, **paper, look=look)
    page = filled.html

    assert printed == render_transcript(content, **paper, look=look_from(look_json(look)))
    assert printed != render_transcript(content, **paper)
    assert f"<title>学习成果成绩单 {content.number}</title>" in page
    assert "截至2020年11月23日共 24 笔，合计 66.0 学分，另有 1 项认定。" in page
    assert filled.colours["primary"] == "#143c8c"
    assert 'src="paper:seal"' in page
    assert 'style="padding-top: ' in page  # room for a longer note
    assert "Transcript of Credits" not in page
    words = subprocess.run(["pdftotext", "-f", "2", "-", "-"], input=printed, capture_output=True, check=True)
    assert "学习成果成绩单（续）" in words.stdout.decode()
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert pdf.attachments[f"{content.number}.json"].get_file().read_bytes().decode() == transcript_json(content)


def test_a_look_that_says_little_takes_the_rest_from_the_standard(paper):
    """A version from before a slot was added is printed with the usual words of transcripts there."""
    assert page_of(a_transcript(), **paper, look=PaperLook({})) == page_of(a_transcript(), **paper)


def test_a_hostile_look_is_not_printed(paper):
    """Words, colours and drawings that were never checked are refused where they are printed."""
    loop = "{% for each in range(9999999) %}x{% endfor %}"
    drawing = Picture(
        "svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///x"/></svg>'
    )

    for look in (a_look(statement=loop), a_look(note="{{ 转换项数 }}"), replace(a_look(), logo=drawing)):
        with pytest.raises(LookRefused):
            page_of(a_transcript(), **paper, look=look)
    with pytest.raises(ValueError, match="no colour"):
        page_of(a_transcript(), **paper, look=a_look(colours={"ink": "#fff;background:url(file:///etc/passwd)"}))


def test_what_names_stand_for_is_escaped_on_the_paper(paper):
    """A name of the house with markup in it is printed as letters."""
    page = page_of(
        a_transcript(issuer="<b>示例</b>&机构"), **paper, look=a_look(signature="{{ 出具机构 }} & 中心")
    ).html

    assert "&lt;b&gt;示例&lt;/b&gt;&amp;机构 &amp; 中心" in page


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_in_any_field_is_only_its_letters(paper, address):
    """No field becomes a link, a picture or a style: the page holds the letters, escaped."""
    page = page_of(addressed(address), **paper).html

    assert page.count("<img") == page_of(a_transcript(), **paper).html.count("<img")
    assert page.count("<style") == page.count("<link") == page.count("href=") == 0
    assert address.replace("&", "&amp;").replace("<", "&lt;")[:8] in page


def test_a_paper_opens_the_colour_profile_and_nothing_else(paper):
    """Once warm, printing opens one file of the library, connects to nothing and starts nothing."""
    told = {
        "first": transcript_json(a_transcript()),
        "second": transcript_json(addressed("http://127.0.0.1:9/x")),
        "look": look_json(replace(a_look(colours=BLUE, note="file:///etc/passwd"), seal=a_seal())),
        "paper": paper,
    }
    done = subprocess.run(
        [sys.executable, "-c", WATCH], input=json.dumps(told), capture_output=True, text=True, check=True
    )
    seen = json.loads(done.stdout)
    opened = {name.rpartition("/")[2] for event, name in seen if event == "open"}

    assert opened == {"sRGB2014.icc"}
    assert not [
        event for event, _ in seen if event.startswith(("socket", "subprocess", "os.exec", "os.fork", "urllib"))
    ]


def test_the_longest_words_that_are_allowed_are_printed(paper):
    """A look that says as much as it may, over a logo, still closes on a page with its seal and code."""
    slots = {"heading": "龘" * 24, "statement": "龘" * 300, "note": "龘" * 300, "signature": "龘" * 80}
    english = {"heading_english": "W" * 80, "statement_english": "W " * 300, "note_english": "W " * 300}
    logo = Picture("svg", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h5v5z"/></svg>')
    look = replace(a_look(**slots, **english, seal_rim="龘" * 60, seal_purpose="龘" * 10), logo=logo)
    printed = render_transcript(a_transcript(entries=24, groups=2, learner_name="龘" * 60), **paper, look=look)

    with pikepdf.open(io.BytesIO(printed)) as pdf:
        assert len(pdf.pages) in {2, 3}
