"""Transcripts are issued once, replaced by newer ones, and end with what they tell of; on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.conversion.revocation import revoke
from backoffice.conversion.transcripts import transcript_for
from backoffice.kernel.models import AuditEvent
from backoffice.ledger.models import CreditEntry
from backoffice.papers.kinds import PaperKind
from backoffice.proofs.models import ConversionProof, ProofRecord
from backoffice.proofs.states import EndReason, ProofState
from reports.numbering import is_proof_number
from reports.transcript import transcript_of
from reports.verify_transcript import recompute_transcript
from tests.factories import make
from tests.worked_example import HOUSE

ADDRESS = "/my/transcript"
FORM = {"do": "issue_transcript"}


@pytest.fixture
def convert(line):
    """Return a function that converts a fresh outcome of the first learner; it gives the application's id."""

    def call(number="LNJY00001"):
        application_id = line.apply(line.add(number=number))
        line.pass_first(application_id)
        line.pass_final(application_id)
        return application_id

    return call


@pytest.fixture
def issue(line):
    """Return a function that issues a transcript; it gives its key."""

    def call(username="learnera"):
        with line.writing() as session:
            learner = line.learner(session, username)
            made = transcript_for(session, learner, actor_id=learner.user_id, now=line.now, house=HOUSE)
            session.commit()
            return made.id

    return call


@pytest.fixture
def take_back(line):
    """Return a function that revokes a conversion."""

    def call(application_id):
        with line.writing() as session:
            actor = line.user(session, "centre")
            revoke(session, application_id, "原件系伪造", actor_id=actor, now=line.now, house=HOUSE)
            session.commit()

    return call


def papers(line, kind=PaperKind.TRANSCRIPT):
    """Return every paper of a kind, the oldest first."""
    with Session(line.engine, expire_on_commit=False) as session:
        return session.scalars(select(ConversionProof).filter_by(kind=kind).order_by(ConversionProof.id)).all()


def content(line, proof_id):
    """Return what a transcript says, when it adds up."""
    with Session(line.engine) as session:
        payload = session.get_one(ConversionProof, proof_id).payload
    assert recompute_transcript(payload).ok
    return transcript_of(payload)


def test_a_transcript_tells_of_every_entry(line, convert, issue):
    """Source, target, credits, ratio and the number of the proof; the number and the letters are its own."""
    convert()
    said = content(line, issue())
    proof = papers(line, PaperKind.CONVERSION_PROOF)[0]
    (group,) = said.groups
    (entry,) = group.entries

    assert (entry.source_title, entry.target_title) == ("老年教育课程", "老年教育课程（广东老年大学）")
    assert (entry.credits, entry.ratio, entry.proof_number) == (Decimal(1), Decimal(100), proof.number)
    assert (group.institution, group.subtotal, said.total) == ("老年大学机构", Decimal(1), Decimal(1))
    assert said.recognised == ()
    assert said.number.startswith("XYCJ-")
    assert is_proof_number(said.number)


def test_a_reversal_stands_beside_what_it_takes_back(line, convert, issue, take_back):
    """After a revocation the new transcript shows both entries and their sum."""
    first = convert()
    convert("LNJY00002")
    take_back(first)
    said = content(line, issue())

    assert [(each.credits, each.reverses) for each in said.entries] == [(1, 0), (1, 0), (-1, 1)]
    assert said.entries[2].source_title == said.entries[0].source_title
    assert said.total == 1


def test_recognised_outcomes_that_were_not_converted_are_a_part_of_their_own(line, convert, issue):
    """What was only recognised is listed with its credits, which are not added to the account's."""
    convert()
    with line.writing() as session:
        make(
            session,
            "LearnerOutcome",
            learner=line.learner(session),
            title="电子商务师",
            state="已认定",
            score=Decimal("92.50"),
            credits=Decimal(2),
        )
        session.commit()
    said = content(line, issue())

    assert [(each.title, each.score, each.credits) for each in said.recognised] == [("电子商务师", "92.5", 2)]
    assert (said.total, said.recognised_total) == (1, 2)


def test_asking_twice_gives_one_transcript(line, convert, visit):
    """A double click, and a later press on the same day, issue nothing new; the trail has one entry."""
    convert()
    visitor = visit("learnera")
    with ThreadPoolExecutor(2) as both:
        answers = [
            each.result()[0] for each in [both.submit(visit("learnera").send, ADDRESS, FORM) for _press in range(2)]
        ]
    again = visitor.send(ADDRESS, FORM)

    assert (answers, again[0]) == ([303, 303], 303)
    assert len(papers(line)) == 1
    with Session(line.engine) as session:
        assert session.scalars(select(AuditEvent.action)).all().count("issue_transcript") == 1


def test_a_newer_transcript_replaces_the_one_before(line, convert, issue):
    """After another conversion the old one is replaced, and its record names the new one."""
    convert()
    old = issue()
    convert("LNJY00002")
    new = issue()

    assert [each.state for each in papers(line)] == [ProofState.SUPERSEDED, ProofState.VALID]
    with Session(line.engine) as session:
        (record,) = session.scalars(select(ProofRecord)).all()
        assert (record.proof_id, record.reason, record.replaced_by_id) == (old, EndReason.NEWER_PAPER, new)


def test_another_day_has_another_transcript(line, convert, issue):
    """An unchanged account gets a new paper on a later day, since the day stands on it."""
    convert()
    issue()
    with line.writing() as session:
        learner = line.learner(session)
        later = line.now.replace(day=line.now.day + 1)
        transcript_for(session, learner, actor_id=learner.user_id, now=later, house=HOUSE)
        session.commit()

    assert [each.state for each in papers(line)] == [ProofState.SUPERSEDED, ProofState.VALID]


def test_a_revoked_conversion_ends_proof_and_transcript(line, convert, issue, take_back):
    """The proof is revoked, the transcript that told of it is no longer valid, each with its reason."""
    application_id = convert()
    issue()
    take_back(application_id)

    assert papers(line, PaperKind.CONVERSION_PROOF)[0].state is ProofState.REVOKED
    assert papers(line)[0].state is ProofState.SUPERSEDED
    with Session(line.engine) as session:
        reasons = set(session.scalars(select(ProofRecord.reason)))
    assert reasons == {EndReason.CONVERSION_REVOKED, EndReason.CREDITS_REVERSED}


def test_what_cannot_be_printed_is_refused_before_a_number_is_given(line, convert, visit):
    """An empty account, and a character that no typeface has, are told; no paper is made."""
    assert visit("learnerb").send(ADDRESS, FORM) == (
        422,
        ["账户里还没有入账学分或已认定的成果，暂时不能出具成绩单。"],
    )
    convert()
    with line.writing() as session:
        line.learner(session).full_name = "王\U00020001"
        session.commit()
    status, told = visit("learnera").send(ADDRESS, FORM)

    assert (status, told) == (422, ["现有字体没有这些字：\U00020001。请联系管理中心，不要改用别的字。"])
    assert papers(line) == []


def test_the_pages_are_the_learners_and_the_centres(line, convert, issue, visit):
    """The same bytes for both, kept with their digest; another learner and an institution find nothing."""
    convert()
    key = issue()
    own = visit("learnera").client.get(f"/my/conversions/proofs/{key}.pdf")
    with Session(line.engine) as session:
        learner_id = session.get_one(ConversionProof, key).learner_id
        other_id = session.scalars(select(Learner.id).where(Learner.id != learner_id)).first()
    centre = visit("centre").client
    seen = centre.get(f"/learners/{learner_id}/papers/{key}.pdf")

    assert own.data.startswith(b"%PDF")
    assert seen.data == own.data
    assert centre.get(f"/learners/{other_id}/papers/{key}.pdf").status_code == 404
    assert visit("learnerb").client.get(f"/my/conversions/proofs/{key}.pdf").status_code == 404
    assert visit("elderlyadmin").client.get(f"/learners/{learner_id}/papers/{key}.pdf").status_code == 403


def test_the_centre_issues_for_a_learner_who_asks(line, convert, visit):
    """The file of a learner offers it, and then lists it; the trail names the clerk."""
    convert()
    with Session(line.engine) as session:
        learner_id = line.learner(session).id
        clerk = line.user(session, "centre")
    centre = visit("centre")
    status, _told = centre.send(f"/learners/{learner_id}/transcript", {})

    (made,) = papers(line)
    assert status == 303
    assert made.number in centre.client.get(f"/learners/{learner_id}").text
    with Session(line.engine) as session:
        query = select(AuditEvent.actor_id).filter_by(action="issue_transcript")
        assert session.scalars(query).all() == [clerk]


def test_an_entry_without_an_application_is_told_as_far_as_it_is_known(line, issue):
    """Credits that were booked otherwise stand on the paper without source, ratio and proof."""
    with line.writing() as session:
        make(session, "CreditEntry", learner=line.learner(session), credits=Decimal("2.50"))
        session.commit()
    said = content(line, issue())
    with Session(line.engine) as session:
        entry = session.scalars(select(CreditEntry)).one()
        assert entry.credits == said.total

    assert replace(said.entries[0], booked_on=None, target_title="", target_kind="").source_title == ""
    assert (said.entries[0].ratio, said.entries[0].proof_number) == (None, "")
