"""A signature by certificate lies on top of the seal, covers the whole file, and adds nothing else."""

import io
import random
import subprocess

import pikepdf
import pytest

from reports.byte_seal import Sealed, check_seal, sealed_part
from reports.keys import Certificate, UnusableCertificate
from reports.pades import PlainRevision, Signed, check_signature, sign_pdf, signer_of
from tests.reports.issued import KEY, Authority, issued


@pytest.fixture(scope="module")
def authority(tmp_path_factory):
    """Return a throw-away authority and the certificate that it gave."""
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(scope="module")
def signed(authority):
    """Return a paper that is sealed and signed."""
    return sign_pdf(issued().pdf, Certificate(str(authority.packed), "secret"))


def found(pdf, trusted=b""):
    """Return what a look at the signature finds."""
    return check_signature(pdf, sealed_part(pdf), trusted).found


def test_the_seal_stays_and_the_signature_covers_the_whole(signed, authority):
    """The sealed bytes come first and are whole; the certificate leads to the authority."""
    assert signed.startswith(issued().pdf)
    assert check_seal(signed, [KEY.public()]) is Sealed.WHOLE
    assert check_signature(signed, issued().pdf, authority.pem) == (Signed.TRUSTED, "Common Name: Throw-away Signer")


def test_whom_nobody_trusts_is_told_from_whom_nobody_asked_about(signed, tmp_path):
    """Another authority does not answer for the certificate; without any the certificate is not judged."""
    assert found(signed, Authority(tmp_path).pem) is Signed.UNTRUSTED
    assert found(signed) is Signed.UNKNOWN


def test_a_common_reader_accepts_it(signed, tmp_path):
    """Poppler's pdfsig finds the signature valid and the total document signed."""
    (tmp_path / "signed.pdf").write_bytes(signed)
    done = subprocess.run(["pdfsig", tmp_path / "signed.pdf"], capture_output=True, text=True, check=False)

    assert "Signature Validation: Signature is Valid." in done.stdout
    assert "Total document signed" in done.stdout
    assert "Signature Type: ETSI.CAdES.detached" in done.stdout


def test_title_dates_and_kind_stay_as_they_were(signed):
    """The signature changes neither the metadata nor what the catalog says but for the form."""
    with pikepdf.open(io.BytesIO(issued().pdf)) as before, pikepdf.open(io.BytesIO(signed)) as after:
        assert after.Root.Metadata.read_bytes() == before.Root.Metadata.read_bytes()
        assert after.docinfo == before.docinfo
        assert set(after.Root.keys()) - set(before.Root.keys()) == {"/AcroForm", "/Perms"}


def test_every_change_behind_the_seal_is_found(signed, authority):
    """Wherever one byte of the signature's revision differs, its own place included, it is found."""
    chance, whole = random.Random(7), []  # noqa: S311 - the same changes each time
    for place in chance.sample(range(len(issued().pdf), len(signed)), 25):
        changed = bytearray(signed)
        changed[place] ^= chance.randrange(1, 256)
        whole += [place] if found(bytes(changed), authority.pem) is Signed.TRUSTED else []

    assert whole == []


def test_nothing_may_follow_the_signature(signed, authority):
    """A blank line, or another revision, is no longer the file that was signed."""
    writer = PlainRevision(io.BytesIO(signed))
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)

    assert found(signed + b"\n", authority.pem) is Signed.BROKEN
    assert found(output.getvalue(), authority.pem) is Signed.BROKEN


def test_a_revision_that_shows_something_else_is_refused_though_it_is_signed(authority):
    """A page changed after the seal and then signed, even by a trusted certificate, does not pass."""
    writer = PlainRevision(io.BytesIO(issued().pdf))
    page = writer.find_page_for_modification(0)[0].get_object()
    page["/Rotate"] = type(page.raw_get("/MediaBox")[0].get_object())(90)
    writer.update_container(page)
    changed = io.BytesIO()
    writer.write(changed)
    forged = sign_pdf(changed.getvalue(), Certificate(str(authority.packed), "secret"))

    assert check_seal(forged, [KEY.public()]) is Sealed.WHOLE
    assert found(forged, authority.pem) is Signed.BROKEN


def test_a_revision_without_a_signature_is_refused():
    """What is appended and not signed does not pass either."""
    writer = PlainRevision(io.BytesIO(issued().pdf))
    writer.update_root()
    output = io.BytesIO()
    writer.write(output)

    assert found(output.getvalue()) is Signed.BROKEN


def test_certificate_and_key_may_lie_in_one_plain_file(authority):
    """PEM serves as well as PKCS#12."""
    signed = sign_pdf(issued().pdf, Certificate(str(authority.plain)))

    assert found(signed, authority.pem) is Signed.TRUSTED


@pytest.mark.parametrize("password", ["", "wrong"])
def test_a_certificate_that_cannot_be_opened_is_refused(authority, password):
    """A wrong password or a file that is not there stops the start."""
    with pytest.raises(UnusableCertificate):
        signer_of(Certificate(str(authority.packed), password))
    with pytest.raises(UnusableCertificate):
        signer_of(Certificate("/nowhere/signer.p12", password))


def test_the_password_is_not_shown():
    """A certificate's settings can be printed."""
    assert "secret" not in repr(Certificate("signer.p12", "secret"))
