"""A proof as it is issued: printed, sealed, with its credential; made once, since printing takes longest."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    pkcs12,
)
from cryptography.x509.oid import NameOID

from reports.byte_seal import seal_bytes
from reports.credential import credential_of
from reports.keys import IssuingKey
from reports.proof import ConversionProofContent, DecisionRecord, canonical_json, content_of
from reports.render import render_proof
from reports.verify import digest_of_trace
from rules.replay import replay, text_hash
from tests.reports.conftest import ADDRESS, CODE, CONTENT, LINE

KEY, OTHER_KEY = IssuingKey(b"a key of the tests, 32 bytes long"[:32]), IssuingKey(b"k" * 32)
ISSUER = "did:web:bank.example"
TEXT = "规则 R-1 “概况转导论”\n  来源 课程 “公司概况”\n  目标 课程 “现代企业管理导论” 3 学分\n  比例 85%"
FACTS = {
    "learner": {"learner_id": "L"},
    "outcomes": [{"outcome_id": "1", "kind": "课程", "title": "公司概况"}],
    "on": "2020-11-15",
}
DECISION = DecisionRecord(TEXT, text_hash(TEXT), FACTS, digest_of_trace(replay(TEXT, FACTS)))
RULED = replace(LINE, rule_code="R-1", rule_version=1, credits=Decimal("2.55"))
TRUE = replace(CONTENT, lines=(RULED,), decisions=(DECISION,))
FORGED = replace(TRUE, lines=(replace(RULED, credits=Decimal("5.00")),))


@dataclass(frozen=True)
class Issued:
    """A paper and what it is made of."""

    content: ConversionProofContent
    text: str
    token: str
    printed: bytes
    pdf: bytes


def issued(content=TRUE, key=KEY):
    """Return a paper, printed and sealed once."""
    return printed_once(canonical_json(content), key)


@cache
def printed_once(text, key):
    """Print and seal a content."""
    content = content_of(text)
    token = credential_of(content, address=ADDRESS, issuer_id=ISSUER, key=key)
    printed = render_proof(content, check_code=CODE, verify_url=ADDRESS, credential=token)
    return Issued(content, text, token, printed, seal_bytes(printed, key))


class Authority:
    """A throw-away certificate authority, and a certificate for signing that it gave."""

    def __init__(self, folder):
        today = datetime.now(UTC)
        self.days = (today - timedelta(days=1), today + timedelta(days=30))
        self.key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.certificate = self.certify("Throw-away Authority", self.key, authority=True)
        signer = self.certify("Throw-away Signer", key, authority=False)
        self.pem = self.certificate.public_bytes(Encoding.PEM)
        self.packed, self.plain, self.trusted = folder / "s.p12", folder / "s.pem", folder / "ca.pem"
        secret = BestAvailableEncryption(b"secret")
        self.packed.write_bytes(pkcs12.serialize_key_and_certificates(b"s", key, signer, [self.certificate], secret))
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        self.plain.write_bytes(private + signer.public_bytes(Encoding.PEM))
        self.trusted.write_bytes(self.pem)

    def certify(self, name, key, *, authority):
        """Return a certificate for a key."""
        usage = dict.fromkeys(("data_encipherment", "key_encipherment", "key_agreement"), False)
        usage |= dict.fromkeys(("encipher_only", "decipher_only"), False)
        usage |= {"key_cert_sign": authority, "crl_sign": authority}
        usage |= {"digital_signature": not authority, "content_commitment": not authority}
        issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Throw-away Authority")])
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.days[0])
            .not_valid_after(self.days[1])
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(x509.KeyUsage(**usage), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
