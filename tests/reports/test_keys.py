"""Issuing keys are named by their thumbprint, published with their days, and read back from what was published."""

import json
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from reports.keys import (
    IssuingKey,
    Keyring,
    PublicKey,
    UnreadableKey,
    from_url_base64,
    identifier_of,
    identity_document,
    jwk,
    key_set,
    read_keys,
    retired_entry,
    retired_keys,
)

KEY, FORMER = IssuingKey(b"k" * 32), IssuingKey(b"f" * 32)
FIRST, LAST = date(2020, 1, 1), date(2022, 6, 30)
X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"


def test_the_name_of_a_key_is_its_thumbprint():
    """The thumbprint is the one of RFC 8037, appendix A.3."""
    assert PublicKey(from_url_base64(X)).key_id == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_signature_is_verified_by_its_own_key_alone():
    """Another key, another text or another signature does not pass."""
    signature = KEY.sign(b"paper")

    assert KEY.public().verifies(signature, b"paper")
    assert not FORMER.public().verifies(signature, b"paper")
    assert not KEY.public().verifies(signature, b"papes")
    assert signature == KEY.sign(b"paper")


def test_what_is_published_reads_back_with_its_days():
    """A key set gives active and retired keys back, the private part of none."""
    ring = Keyring(KEY, LAST, retired_keys(retired_entry(FORMER.public(), FIRST, LAST)))
    written = json.dumps(key_set(ring.published()))

    read = read_keys(written)

    assert read == ring.published()
    assert [(each.active_since, each.retired_on) for each in read] == [(LAST, None), (FIRST, LAST)]
    assert '"d"' not in written


@pytest.mark.parametrize("form", ["set", "single", "pem"])
def test_a_key_is_read_in_every_usual_form(form):
    """JSON Web Key Set, JSON Web Key and PEM hold the same key."""
    public = KEY.private().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    forms = {"set": json.dumps(key_set([KEY.public()])), "single": json.dumps(jwk(KEY.public())), "pem": public}

    assert read_keys(forms[form]) == (KEY.public(),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"keys":[{"kty":"RSA"}]}',
        json.dumps(jwk(KEY.public()) | {"kid": "another"}),
        json.dumps(jwk(KEY.public()) | {"d": "private"}),
        json.dumps(jwk(KEY.public()) | {"x": X[:-1]}),
        "-----BEGIN PUBLIC KEY-----\nx\n-----END PUBLIC KEY-----",
    ],
)
def test_what_is_no_public_key_is_refused(text):
    """Another kind, a private part, another's name or a broken text is never taken for a key."""
    with pytest.raises(UnreadableKey):
        read_keys(text)


@pytest.mark.parametrize(
    "entry", ["x", f"{X}:2020-01-01", f"{X}:2022-01-01:2020-01-01", f"{X[:-2]}:2020-01-01:2021-01-01"]
)
def test_a_wrong_entry_of_the_retired_keys_is_refused(entry):
    """A key without its days, or with days that end before they begin, stops the start."""
    with pytest.raises(UnreadableKey):
        retired_keys(entry)


def test_the_active_key_is_not_a_retired_one():
    """Rotation means another key."""
    with pytest.raises(UnreadableKey, match="active"):
        Keyring(KEY, None, (KEY.public(),))


@pytest.mark.parametrize(
    ("address", "identifier"),
    [
        ("https://bank.example.org", "did:web:bank.example.org"),
        ("https://bank.example.org:8443/", "did:web:bank.example.org%3A8443"),
        ("https://example.org/credit/bank", "did:web:example.org:credit:bank"),
        ("http://127.0.0.1:8080", "did:web:localhost%3A8080"),
    ],
)
def test_a_house_is_known_by_its_address(address, identifier):
    """Ports are written %3A, steps of a path become colons, and no address of numbers is named (did:web)."""
    assert identifier_of(address) == identifier


def test_the_identity_document_names_every_key():
    """Each key is a method that may assert, under the name that credentials use."""
    document = identity_document("did:web:bank.example", [KEY.public(), FORMER.public()])

    assert document["assertionMethod"] == [each["id"] for each in document["verificationMethod"]]
    assert document["assertionMethod"][0] == f"did:web:bank.example#{KEY.public().key_id}"
    assert document["verificationMethod"][1]["publicKeyJwk"]["x"] == jwk(FORMER.public())["x"]


def test_a_private_key_is_not_shown():
    """Neither the key nor the keyring shows its secret when it is printed."""
    assert "kkkk" not in repr(KEY) + repr(Keyring(KEY))


def test_the_public_part_is_the_librarys():
    """The raw bytes are those of any other program."""
    theirs = Ed25519PrivateKey.from_private_bytes(b"k" * 32).public_key().public_bytes_raw()

    assert KEY.public().raw == theirs
