"""Templates of papers: one person writes, another publishes, and a proof keeps the version it was issued with."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from backoffice.kernel.models import AuditEvent
from backoffice.papers.comparing import changes_between
from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.operations import (
    discard_template,
    publish_template,
    save_template,
    send_back,
    start_template,
    submit_template,
    take_back,
)
from backoffice.papers.samples import LINES, a_transcript
from backoffice.papers.versions import OUR_OWN, in_force, look_of, versions_of
from backoffice.papers.workflow import TemplateState
from backoffice.proofs.drawing import draw
from backoffice.proofs.operations import issue, issue_transcript
from backoffice.proofs.sealing import Sealing
from reports.keys import IssuingKey
from reports.look import STANDARD, look_json
from reports.papers import print_here
from tests.factories import MOMENT, make
from tests.worked_example import HOUSE

PROOF, TRANSCRIPT = PaperKind.CONVERSION_PROOF, PaperKind.TRANSCRIPT
ADDRESS = "https://bank.example/verify"
SEALING = Sealing(IssuingKey(b"u" * 32), "did:web:bank.example")


def a_look(heading, paper=PROOF):
    """Return the standard look of a kind of paper under another heading."""
    standard = paper.looks.standard
    return replace(standard, wordings=standard.wordings | {"heading": heading})


@pytest.fixture
def people(session):
    """Return the ids of two people of the centre."""
    return make(session, "User").id, make(session, "User").id


def begun(session, author, heading="学分证明", paper=PROOF):
    """Begin a draft, save a look in it, and hand it in."""
    draft = start_template(session, paper, base_number=OUR_OWN, actor_id=author, now=MOMENT)
    saved = save_template(session, draft.id, look=a_look(heading, paper), revision=1, actor_id=author, now=MOMENT)
    return submit_template(session, draft.id, revision=saved.revision, actor_id=author, now=MOMENT)


def published(session, people, heading="学分证明", paper=PROOF):
    """Publish a version; the second person does it."""
    template = begun(session, people[0], heading, paper)
    return publish_template(session, template.id, revision=2, remarks="", actor_id=people[1], now=MOMENT)


def test_a_version_is_published_by_another_person(session, people):
    """The published look is in force, the one before it is retired, and both stand as they were."""
    assert in_force(session, PROOF) == OUR_OWN
    first = published(session, people)
    second = published(session, people, "学分转换证书")

    assert [(each.number, each.state) for each in versions_of(session, PROOF)] == [
        (3, TemplateState.PUBLISHED),
        (2, TemplateState.RETIRED),
    ]
    assert (first.number, second.number, in_force(session, PROOF)) == (2, 3, 3)
    assert [look_of(session, PROOF, number).wordings["heading"] for number in (1, 2, 3)] == [
        "学分转换证明",
        "学分证明",
        "学分转换证书",
    ]


def test_what_is_not_allowed_is_refused(session, people, codes):
    """The author publishes nothing of their own, others change nothing, and nothing is handed in unchanged or wrong."""
    author, other = people
    draft = start_template(session, PROOF, base_number=OUR_OWN, actor_id=author, now=MOMENT)
    by = {"now": MOMENT}

    assert codes(start_template, session, PROOF, base_number=7, actor_id=author, **by) == ["template_unknown"]
    assert codes(submit_template, session, draft.id, revision=1, actor_id=author, **by) == ["template_unchanged"]
    saving = {"look": a_look("<b>"), "revision": 1, **by}
    assert codes(save_template, session, draft.id, actor_id=author, **saving) == ["wording_markup"]
    assert codes(save_template, session, draft.id, actor_id=other, **saving) == ["not_the_author"]
    assert codes(save_template, session, draft.id, actor_id=author, **saving | {"revision": 2}) == ["template_changed"]
    assert codes(discard_template, session, draft.id, actor_id=other, **by) == ["not_the_author"]
    publishing = {"revision": 1, "remarks": "", **by}
    assert codes(publish_template, session, draft.id, actor_id=other, **publishing) == ["template_closed"]
    template = begun(session, author)
    assert codes(publish_template, session, template.id, actor_id=author, **publishing | {"revision": 2}) == [
        "author_publishes"
    ]
    assert codes(publish_template, session, template.id, actor_id=other, **publishing) == [
        "template_changed_before_publishing"
    ]
    assert codes(send_back, session, template.id, remarks=" ", actor_id=other, **by) == ["reason_missing"]
    assert codes(take_back, session, template.id, actor_id=other, **by) == ["not_the_author"]
    assert in_force(session, PROOF) == OUR_OWN


def test_a_template_goes_back_to_its_author(session, people):
    """Sent back with a reason or taken back, it is a draft again; given up, it stays; every step is in the trail."""
    author, other = people
    template = begun(session, author)

    send_back(session, template.id, remarks="标题太大", actor_id=other, now=MOMENT)
    assert (template.state, template.remarks) == (TemplateState.DRAFT, "标题太大")
    submit_template(session, template.id, revision=2, actor_id=author, now=MOMENT)
    take_back(session, template.id, actor_id=author, now=MOMENT)
    discard_template(session, template.id, actor_id=author, now=MOMENT)

    assert template.state is TemplateState.DISCARDED
    assert session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all() == [
        f"{step}_template" for step in ("start", "save", "submit", "send_back", "submit", "take_back", "discard")
    ]


@pytest.mark.parametrize(
    "changes",
    [{"number": 1}, {"number": None}, {"published_by_id": None}, {"published_by_id": "author"}],
    ids=str,
)
def test_the_database_keeps_the_rules_of_versions(session, people, changes):
    """A version has a number above our own, and a publisher who is not its author."""
    author, other = people
    row = {
        "paper": PROOF,
        "state": TemplateState.PUBLISHED,
        "look": look_json(STANDARD),
        "number": 2,
        "author_id": author,
        "published_by_id": other,
        "changed_at": MOMENT,
    } | changes
    row = {name: author if value == "author" else value for name, value in row.items()}
    session.add(PaperTemplate(**row))

    with pytest.raises(IntegrityError):
        session.flush()


def test_two_versions_are_never_in_force_at_once(session, people):
    """The database admits one published template of a kind."""
    published(session, people)
    other = make(session, "PaperTemplate")
    other.number, other.published_by_id, other.state = 3, people[1], TemplateState.PUBLISHED

    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize("paper", PaperKind)
def test_a_paper_keeps_the_version_that_was_in_force(session, people, paper):
    """A paper issued before a publication is drawn after it as before, the same bytes; the next takes the new one."""

    def issued():
        given = {"learner": make(session, "Learner"), "now": MOMENT, "house": HOUSE}
        if paper is TRANSCRIPT:
            return issue_transcript(session, a_transcript(3, platform="示例学分银行", issuer="示例中心"), **given)
        return issue(session, lines=LINES["one"], decisions=(), **given)

    def drawn(proof):
        return draw(session, proof, verify_url=ADDRESS, printing=print_here, sealing=SEALING)

    old = issued()
    before = drawn(old)
    published(session, people, paper=paper)
    new = issued()

    assert (old.template_version, new.template_version) == (1, 2)
    assert drawn(old) == before
    assert drawn(new) == drawn(new)
    assert (new.kind, look_of(session, paper, new.template_version).wordings["heading"]) == (paper, "学分证明")


def test_each_kind_of_paper_has_versions_of_its_own(session, people, codes):
    """A version of transcripts leaves proofs as they were, is numbered by itself, and knows the words of its kind."""
    published(session, people)
    published(session, people, "成绩证明", TRANSCRIPT)

    assert [
        (in_force(session, kind), look_of(session, kind, 2).wordings["heading"]) for kind in (PROOF, TRANSCRIPT)
    ] == [
        (2, "学分证明"),
        (2, "成绩证明"),
    ]
    draft = start_template(session, TRANSCRIPT, base_number=OUR_OWN, actor_id=people[0], now=MOMENT)
    of_a_proof = replace(
        a_look("成绩", TRANSCRIPT), wordings=TRANSCRIPT.looks.standard.wordings | {"note": "{{ 转换项数 }}"}
    )
    saving = {"look": of_a_proof, "revision": 1, "actor_id": people[0], "now": MOMENT}
    assert codes(save_template, session, draft.id, **saving) == ["wording_unknown"]


def test_changes_are_told_in_the_order_of_the_editor():
    """Words are compared letter by letter, colours and pictures side by side."""
    after = replace(a_look("学分证明"), colours=STANDARD.colours | {"primary": "#143c8c"})
    words, colour = changes_between(STANDARD, after)

    assert words.parts == (("", "学分"), ("del", "转换"), ("", "证明"))
    assert (colour.sort, colour.before, colour.after) == ("colour", "#15674e", "#143c8c")
