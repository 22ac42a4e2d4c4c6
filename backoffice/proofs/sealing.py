"""What makes a paper one of this house: its seal, its credential, its certificate."""

import hashlib
from dataclasses import dataclass

from config import Settings
from reports.byte_seal import seal_bytes
from reports.keys import Certificate, IssuingKey, identifier_of


@dataclass(frozen=True, slots=True)
class Sealing:
    """The key that seals, the did:web by which the house is known, and its certificate if it has one."""

    key: IssuingKey
    issuer_id: str
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """A paper as it is issued: the bytes of the file, and the key that sealed them."""

    content: bytes
    key_id: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def sealing_of(settings: Settings) -> Sealing:
    """Return what this house seals with."""
    return Sealing(settings.keyring.active, identifier_of(settings.public_url), settings.certificate)


def issued(printed: bytes, sealing: Sealing) -> Pages:
    """Seal what was printed, and sign it where the house has a certificate."""
    sealed = seal_bytes(printed, sealing.key)
    if sealing.certificate is not None:
        from reports.pades import sign_pdf  # noqa: PLC0415 - slow to load, and most houses have no certificate

        sealed = sign_pdf(sealed, sealing.certificate)
    return Pages(sealed, sealing.key.public().key_id)
