"""Titles as long as the catalogue takes them are printed whole and within the page."""

import re
import subprocess
from dataclasses import replace

import pytest

from reports.printable import LONGEST_TEXT
from reports.render import render_proof
from reports.render_transcript import render_transcript
from tests.reports.transcripts import a_transcript

CHINESE = ("现代企业管理与数字经济背景下的继续教育课程学习成果认定转换导论" * 7)[:LONGEST_TEXT]
ENGLISH = ("Introduction to the Management of Modern Enterprises and the Recognition of Continuing Education " * 3)[
    :LONGEST_TEXT
].strip()
UNBROKEN = "W" * LONGEST_TEXT
TITLES = pytest.mark.parametrize("title", [CHINESE, ENGLISH, UNBROKEN], ids=["Chinese", "English", "unbroken"])
BOX = re.compile(r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">')
LEFT, TOP, RIGHT, BOTTOM = 50, 50, 545, 796  # points from the upper left of A4: the frame, page numbers and all


def read(printed, *options):
    """Return the words of a PDF."""
    command = ["pdftotext", *options, "-", "-"]
    return subprocess.run(command, input=printed, capture_output=True, check=True).stdout.decode()


def beyond(printed):
    """Return the words that reach out of the frame."""
    boxes = [tuple(map(float, each)) for each in BOX.findall(read(printed, "-bbox"))]
    assert boxes
    return [box for box in boxes if box[0] < LEFT or box[1] < TOP or box[2] > RIGHT or box[3] > BOTTOM]


def times(title, printed):
    """Return how often a title stands whole on a paper."""
    return "".join(read(printed, "-raw").split()).count("".join(title.split()))


@TITLES
@pytest.mark.parametrize("lines", [1, 3])
def test_a_proof_holds_the_longest_titles(a_content, paper, title, lines):
    """Source, target with its mark, rule and institutions are whole, and nothing leaves the frame."""
    texts = ("source_title", "rule_title", "source_institution", "target_institution")
    printed = render_proof(
        a_content(lines=lines, line={**dict.fromkeys(texts, title), "target_title": f"{title}★"}), **paper
    )

    assert times(title, printed) >= lines * (len(texts) + 1)
    assert beyond(printed) == []


@TITLES
def test_a_transcript_holds_the_longest_titles(paper, title):
    """Entries and outcomes that were recognised alone are whole, and nothing leaves the frame."""
    content = a_transcript(entries=4, recognised=2)
    entries = (replace(each, source_title=title, target_title=f"{title}★") for each in content.entries)
    (group,) = content.groups
    outcomes = tuple(replace(each, title=title, institution=title) for each in content.recognised)
    printed = render_transcript(
        replace(content, groups=(replace(group, entries=tuple(entries)),), recognised=outcomes), **paper
    )

    assert times(title, printed) == 2 * 4 + 2 * 2
    assert beyond(printed) == []
