"""What a learner prints is sealed, keeps the name of its key, and can be had as a credential."""

import hashlib
import json

import pytest
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication
from backoffice.proofs.drawing import Pages, keep_pages
from reports.checking import Conclusion, Verifier, check
from reports.credential import read_credential
from reports.keys import IssuingKey
from reports.parts import parts_of_pdf
from tests.conftest import KEYRING

OURS = Verifier(KEYRING.published())


@pytest.fixture
def converted(line):
    """Return the id of an approved application."""
    application_id = line.reviewed_once()
    line.pass_final(application_id)
    return application_id


def proof_of(session, application_id):
    """Return the proof of an application."""
    return session.get_one(ConversionApplication, application_id).proof


def test_the_printed_proof_verifies_offline(line, visit, converted):
    """The bytes that a learner gets are valid by the published key, and kept as they are with its name."""
    address = f"/my/conversions/{converted}/proof"
    pages = visit("learnera").client.get(f"{address}.pdf").data
    token = visit("learnera").client.get(f"{address}.jwt")

    with Session(line.engine) as session:
        proof = proof_of(session, converted)

        assert check([pages], OURS).conclusion is Conclusion.VALID
        assert (proof.pdf, proof.pdf_hash) == (pages, hashlib.sha256(pages).hexdigest())
        assert proof.key_id == KEYRING.active.public().key_id
        assert token.mimetype == "application/vc+jwt"
        assert token.text == parts_of_pdf(pages).token


def test_the_credential_is_for_the_learner_and_for_whoever_has_number_and_code(line, visit, converted):
    """It has the access of the proof itself: another learner finds none, a wrong code neither."""
    address = f"/my/conversions/{converted}/proof.jwt"
    mine = visit("learnera").client.get(address).text
    with Session(line.engine) as session:
        proof = proof_of(session, converted)
        number, code, text = proof.number, proof.check_code, proof.payload
    public = visit("learnerb").client

    assert read_credential(mine).binds(text)
    assert public.get(f"/verify/credential?number={number}&code={code}").text == mine
    assert public.get(f"/verify/credential?number={number}&code=0000-0000-0000-0000").status_code == 404
    assert public.get(f"/verify/credential?number={number}").status_code == 404
    assert public.get(address).status_code == 404


def test_the_first_pages_stay(line, converted):
    """Where two draw at once, also with two keys, the first pages and their key are kept."""
    with Session(line.engine) as session:
        proof = proof_of(session, converted)
        first, second = Pages(b"first", "one"), Pages(b"second", IssuingKey(b"k" * 32).public().key_id)
        kept = [keep_pages(session, proof.id, each) for each in (first, second)]

        assert kept == [b"first", b"first"]
        assert (proof.key_id, proof.pdf_hash) == ("one", first.digest)


def test_the_verification_page_leads_to_key_and_credential(line, visit, converted):
    """Whoever verifies on the page finds what he needs to do it by himself."""
    with Session(line.engine) as session:
        proof = proof_of(session, converted)
        address = f"/verify?number={proof.number}&code={proof.check_code}"
    text = visit("learnera").client.get(address).text

    assert "/.well-known/jwks.json" in text
    assert "/verify/credential?number=" in text
    assert json.loads(visit("learnera").client.get("/.well-known/jwks.json").text)["keys"]
