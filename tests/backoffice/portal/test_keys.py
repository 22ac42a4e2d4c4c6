"""The keys of the house are published, and nothing private with them."""

import dataclasses
import json
from datetime import date

from reports.keys import IssuingKey, Keyring, PublicKey, read_keys
from tests.conftest import KEYRING

FORMER = PublicKey(IssuingKey(b"f" * 32).public().raw, date(2019, 1, 1), date(2019, 12, 31))


def test_everybody_gets_every_public_key(app, settings):
    """The key set holds the active key and the retired ones with their days."""
    ring = Keyring(KEYRING.active, date(2020, 1, 1), (FORMER,))
    app.extensions["credit_bank_settings"] = dataclasses.replace(settings, keyring=ring)
    answer = app.test_client().get("/.well-known/jwks.json")

    assert answer.mimetype == "application/json"
    assert read_keys(answer.text) == ring.published()
    assert '"d"' not in answer.text


def test_the_issuer_of_credentials_leads_to_the_same_keys(app):
    """The did:web document names the house by its address, a port written %3A, at either place."""
    client = app.test_client()
    document = json.loads(client.get("/.well-known/did.json").text)

    assert document == json.loads(client.get("/did.json").text)
    assert document["id"] == "did:web:localhost%3A8080"
    assert document["assertionMethod"] == [f"{document['id']}#{KEYRING.active.public().key_id}"]
