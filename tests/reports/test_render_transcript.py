"""The printed transcript holds every field on as many pages as it needs, and refuses what it cannot show."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal

import pikepdf
import pytest

from reports.canonical import digest
from reports.printable_transcript import MOST_ENTRIES, MOST_RECOGNISED, printable_transcript
from reports.refusals import GlyphMissing, Unprintable
from reports.render_transcript import render_transcript
from reports.transcript import transcript_json
from tests.reports.transcripts import a_transcript, an_entry

PROGRAM = (
    "import sys; from reports.transcript import transcript_of; from reports.render_transcript import render_transcript;"
    "sys.stdout.buffer.write(render_transcript(transcript_of(sys.stdin.read()), check_code=sys.argv[1],"
    " verify_url=sys.argv[2]))"
)


def words(printed, page=None):
    """Read the words of a PDF or of one page, blanks and line ends left out."""
    pages = ["-f", str(page), "-l", str(page)] if page else []
    done = subprocess.run(["pdftotext", *pages, "-", "-"], input=printed, capture_output=True, check=True)
    return "".join(done.stdout.decode().split())


def test_every_field_is_on_the_paper(paper):
    """A reader finds whose account it is, every entry with its proof, the reversal, the sums, the recognised."""
    content = a_transcript(entries=3, recognised=2)

    printed = render_transcript(content, **paper)

    text = words(printed)
    shown = [content.number, content.platform, content.issuer, content.learner_name, content.document_masked]
    shown += [content.account_number, "2020-11-23", digest(transcript_json(content))[:32], *paper.values()]
    for entry in content.entries:
        shown += [entry.source_title, entry.target_title, entry.booked_on.isoformat(), entry.proof_number]
    shown += ["−3.0", "冲销第1笔", "已由第3笔冲销", "小计3笔", "账户学分合计", "登记学分小计2项"]
    shown += ["示例理工职业学院", "工商企业管理（本科）", "2020年11月23日"]
    assert [each for each in shown if "".join(each.split()) not in text] == []
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        attached = pdf.attachments[f"{content.number}.json"].get_file().read_bytes()
        assert attached.decode() == transcript_json(content)


def test_the_same_content_gives_the_same_bytes(paper):
    """Two prints are byte-identical, in this process and in another with another hash seed."""
    content = a_transcript()
    elsewhere = subprocess.run(
        [sys.executable, "-c", PROGRAM, *paper.values()],
        input=transcript_json(content).encode(),
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Shanghai"},
        capture_output=True,
        check=True,
    )

    assert render_transcript(content, **paper) == elsewhere.stdout


def test_every_further_page_says_whose_it_is_and_repeats_the_head(paper):
    """Name, account number, number, page x of y, and the head of the table; the seal stands on the last page alone."""
    content = a_transcript(entries=24, groups=2, recognised=0)

    printed = render_transcript(content, **paper)

    second = words(printed, page=2)
    for each in ("学分成绩单（续）·学习者甲·2020000012345", f"成绩单编号{content.number}", "第2页/共2页", "入账日期"):
        assert each in second
    assert "核验码" not in words(printed, page=1)
    assert "核验码" in second


def test_an_account_with_recognised_outcomes_alone_has_a_transcript(paper):
    """Without an entry the paper says so."""
    content = a_transcript(entries=0, groups=0, recognised=1)

    assert "截至签发日期没有入账学分" in words(render_transcript(content, **paper))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"entries": 0, "groups": 0, "recognised": 0}, "groups"),
        ({"entries": MOST_ENTRIES + 1}, "groups"),
        ({"recognised": MOST_RECOGNISED + 1}, "recognised"),
        ({"learner_name": "甲" * 61}, "learner_name"),
        ({"learner_name": "学习者\u202e甲"}, "learner_name"),
        ({"account_number": "1" * 41}, "account_number"),
    ],
    ids=str,
)
def test_what_cannot_be_shown_is_refused_by_name(change, field):
    """An empty or overlong account, an overlong text and an invisible character are refused."""
    with pytest.raises(Unprintable) as refused:
        printable_transcript(a_transcript(**change))

    assert refused.value.field == field


def test_a_text_of_an_entry_is_refused_where_it_stands():
    """The refusal names the entry and its field."""
    content = a_transcript(entries=1)
    wrong = replace(content.groups[0], entries=(an_entry(1, target_title="规" * 205, credits=Decimal(3)),))
    with pytest.raises(Unprintable) as refused:
        printable_transcript(replace(content, groups=(wrong,)))

    assert refused.value.field == "groups[0].entries[0].target_title"


def test_a_character_without_a_glyph_is_named():
    """Wherever it stands, the character is told."""
    content = a_transcript(entries=1)
    wrong = replace(content.groups[0], entries=(an_entry(1, source_title="课程\U0001f600"),))
    with pytest.raises(GlyphMissing) as refused:
        printable_transcript(replace(content, groups=(wrong,)))

    assert refused.value.characters == "\U0001f600"
