"""A proof as a credential: Open Badges 3.0 on Verifiable Credentials 2.0, signed, bound to its content."""

import base64
import hashlib
import json
from dataclasses import replace
from decimal import Decimal

import jwt
import pytest

from reports.credential import CONTEXTS, UnreadableCredential, credential_of, read_credential
from reports.keys import from_url_base64, url_base64
from reports.proof import canonical_json
from tests.reports.conftest import ADDRESS
from tests.reports.issued import FORGED, ISSUER, KEY, OTHER_KEY, RULED, TRUE, issued

SECOND = replace(RULED, target_title="市场营销", source_title="营销实务", credits=Decimal("1.5"))
JOINT = replace(TRUE, lines=(RULED, SECOND))


def credential(content=TRUE, key=KEY):
    """Return the credential of a content."""
    return credential_of(content, address=ADDRESS, issuer_id=ISSUER, key=key)


def test_any_library_of_tokens_accepts_it():
    """It is a JSON Web Token with EdDSA, whose claims repeat the credential's own."""
    claims = jwt.decode(credential(), KEY.private().public_key(), algorithms=["EdDSA"])

    assert claims["iss"] == claims["issuer"]["id"] == ISSUER
    assert claims["jti"] == claims["id"] == ADDRESS
    assert claims["sub"] == claims["credentialSubject"]["id"]
    assert (claims["nbf"], claims["validFrom"]) == (1606060800, "2020-11-22T16:00:00Z")


def test_it_has_the_structure_of_an_open_badge():
    """Contexts, types and required members are those of Open Badges 3.0."""
    claims = read_credential(credential(JOINT)).claims
    subject = claims["credentialSubject"]
    achievement = subject["achievement"]

    assert claims["@context"] == CONTEXTS
    assert claims["type"] == ["VerifiableCredential", "OpenBadgeCredential"]
    assert achievement["type"] == ["Achievement"]
    assert achievement.keys() >= {"id", "name", "description", "criteria"}
    assert all(each.keys() >= {"id", "type", "name", "resultType"} for each in achievement["resultDescription"])
    assert [each["resultDescription"] for each in subject["result"]] == [
        each["id"] for each in achievement["resultDescription"]
    ]


def test_a_joint_proof_is_one_credential_with_all_lines():
    """Each target has its exact credits, the achievement their sum, each source is evidence."""
    claims = read_credential(credential(JOINT)).claims
    subject = claims["credentialSubject"]

    assert [each["value"] for each in subject["result"]] == ["2.55", "1.5"]
    assert subject["creditsEarned"] == subject["achievement"]["creditsAvailable"] == 4.05
    assert subject["achievement"]["name"] == "现代企业管理导论、市场营销"
    assert [each["name"] for each in claims["evidence"]] == ["公司概况", "营销实务"]


def test_the_learner_is_known_by_a_hash_alone():
    """The account stands in it hashed with its salt, the document number and the name not at all."""
    read = read_credential(credential())
    identity = read.claims["credentialSubject"]["identifier"][0]
    hashed = hashlib.sha256((TRUE.account_number + identity["salt"]).encode()).hexdigest()
    told = json.dumps(dict(read.claims), ensure_ascii=False)

    assert identity["identityHash"] == f"sha256${hashed}"
    assert [word for word in (TRUE.account_number, TRUE.document_masked, TRUE.learner_name) if word in told] == []


def test_it_is_bound_to_the_content_by_its_digest():
    """The related resource is the canonical content, and no other."""
    read = read_credential(credential())
    found = hashlib.sha256(canonical_json(TRUE).encode()).digest()

    assert read.claims["relatedResource"][0]["digestSRI"] == f"sha256-{base64.b64encode(found).decode()}"
    assert read.binds(canonical_json(TRUE))
    assert not read.binds(canonical_json(FORGED))


def test_the_same_content_and_key_give_the_same_credential():
    """Signing is deterministic; another key gives another one, which the first does not accept."""
    theirs = credential(key=OTHER_KEY)

    assert credential() == issued().token
    assert read_credential(credential()).signed_by(KEY.public())
    assert not read_credential(theirs).signed_by(KEY.public())


def test_another_algorithm_is_refused():
    """A credential that claims to need no signature, or a shared secret, is not read."""
    claims = json.dumps(dict(read_credential(credential()).claims)).encode()
    for algorithm, key in (("none", None), ("HS256", "k" * 32)):
        header = read_credential(credential()).header
        token = jwt.PyJWS().encode(claims, key, algorithm, {"kid": header["kid"], "jwk": header["jwk"]})

        with pytest.raises(UnreadableCredential):
            read_credential(token)


def test_every_change_of_one_letter_is_found():
    """No letter of a credential can be another: the last ones, whose bits nobody reads, included."""
    token = credential()
    for place in [*range(0, len(token), 41), *range(len(token) - 6, len(token))]:
        for letter in {"A", "B", "_", "."} - {token[place]}:
            changed = token[:place] + letter + token[place + 1 :]
            try:
                accepted = read_credential(changed).signed_by(KEY.public())
            except UnreadableCredential:
                accepted = False

            assert not accepted


@pytest.mark.parametrize("change", [{"nbf": 0}, {"sub": "urn:uuid:other"}, {"iss": "did:web:other"}, {"@context": []}])
def test_claims_that_contradict_the_credential_are_refused(change):
    """What JWT repeats must be what the credential says."""
    header, payload, signature = credential().split(".")
    claims = json.loads(from_url_base64(payload)) | change
    written = json.dumps(claims, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    with pytest.raises(UnreadableCredential):
        read_credential(f"{header}.{url_base64(written)}.{signature}")
