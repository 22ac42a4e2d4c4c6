"""A transcript that a learner opens is sealed, and can be had as a credential; on both databases."""

import hashlib

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.transcripts import transcript_for
from backoffice.papers.kinds import PaperKind
from backoffice.proofs.models import ConversionProof
from reports.checking import Check, Conclusion, State, Verifier, check
from reports.credential import read_credential
from reports.parts import parts_of_pdf
from tests.conftest import KEYRING
from tests.worked_example import HOUSE

OURS = Verifier(KEYRING.published())


@pytest.fixture
def transcript(line):
    """Return the transcript of a learner with one conversion; its pages are not drawn yet."""
    line.pass_final(line.reviewed_once())
    with line.writing() as session:
        learner = line.learner(session)
        transcript_for(session, learner, actor_id=learner.user_id, now=line.now, house=HOUSE)
        session.commit()
    return kept(line)


def kept(line):
    """Return the transcript as it is kept."""
    with Session(line.engine, expire_on_commit=False) as session:
        return session.scalars(select(ConversionProof).filter_by(kind=PaperKind.TRANSCRIPT)).one()


def addresses(paper):
    """Return where the learner and whoever has number and code get the credential."""
    return (
        f"/my/conversions/proofs/{paper.id}.jwt",
        f"/verify/credential?number={paper.number}&code={paper.check_code}",
    )


def test_the_printed_transcript_verifies_offline(line, visit, transcript):
    """The bytes that a learner gets are valid by the published key, sums and all, and kept with the key's name."""
    pages = visit("learnera").client.get(f"/my/conversions/proofs/{transcript.id}.pdf").data
    found = check([pages], OURS)
    paper = kept(line)

    assert found.conclusion is Conclusion.VALID
    assert Check.SUMS in {each.check for each in found.checks if each.state is State.HOLDS}
    assert found.number == paper.number
    assert (paper.pdf, paper.pdf_hash) == (pages, hashlib.sha256(pages).hexdigest())
    assert paper.key_id == KEYRING.active.public().key_id
    assert parts_of_pdf(pages).names == (f"{paper.number}.json", f"{paper.number}.jwt")


def test_the_credential_is_the_same_before_and_after_the_pages(visit, transcript):
    """By the learner's route and by number and code, it is the one that the pages carry."""
    learner = visit("learnera").client
    before = [learner.get(each) for each in addresses(transcript)]
    pages = learner.get(f"/my/conversions/proofs/{transcript.id}.pdf").data
    after = [learner.get(each) for each in addresses(transcript)]

    assert {each.status_code for each in (*before, *after)} == {200}
    assert {each.mimetype for each in (*before, *after)} == {"application/vc+jwt"}
    assert {each.text for each in (*before, *after)} == {parts_of_pdf(pages).token}
    assert read_credential(before[0].text).binds(transcript.payload)
    assert read_credential(before[0].text).credits() == ["1.00"]


def test_the_credential_has_the_access_of_the_paper(visit, transcript):
    """Another learner finds none, a wrong code neither."""
    own, public = addresses(transcript)
    other = visit("learnerb").client

    assert other.get(own).status_code == 404
    assert other.get(f"{public[:-4]}0000").status_code == 404
    assert other.get(public.partition("&")[0]).status_code == 404


@pytest.mark.parametrize("kind", PaperKind)
def test_a_paper_whose_content_cannot_be_read_has_no_credential(line, visit, transcript, kind):
    """Both routes find nothing, whichever sort the paper is said to be."""
    with line.writing() as session:
        paper = session.get_one(ConversionProof, transcript.id)
        paper.kind, paper.payload = kind, "{}"
        session.commit()

    assert [visit("learnera").client.get(each).status_code for each in addresses(transcript)] == [404, 404]


def test_the_check_of_a_transcript_tells_how_to_verify_offline(visit, transcript):
    """The command, the keys and the credential stand on the page, in either language, and on the learner's own."""
    address = f"/v/{transcript.number}?c={transcript.check_code}"
    page = visit("learnera").client.get(address).text
    english = visit("learnerb", "en").client.get(address).text
    own = visit("learnera").client.get("/my/transcript").text

    assert f"python -m reports verify {transcript.number}.pdf" in page
    assert "/.well-known/jwks.json" in page
    assert "/verify/credential?number=" in page
    assert "把各笔学分重新相加" in page
    assert "add the entries up again" in english
    assert addresses(transcript)[0] in own
