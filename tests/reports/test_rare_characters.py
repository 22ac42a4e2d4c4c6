"""Rare characters of names are printed on both papers, or refused by name."""

import csv
import re
import subprocess
from pathlib import Path

import pytest

from reports.refusals import GlyphMissing, Unprintable
from reports.render import page_of as page_of_proof
from reports.render import render_proof
from reports.render_transcript import page_of as page_of_transcript
from reports.render_transcript import render_transcript
from tests.reports.transcripts import a_transcript

with (Path(__file__).parent / "rare_characters.csv").open(encoding="utf-8") as table:
    ROWS = list(
        csv.DictReader(table)
    )  # of the third list of the 通用规范汉字表, beyond the basic block, and further ones
PRINTED = "".join(each["character"] for each in ROWS if each["printed"] == "yes")


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["codepoint"])
def test_a_rare_character_is_printed_or_refused_by_name(a_content, paper, row):
    """A name with it stands on both papers, or the refusal of both tells the character."""
    name = f"王{row['character']}"
    for page in (
        lambda: page_of_proof(a_content(learner_name=name), **paper).html,
        lambda: page_of_transcript(a_transcript(learner_name=name), **paper).html,
    ):
        if row["printed"] == "yes":
            assert name in page()
            continue
        with pytest.raises((GlyphMissing, Unprintable), match=re.escape(row["codepoint"])):
            page()


@pytest.mark.parametrize("kind", ["proof", "transcript"])
def test_the_printed_characters_can_be_read_back(a_content, paper, kind):
    """What is printed is the character itself: a program reads it from the page."""
    name = PRINTED[:60]
    if kind == "proof":
        printed = render_proof(a_content(learner_name=name), **paper)
    else:
        printed = render_transcript(a_transcript(learner_name=name), **paper)
    done = subprocess.run(["pdftotext", "-", "-"], input=printed, capture_output=True, check=True)

    assert name in "".join(done.stdout.decode().split())
