"""What a learner may do with an application that came back for correction, and with others."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.conversion.models import ConversionApplication, ConversionFile, ReviewRecord
from backoffice.conversion.operations import correct, withdraw
from backoffice.conversion.workflow import ConversionState
from backoffice.kernel.models import OutboxMessage, StoredFile
from backoffice.kernel.problems import Refused
from backoffice.kernel.storage import Upload
from backoffice.ledger.operations import balance

S = ConversionState


@pytest.fixture
def act(line):
    """Return a function in which a learner withdraws or corrects; it gives the codes of a refusal."""

    def make(call, application_id, *uploads, username="learnera", **named):
        with line.writing() as session:
            learner = line.learner(session, username)
            try:
                call(
                    session, application_id, *uploads, learner=learner, actor_id=learner.user_id, now=line.now, **named
                )
            except Refused as refused:
                return [problem.code for problem in refused.problems]
            session.commit()
            return []

    return make


@pytest.fixture
def returned(line):
    """Return an application that came back for correction."""
    application_id = line.apply(line.add())
    line.pass_first(application_id, step="return_for_correction", remarks="缺少成绩单")
    return application_id


@pytest.fixture
def state_of(line):
    """Return a function that tells where an application stands."""

    def read(application_id):
        with Session(line.engine) as session:
            return session.get_one(ConversionApplication, application_id).state

    return read


def test_a_returned_application_is_handed_in_again(line, returned, act, state_of):
    """With a further file it stands where it stood first, and can be approved."""
    content = b"%PDF-1.4 no"
    with Session(line.engine) as session:
        files = session.scalars(select(ConversionFile.id)).all()
        picture = line.folder / session.scalars(select(StoredFile.sha256)).first()[:2]
    (kept,) = picture.iterdir()
    upload = Upload("", "成绩单.png", kept.read_bytes())

    assert act(correct, returned, [Upload("", "坏.pdf", content)], folder=line.folder) == ["file_type"]
    assert state_of(returned) is S.RETURNED
    assert act(correct, returned, [upload], folder=line.folder) == []
    assert state_of(returned) is S.APPLIED
    line.pass_first(returned)
    line.pass_final(returned)
    with Session(line.engine) as session:
        steps = session.scalars(select(ReviewRecord.step).order_by(ReviewRecord.id)).all()
        returned_first = ["check_materials", "return_for_correction", "correct"]
        passed_then = ["check_materials", "pass_first_review", "pass_final_review"]
        assert steps == ["apply", *returned_first, *passed_then]
        assert len(session.scalars(select(ConversionFile.id)).all()) == len(files) + 1
        assert balance(session, line.learner(session).id) == 1
        assert "缺少成绩单" in session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id)).first()


def test_a_returned_application_is_withdrawn(line, returned, act, state_of):
    """It has ended then: neither correcting nor reviewing goes on, and the rule is free again."""
    assert act(withdraw, returned) == []
    assert state_of(returned) is S.WITHDRAWN
    assert act(correct, returned, [], folder=line.folder) == ["unknown_step"]
    assert act(withdraw, returned) == ["unknown_step"]
    with pytest.raises(Refused):
        line.pass_first(returned)
    with Session(line.engine) as session:
        outcome_id = session.scalars(select(ConversionApplication)).one().facts["outcomes"][0]["outcome_id"]
    assert line.apply(int(outcome_id)) != returned


def test_nobody_else_withdraws_or_corrects(line, returned, act, state_of):
    """For another learner there is no such application."""
    assert act(withdraw, returned, username="learnerb") == ["not_your_case"]
    assert act(correct, returned, [], username="learnerb", folder=line.folder) == ["not_your_case"]
    assert act(withdraw, 999_999) == ["not_your_case"]
    assert state_of(returned) is S.RETURNED


def test_what_has_been_passed_on_cannot_be_taken_back(line, act, state_of):
    """After the first review, and after the last, the learner has no step left."""
    application_id = line.reviewed_once()
    assert act(withdraw, application_id) == ["unknown_step"]
    assert act(correct, application_id, [], folder=line.folder) == ["unknown_step"]
    line.pass_final(application_id)

    assert act(withdraw, application_id) == ["unknown_step"]
    assert state_of(application_id) is S.CONVERTED
