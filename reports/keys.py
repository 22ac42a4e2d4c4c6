"""The keys that issue papers (签发密钥): one signs, those before it stay published with the days they were in use."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

SEED_BYTES = KEY_BYTES = 32
LOOPBACK = "127.0.0.1"  # no address of numbers may stand in did:web
ACTIVE_SINCE, RETIRED_ON = "active_since", "retired_on"


class UnreadableKey(ValueError):  # noqa: N818 - a refusal, told to the person who named the key
    """A text holds no public key of Ed25519."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A public key of Ed25519, and the days from which and until which it signed, as far as they are known."""

    raw: bytes
    active_since: date | None = None
    retired_on: date | None = None

    @property
    def key_id(self) -> str:
        """The thumbprint of RFC 7638: SHA-256 of the key's own members in canonical JSON."""
        own = json.dumps(self.own_members(), sort_keys=True, separators=(",", ":"))
        return url_base64(hashlib.sha256(own.encode()).digest())

    def own_members(self) -> dict[str, str]:
        """Return what RFC 8037 says of a key, without its name and use."""
        return {"crv": "Ed25519", "kty": "OKP", "x": url_base64(self.raw)}

    def verifies(self, signature: bytes, signed: bytes) -> bool:
        """Tell whether a signature was made by the private part of this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, signed)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, repr=False)
class IssuingKey:
    """A private key of Ed25519: 32 random bytes."""

    seed: bytes

    def private(self) -> Ed25519PrivateKey:
        """Return the key as the library knows it."""
        return Ed25519PrivateKey.from_private_bytes(self.seed)

    def public(self, active_since: date | None = None) -> PublicKey:
        """Return the public part."""
        return PublicKey(self.private().public_key().public_bytes_raw(), active_since)

    def sign(self, signed: bytes) -> bytes:
        """Return 64 bytes, the same for the same text."""
        return self.private().sign(signed)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The key that signs, since when as far as that is known, and those that signed before it."""

    active: IssuingKey
    active_since: date | None = None
    retired: tuple[PublicKey, ...] = ()

    def __post_init__(self) -> None:
        if self.active.public().key_id in {each.key_id for each in self.retired}:
            raise UnreadableKey("the active key is among the retired ones")

    def published(self) -> tuple[PublicKey, ...]:
        """Return the public parts of all keys, the active one first."""
        return (self.active.public(self.active_since), *self.retired)


class UnusableCertificate(ValueError):  # noqa: N818 - a refusal, told to the person who named the file
    """A file holds no certificate with its private key, or the password is another's."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """Where a certificate and its private key lie: PKCS#12, or PEM with both in one file."""

    file: str
    password: str = field(default="", repr=False)


def url_base64(octets: bytes) -> str:
    """Write bytes as JOSE does: base64url without padding."""
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def from_url_base64(text: str) -> bytes:
    """Read `url_base64`, in its one canonical form."""
    octets = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if url_base64(octets) != text:
        raise ValueError("not canonical base64url")
    return octets


def retired_keys(text: str) -> tuple[PublicKey, ...]:
    """Read the retired keys of a setting: `KEY:FIRST_DAY:LAST_DAY`, comma separated, keys as the x of a JWK.

    Raises `UnreadableKey` with the entry that is wrong.
    """
    return tuple(_retired(entry.strip()) for entry in text.split(",") if entry.strip())


def _retired(entry: str) -> PublicKey:
    try:
        written, first, last = entry.split(":")
        key = PublicKey(_raw(written), date.fromisoformat(first), date.fromisoformat(last))
    except ValueError as fault:
        raise UnreadableKey(entry) from fault
    if not first <= last:
        raise UnreadableKey(entry)
    return key


def retired_entry(key: PublicKey, first: date, last: date) -> str:
    """Write a key as `retired_keys` reads it."""
    return f"{url_base64(key.raw)}:{first.isoformat()}:{last.isoformat()}"


def jwk(key: PublicKey) -> dict[str, str]:
    """Return a key as a JSON Web Key, with its days."""
    days = {ACTIVE_SINCE: key.active_since, RETIRED_ON: key.retired_on}
    named = {"alg": "EdDSA", "kid": key.key_id, "use": "sig"}
    return key.own_members() | named | {name: day.isoformat() for name, day in days.items() if day}


def key_set(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Return keys as a JSON Web Key Set."""
    return {"keys": [jwk(key) for key in keys]}


def identifier_of(address: str) -> str:
    """Return the did:web of a house by its public address; a colon before a port is written %3A.

    >>> identifier_of("https://bank.example.org:8443/bank")
    'did:web:bank.example.org%3A8443:bank'
    """
    parts = urlsplit(address)
    host = "localhost" if parts.hostname == LOOPBACK else (parts.hostname or "localhost")
    place = f"{host}:{parts.port}" if parts.port else host
    steps = [step for step in parts.path.split("/") if step]
    return ":".join(["did:web", *(quote(step, safe="") for step in (place, *steps))])


def identity_document(identifier: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Return the DID document in which a house publishes its keys."""
    methods = [
        {
            "id": method_of(identifier, key),
            "type": "JsonWebKey",
            "controller": identifier,
            "publicKeyJwk": key.own_members() | {"kid": key.key_id},
        }
        for key in keys
    ]
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/jwk/v1"],
        "id": identifier,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods],
    }


def method_of(identifier: str, key: PublicKey) -> str:
    """Return the name of a key within its house's DID document."""
    return f"{identifier}#{key.key_id}"


def read_keys(text: str) -> tuple[PublicKey, ...]:
    """Read public keys from a JSON Web Key, a set of them, or PEM; raises `UnreadableKey`."""
    try:
        if "-----BEGIN" in text:
            return (_from_pem(text),)
        read = json.loads(text)
        return tuple(key_from(each) for each in read.get("keys", [read]))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as fault:
        raise UnreadableKey("no public key of Ed25519") from fault


def _from_pem(text: str) -> PublicKey:
    found = load_pem_public_key(text.encode())
    if not isinstance(found, Ed25519PublicKey):
        raise UnreadableKey("not a key of Ed25519")
    return PublicKey(found.public_bytes_raw())


def key_from(read: dict[str, Any]) -> PublicKey:
    """Read one JSON Web Key; raises `UnreadableKey` for another kind, for a private one, or for another's name."""
    if read.get("kty") != "OKP" or read.get("crv") != "Ed25519" or "d" in read:
        raise UnreadableKey("not a public key of Ed25519")
    days = [date.fromisoformat(read[name]) if name in read else None for name in (ACTIVE_SINCE, RETIRED_ON)]
    key = PublicKey(_raw(read["x"]), *days)
    if read.get("kid", key.key_id) != key.key_id:
        raise UnreadableKey("the name of the key is another key's")
    return key


def _raw(written: str) -> bytes:
    try:
        raw = from_url_base64(written)
    except (binascii.Error, ValueError) as fault:
        raise UnreadableKey(written) from fault
    if len(raw) != KEY_BYTES:
        raise UnreadableKey(written)
    return raw
