"""The seal covers every byte of a PDF, its own place excepted, which has one form."""

import io
import os
import random
import subprocess
import sys

import pikepdf
import pytest

from reports.byte_seal import NAME, Sealed, Unsealable, check_seal, seal_bytes, seal_of, sealed_part
from tests.effort import examples
from tests.reports.issued import KEY, OTHER_KEY, issued

KEYS = (OTHER_KEY.public(), KEY.public())
REVISION = b"1 0 obj\n<< >>\nendobj\nxref\n0 0\ntrailer\n<< %s/Size 1 >>\nstartxref\n%d\n%%%%EOF\n"


def test_a_sealed_paper_is_whole():
    """The key that sealed it finds nothing changed, and the file is a sound PDF of one revision."""
    pdf = issued().pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        problems = opened.check_pdf_syntax()

    assert check_seal(pdf, KEYS) is Sealed.WHOLE
    assert sealed_part(pdf) == pdf
    assert problems == []
    assert pdf.count(b"startxref") == 1


def test_every_change_of_one_byte_is_found():
    """Wherever one byte differs, the seal is broken, missing, or of a key that is none of ours."""
    pdf, chance = issued().pdf, random.Random(20201115)  # noqa: S311 - the same changes each time
    places = [*range(len(pdf) - 40, len(pdf)), *chance.sample(range(len(pdf)), examples(4000))]
    whole = []
    for place in places:
        changed = bytearray(pdf)
        changed[place] ^= chance.randrange(1, 256)
        whole += [place] if check_seal(bytes(changed), KEYS) is Sealed.WHOLE else []

    assert whole == []


def test_every_change_within_the_seal_is_found():
    """No other way of writing the seal itself passes: not capitals, not blanks, not another length."""
    pdf = issued().pdf
    begin = pdf.index(NAME.encode())
    for place in range(begin, seal_of(pdf).place.stop + 5):
        for other in {ord(" "), ord("A"), ord("0"), pdf[place] ^ 0x20} - {pdf[place]}:
            changed = bytearray(pdf)
            changed[place] = other

            assert check_seal(bytes(changed), KEYS) is not Sealed.WHOLE


@pytest.mark.parametrize("kept", [0, 9, 1000, -1, -7])
def test_a_shortened_file_is_found(kept):
    """Whatever is cut off the end."""
    assert check_seal(issued().pdf[:kept], KEYS) is Sealed.MISSING


def test_another_key_is_named_not_trusted():
    """A seal by a key that the verifier was not given is no seal."""
    assert check_seal(issued().pdf, [OTHER_KEY.public()]) is Sealed.UNKNOWN_KEY


def test_a_seal_elsewhere_does_not_count():
    """A second seal, in an appended revision or in the text of the file, leads nobody to look there."""
    pdf, fake = issued().pdf, issued(key=OTHER_KEY).pdf
    place = seal_of(fake).place
    words = fake[fake.index(f"/{NAME}".encode()) : place.stop + 5]
    appended = pdf + REVISION % (words, len(pdf))
    hidden = issued().printed.replace(b"%PDF-1.7\n", b"%PDF-1.7\n%" + words + b"\n", 1)

    assert sealed_part(appended) == pdf
    assert check_seal(hidden, KEYS) is Sealed.MISSING


def test_a_sealed_paper_is_not_sealed_again():
    """One paper, one seal; and what is no PDF of the press gets none."""
    for given in (issued().pdf, b"%PDF-1.7\n%%EOF\n", b""):
        with pytest.raises(Unsealable):
            seal_bytes(given, KEY)


def test_the_same_paper_gets_the_same_bytes_elsewhere():
    """Another process with another hash seed prints, signs and seals to the same bytes."""
    program = "import sys; from tests.reports.issued import issued; sys.stdout.buffer.write(issued().pdf)"
    elsewhere = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": "11", "TZ": "Asia/Shanghai"},
        capture_output=True,
        check=True,
    )

    assert elsewhere.stdout == issued().pdf


def test_a_sealed_paper_keeps_the_structure_of_its_kind():
    """It claims PDF/A-3b, has its colours' profile, and lists each of its two attachments once, with its type."""
    number = issued().content.number
    with pikepdf.open(io.BytesIO(issued().pdf)) as pdf:
        listed = {str(each.UF): (str(each.AFRelationship), str(each.EF.F.Subtype)) for each in pdf.Root.AF}
        metadata = pdf.open_metadata()

        assert metadata["pdfaid:part"] + metadata["pdfaid:conformance"] == "3B"
        assert [str(each.S) for each in pdf.Root.OutputIntents] == ["/GTS_PDFA1"]
        assert len(pdf.Root.AF) == len(pdf.attachments) == 2
        assert listed == {
            f"{number}.json": ("/Source", "/application/json"),
            f"{number}.jwt": ("/Supplement", "/application/vc+jwt"),
        }
        assert "/ID" in pdf.trailer
        assert "/Encrypt" not in pdf.trailer
