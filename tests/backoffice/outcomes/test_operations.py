"""Adding outcomes and listing them, on both databases."""

import io
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.institutions.models import Institution
from backoffice.kernel.problems import Refused
from backoffice.kernel.storage import Upload
from backoffice.outcomes.listing import counters, evidence_of, list_outcomes, own_evidence, own_outcome
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.outcomes.operations import NewOutcome, add_outcome


@pytest.fixture
def opened(filled):
    """Open a session on a database that holds the sample."""
    with Session(filled) as session:
        yield session


@pytest.fixture
def learner(opened):
    """Return 学习者甲."""
    return opened.scalars(select(Learner).join(Learner.user).filter_by(username="learnera")).one()


@pytest.fixture
def kind_of(opened):
    """Return a function that finds a kind by its code."""
    return lambda code: opened.scalars(select(OutcomeKind).filter_by(code=code)).one()


@pytest.fixture
def entry_of(opened, kind_of):
    """Return a function that puts an entry of a kind on the catalogue."""

    def make(code, **details):
        owner = opened.scalars(select(Institution).filter_by(title="广东开放大学")).one()
        entry = CatalogueOutcome(kind=kind_of(code), institution=owner, code="new", **details)
        opened.add(entry)
        opened.flush()
        return entry

    return make


@pytest.fixture
def add(opened, learner, now, tmp_path):
    """Return a function that adds an outcome of a kind with its evidence."""
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), "white").save(stream, "PNG")

    def make(kind, entry=None, **filled):
        uploads = [
            Upload(each["key"], "证.png", stream.getvalue()) for each in kind.evidence_schema if each["required"]
        ]
        made = add_outcome(
            opened,
            NewOutcome(kind, entry, filled, uploads, same_files=True),
            learner=learner,
            actor_id=learner.user_id,
            now=now,
            folder=tmp_path,
        )
        opened.commit()
        return made

    return make


@pytest.fixture
def put(opened, learner, kind_of, now):
    """Return a function that puts outcomes in a state straight into an account, each a minute after the last."""
    kind = kind_of("training")

    def make(*states):
        for minute, state in enumerate(states):
            opened.add(
                LearnerOutcome(
                    learner=learner,
                    kind=kind,
                    title=f"成果{minute}",
                    entry_channel=EntryChannel.INSTITUTION,
                    state=state,
                    added_at=now + timedelta(minutes=minute),
                )
            )
        opened.commit()

    return make


def test_an_institution_that_no_field_asks_for_is_the_catalogues(add, entry_of):
    """技师教育 has no field for it; from the catalogue it is known, typed freely it is not."""
    entry = entry_of("technician", title="高级技工", fields={"grade": "高级", "programme": "数控"})
    filled = {"certificate_number": "JS1", "awarded_on": "2020-07-01", "study_period": "三年"}

    chosen = add(entry.kind, entry, **filled)
    typed = add(
        entry.kind, **filled | {"certificate_number": "JS2", "title": "技工", "programme": "数控", "grade": "高级"}
    )

    assert (chosen.institution_title, chosen.programme_title, chosen.grade) == ("广东开放大学", "数控", "高级")
    assert (chosen.state, typed.state) == (RecognitionState.CATALOGUED, RecognitionState.NOT_APPLIED)
    assert typed.institution_title == ""


@pytest.mark.parametrize("case", [("CET", "", "CET"), ("", "NCRE", "NCRE"), ("CET", "NCRE", "CET"), ("", "", "")])
def test_a_grade_is_on_the_scale_of_its_entry_or_kind(add, entry_of, case):
    """The entry's scale goes before the kind's; without either it stays open."""
    of_entry, of_kind, scale = case
    entry = entry_of(
        "vocational_certificate", title="英语", fields={"grade": "四级", "scale": of_entry, "occupation": "无"}
    )
    kind = entry.kind
    if of_kind:
        kind.field_schema = [
            each | ({"scale": of_kind} if each["key"] == "grade" else {}) for each in kind.field_schema
        ]

    made = add(kind, entry, certificate_number="1", awarded_on="2020-07-01", education="本科")

    assert (made.grade, made.grade_scale) == ("四级", scale)


def test_a_certificate_number_is_known_within_its_kind_alone(add, kind_of):
    """The same number of another kind is another certificate."""
    common = {"title": "一", "institution": "校", "certificate_number": "N1", "awarded_on": "2020-07-01"}
    add(kind_of("training"), **common, institution_code="1")
    add(kind_of("technician"), **common, programme="数控", grade="高级", study_period="三年")

    with pytest.raises(Refused) as caught:
        add(kind_of("training"), **common, institution_code="1")
    assert [problem.code for problem in caught.value.problems] == ["duplicate_outcome"]


def test_counters_and_list_speak_of_the_same_outcomes(opened, learner, put):
    """Every state is counted in one of the four, and the total is what the list holds."""
    put(*RecognitionState, RecognitionState.CATALOGUED)
    found = counters(opened, learner.id)

    assert (found.not_applied, found.applied, found.recognised, found.refused, found.total) == (1, 2, 3, 1, 7)
    assert list_outcomes(opened, learner_id=learner.id, page=1, size=6).total == 7
    assert counters(opened, learner.id + 1).total == 0


def test_the_list_has_the_newest_first(opened, learner, put):
    """Its pages follow each other."""
    put(*[RecognitionState.CATALOGUED] * 8)
    pages = [list_outcomes(opened, learner_id=learner.id, page=number, size=6) for number in (1, 2)]

    assert [each.title for page in pages for each in page.items] == [f"成果{number}" for number in range(7, -1, -1)]
    assert [(page.first, page.last, page.pages) for page in pages] == [(1, 6, 2), (7, 8, 2)]


def test_nobody_sees_anothers_outcome(opened, learner, add, kind_of):
    """Neither the outcome nor its evidence is found for somebody else."""
    filled = {"title": "一", "institution": "校", "certificate_number": "N1", "awarded_on": "2020-07-01"}
    outcome = add(kind_of("training"), **filled, institution_code="1")
    (evidence,) = evidence_of(opened, outcome.id)

    assert own_outcome(opened, outcome.id, learner_id=learner.id) is outcome
    assert own_evidence(opened, evidence.id, learner_id=learner.id) is evidence
    assert own_outcome(opened, outcome.id, learner_id=learner.id + 1) is None
    assert own_evidence(opened, evidence.id, learner_id=learner.id + 1) is None
