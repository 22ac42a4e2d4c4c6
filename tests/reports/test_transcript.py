"""What a transcript says is written in one form, and a stranger can add it up again."""

from dataclasses import replace
from decimal import Decimal

import pytest

from reports.numbering import is_proof_number
from reports.transcript import transcript_json, transcript_of
from reports.verify_transcript import Discrepancy, Fault, recompute_transcript
from tests.reports.transcripts import a_group, a_transcript, an_entry, an_outcome

D = Discrepancy


def with_entries(*entries):
    """Return a transcript of one group that sums its entries right."""
    group = a_group(0, entries)
    return replace(a_transcript(), groups=(group,), total=group.subtotal)


CASES = {
    "a subtotal is raised": (
        lambda sound: replace(sound, groups=(replace(sound.groups[0], subtotal=Decimal(99)),)),
        {Fault(D.SUBTOTAL, "groups[0].subtotal"), Fault(D.TOTAL, "total")},
    ),
    "the total is raised": (lambda sound: replace(sound, total=Decimal("3.01")), {Fault(D.TOTAL, "total")}),
    "the recognised credits are raised": (
        lambda sound: replace(sound, recognised_total=Decimal(9)),
        {Fault(D.RECOGNISED_TOTAL, "recognised_total")},
    ),
    "an entry is left out": (
        lambda _sound: with_entries(an_entry(1), an_entry(3)),
        {Fault(D.POSITIONS)},
    ),
    "more is taken back than was booked": (
        lambda _sound: with_entries(an_entry(1), an_entry(2, credits=Decimal(-4), reverses=1)),
        {Fault(D.REVERSAL, "entries[2]")},
    ),
    "one entry is taken back twice": (
        lambda _sound: with_entries(an_entry(1), *(an_entry(each, credits=Decimal(-3), reverses=1) for each in (2, 3))),
        {Fault(D.REVERSAL, "entries[3]")},
    ),
    "an entry is negative and takes nothing back": (
        lambda _sound: with_entries(an_entry(1, credits=Decimal(-3))),
        {Fault(D.REVERSAL, "entries[1]")},
    ),
}


def test_what_is_written_reads_back():
    """Canonical JSON gives the very content back, decimals with their places, what is not known as nothing."""
    content = a_transcript(entries=5, groups=2, recognised=2)
    content = replace(content, recognised=(*content.recognised, an_outcome(3, credits=None, awarded_on=None)))

    read = transcript_of(transcript_json(content))

    assert read == content
    assert transcript_json(read) == transcript_json(content)
    assert '"total":"9.00"' in transcript_json(content)


@pytest.mark.parametrize("text", ["[]", "{}", '{"number":"XYCJ"}', "not JSON", "[" * 100_000])
def test_another_form_is_refused(text):
    """JSON that is not a transcript's is a ValueError, and adds up to nothing."""
    with pytest.raises(ValueError, match=r"not the|Expecting"):
        transcript_of(text)

    assert recompute_transcript(text).faults == (Fault(D.UNREADABLE),)


def test_the_number_is_not_a_proofs():
    """A transcript's number has letters of its own, and a check digit like every number."""
    number = a_transcript().number

    assert number.startswith("XYCJ-")
    assert is_proof_number(number)


@pytest.mark.parametrize("entries", [0, 1, 2, 9])
def test_a_transcript_adds_up(entries):
    """Entries with a reversal, groups and recognised outcomes confirm the sums."""
    content = a_transcript(entries=entries, groups=min(entries, 3), recognised=2)
    found = recompute_transcript(transcript_json(content))

    assert found.ok
    assert found.content == content


@pytest.mark.parametrize(("change", "faults"), CASES.values(), ids=CASES)
def test_what_does_not_add_up_is_named(change, faults):
    """Each wrong sum is found where it stands."""
    forged = change(a_transcript(entries=1))

    assert set(recompute_transcript(transcript_json(forged)).faults) == faults


def test_another_spelling_is_not_canonical():
    """The same values in another form are not what was issued."""
    text = transcript_json(a_transcript()).replace('":', '": ')

    assert recompute_transcript(text).faults == (Fault(D.UNREADABLE),)
