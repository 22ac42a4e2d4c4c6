"""A PAdES signature on top of the sealed bytes; pyHanko is slow to load, so whoever imports this does it late."""

import io
import logging
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.extensions import DeveloperExtension
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.validation import EmbeddedPdfSignature, SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from reports.appended import adds_a_signature_alone
from reports.keys import Certificate, UnusableCertificate

FIELD = "IssuerSignature"
PACKED = {".p12", ".pfx"}
load_packed: Callable[..., SimpleSigner | None] = SimpleSigner.load_pkcs12
load_plain: Callable[..., SimpleSigner | None] = SimpleSigner.load
REVISIONS = 2  # the sealed one, and that of the signature
LONG_FORM = 0x80  # X.690, 8.1.3.5: further bytes hold the length


class Signed(StrEnum):
    """What a look at the signature found."""

    TRUSTED = "trusted"  # whole, and the certificate leads to one that the verifier trusts
    UNTRUSTED = "untrusted"  # whole, but nobody whom the verifier trusts answers for the certificate
    UNKNOWN = "unknown"  # whole; the verifier named nobody whom he trusts
    BROKEN = "broken"  # not a signature over the whole file that adds nothing else


class SignatureFound(NamedTuple):
    """The finding on a signature, and whose it is by its certificate."""

    found: Signed
    signer: str = ""


class PlainRevision(IncrementalPdfFileWriter):
    """Appends a signature alone: title, dates, version and the claim of PDF/A stay as they were sealed."""

    def _update_meta(self) -> None:
        """Leave them."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        """Leave it: PDF/A-3 is written in PDF 1.7."""

    def register_extension(self, ext: DeveloperExtension) -> None:
        """Name none."""


@cache
def signer_of(certificate: Certificate) -> SimpleSigner:
    """Load certificate and key, once; raises `UnusableCertificate`."""
    be_silent()  # what is wrong is told by the refusal
    password = certificate.password.encode() or None
    loaded: SimpleSigner | None = None
    if Path(certificate.file).suffix.lower() in PACKED:
        loaded = load_packed(certificate.file, passphrase=password)
    elif Path(certificate.file).is_file():
        loaded = load_plain(certificate.file, certificate.file, key_passphrase=password)
    if loaded is None or loaded.signing_cert is None:
        raise UnusableCertificate(certificate.file)
    return loaded


def sign_pdf(pdf: bytes, certificate: Certificate) -> bytes:
    """Add an invisible signature that certifies the file as final."""
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    output = io.BytesIO()
    PdfSigner(about, signer=signer_of(certificate)).sign_pdf(PlainRevision(io.BytesIO(pdf)), output=output)
    return output.getvalue()


def check_signature(pdf: bytes, sealed: bytes, trusted: bytes = b"") -> SignatureFound:
    """Check that what follows the sealed bytes is one signature over the whole file and nothing else.

    `trusted` holds certificates in PEM, empty when the verifier names none. The certificate is judged at the moment
    that the signature claims, since it is read long after; nothing is fetched.
    """
    be_silent()
    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        embedded = reader.embedded_signatures
        if len(embedded) != 1 or reader.xrefs.total_revisions != REVISIONS or not is_tight(pdf, embedded[0]):
            return SignatureFound(Signed.BROKEN)
        if not pdf.startswith(sealed) or not adds_a_signature_alone(sealed, pdf):
            return SignatureFound(Signed.BROKEN)
        return judged(embedded[0], trusted)
    except Exception:  # noqa: BLE001 - a forged file may break the reader anywhere
        return SignatureFound(Signed.BROKEN)


def judged(signature: EmbeddedPdfSignature, trusted: bytes) -> SignatureFound:
    """Check the signature itself and its certificate."""
    context = ValidationContext(
        trust_roots=list(load_certs_from_pemder_data(trusted)) if trusted else [],
        moment=signature.self_reported_timestamp,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(signature, context)
    name = status.signing_cert.subject.human_friendly
    if not (status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE):
        return SignatureFound(Signed.BROKEN, name)
    if not trusted:
        return SignatureFound(Signed.UNKNOWN, name)
    return SignatureFound(Signed.TRUSTED if status.trusted else Signed.UNTRUSTED, name)


def is_tight(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the place that no signature covers, its own, holds the signature in one form and then zeros."""
    _, begin, end, _ = (int(each) for each in signature.byte_range)
    content = bytes(signature.pkcs7_content)
    written = content[: length_of_der(content)].hex().upper().encode()
    return pdf[begin:end] == b"<" + written.ljust(end - begin - 2, b"0") + b">"


def length_of_der(written: bytes) -> int:
    """Return how many bytes a DER value takes with its head."""
    more = written[1] - LONG_FORM if written[1] > LONG_FORM else 0
    return 2 + more + (int.from_bytes(written[2 : 2 + more]) if more else written[1])


def be_silent() -> None:
    """Keep the library's own words out of ours."""
    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
