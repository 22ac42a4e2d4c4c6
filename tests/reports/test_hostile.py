"""Whatever a field holds, a paper says it letter for letter or refuses it by name, and reaches for nothing."""

from dataclasses import fields

import pytest

from reports.printable import MOST_LINES
from reports.proof import ConversionProofContent, ProofLine
from reports.refusals import Unprintable
from reports.render import page_of, render_proof

OF_CONTENT = [field.name for field in fields(ConversionProofContent) if field.type in {"str", str}]
OF_LINE = [field.name for field in fields(ProofLine) if field.type in {"str", str}]
PLACES = [
    *((name, {name: None}) for name in OF_CONTENT),
    *((f"lines[0].{name}", {"line": {name: None}}) for name in OF_LINE),
]
REFUSED = {
    "a text that turns the direction": "甲\u202e乙",
    "an isolate that is never closed": "甲\u2066乙",
    "a bell": "甲\x07乙",
    "a line end": "甲\n乙",
    "half a character": "甲\ud800乙",
    "200,000 characters": "甲" * 200_000,
    "20,000 boxes in each other": "<div>" * 20_000,
    "a table of 10,000 cells": "<table>" + "<td>" * 10_000,
}
ADDRESSES = {
    "a file": "file:///etc/passwd",
    "a page": "http://127.0.0.1:9/x.png",
    "a picture": '<img src="file:///etc/passwd">',
    "a style": "<style>@import 'http://a'</style>",
    "our own": "drawing:seal",
}


def with_text(change, text):
    """Put a text into the field that a change names."""
    return {name: with_text(value, text) if isinstance(value, dict) else text for name, value in change.items()}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize(("field", "change"), PLACES, ids=[place for place, _ in PLACES])
def test_what_cannot_be_printed_is_refused_by_its_field(a_content, paper, field, change, text):
    """The refusal names the field and the reason, and comes before anything is laid out."""
    with pytest.raises(Unprintable) as refused:
        page_of(a_content(**with_text(change, text)), **paper)

    assert refused.value.field == field
    assert "not printable" in refused.value.reason or "longer than" in refused.value.reason


def test_a_table_is_as_long_as_a_paper_allows(a_content, paper):
    """More lines than a proof has are refused, none at all are too."""
    for lines in (0, MOST_LINES + 1, 10_000):
        with pytest.raises(Unprintable) as refused:
            page_of(a_content(lines=lines), **paper)

        assert refused.value.field == "lines"


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES.keys())
def test_an_address_in_any_field_is_only_its_letters(a_content, paper, address):
    """No field becomes a link, a picture or a style: the page holds the letters, escaped."""
    texts = {name: address for name in OF_CONTENT if name != "number"}
    page = page_of(a_content(line=dict.fromkeys(OF_LINE, address), **texts), **paper).html

    assert page.count("<img") == page_of(a_content(), **paper).html.count("<img")
    assert page.count("<style") == page.count("<link") == page.count("href=") == 0
    assert address.replace("&", "&amp;").replace("<", "&lt;")[:8] in page


def test_the_longest_texts_that_are_allowed_are_printed(a_content, paper):
    """A proof whose every field is as long as it may be is still a proof."""
    longest = dict.fromkeys(OF_LINE, "龘" * 200)

    assert render_proof(a_content(lines=2, line=longest, learner_name="龘" * 60), **paper).startswith(b"%PDF")
