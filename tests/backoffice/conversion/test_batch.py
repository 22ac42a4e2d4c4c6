"""Like cases decided together: twenty cases, twenty of everything; a failing one is named and the others stand."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from backoffice.conversion import batch_views
from backoffice.conversion.models import ConversionApplication, ReviewRecord
from backoffice.conversion.recusals import recuse
from backoffice.conversion.reviews import review_final
from backoffice.conversion.workflow import ConversionState
from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.models import OutboxMessage
from backoffice.ledger.models import CreditEntry, OutcomeUse
from backoffice.proofs.models import ConversionProof
from backoffice.rulebook.models import Decision
from tests.many_cases import crowd

S = ConversionState
PASS = "pass_final_review"


@pytest.fixture
def batch(line):
    """Return a function that sends a form for some cases of the rule, as a member of the committee."""

    def send(visitor, ticked, **changes):
        with Session(line.engine) as session:
            version = line.version(session)
        form = {"application": [str(each) for each in ticked], "step": PASS, "remarks": "符合规则"} | changes
        return visitor.client.post(f"/review/batch/{version}", data={"csrf_token": visitor.token} | form)

    return send


def count(engine):
    """Return how much of everything there is."""
    with Session(engine) as session:
        finals = select(func.count()).select_from(ReviewRecord).where(ReviewRecord.step == PASS)
        tables = (CreditEntry, OutboxMessage, Decision, ConversionProof, OutcomeUse)
        return [session.scalar(finals), *(session.scalar(select(func.count()).select_from(each)) for each in tables)]


def states(engine):
    """Return where every application stands, the oldest first."""
    with Session(engine) as session:
        query = select(ConversionApplication.state).order_by(ConversionApplication.id)
        return session.scalars(query).all()


def test_twenty_cases_make_twenty_of_everything(line, visit, batch):
    """Each case of a batch gets its record, entry, message, decision and proof; sent twice it makes nothing twice."""
    cases = crowd(line, 20)
    visitor = visit("committeea")
    page = visitor.client.get("/review/batch/").text
    first = batch(visitor, cases)
    once = count(line.engine)
    second = batch(visitor, cases)

    assert "老年教育课程认定转换（广东老年大学）" in page
    assert "20 份已办理，0 份没有办成。" in first.text
    assert once == [20] * 6
    assert states(line.engine) == [S.CONVERTED] * 20
    assert second.text.count("之前已由您办理，没有重复。") == 20
    assert count(line.engine) == once
    with Session(line.engine) as session:
        records = session.scalars(select(ReviewRecord).where(ReviewRecord.step == PASS)).all()
        assert sorted(each.application_id for each in records) == cases
        assert {each.remarks for each in records} == {"符合规则"}


def test_a_case_that_fails_is_named_and_the_others_stand(line, visit, batch):
    """One is stepped back from, one is decided elsewhere, one is none at all: each is told with its reason."""
    cases = crowd(line, 4)
    visitor = visit("committeea")
    with line.writing() as session:
        recuse(session, cases[1], "学习者是我的亲属", actor_id=line.user(session, "committeea"), now=line.now)
        session.commit()
    line.pass_final(cases[2], username="committeeb")
    answer = batch(visitor, [*cases, 999])

    assert answer.status_code == 200
    assert "2 份已办理，3 份没有办成。" in answer.text
    for sentence in ("您已回避这份申请", "该申请现为“已转换”", "没有找到这份申请。"):
        assert sentence in answer.text
    assert states(line.engine) == [S.CONVERTED, S.FIRST_PASSED, S.CONVERTED, S.CONVERTED]
    assert count(line.engine)[:2] == [3, 3]


def test_a_form_without_ticks_or_reasons_is_told_and_kept(line, visit, batch):
    """Nothing ticked, or a refusal without remarks: the page says so, with what was ticked and typed."""
    cases = crowd(line, 2)
    visitor = visit("committeea")
    none = batch(visitor, [], remarks="符合规则")
    unsaid = batch(visitor, cases[:1], step="refuse_final_review", remarks=" ")

    assert (none.status_code, unsaid.status_code) == (422, 422)
    assert "请先勾选要办理的申请。" in none.text
    assert ">符合规则</textarea>" in none.text
    assert "请写明意见，申请人会看到。" in unsaid.text
    assert f'value="{cases[0]}" aria-label="选择' in unsaid.text
    assert unsaid.text.count("checked>") == 1
    assert states(line.engine) == [S.FIRST_PASSED] * 2


def test_a_batch_holds_no_case_of_others(line, visit, batch):
    """Another committee's case is not on the page, and naming it by hand decides nothing."""
    cases = crowd(line, 2)
    with line.writing() as session:
        made = session.get_one(ConversionApplication, cases[0])
        made.committee_id = next(
            each for each in range(1, 99) if each != made.committee_id
        )  # any other committee of the sample
        number = made.number
        session.commit()
    visitor = visit("committeea")
    with Session(line.engine) as session:
        page = visitor.client.get(f"/review/batch/{line.version(session)}").text

    assert number not in page
    assert "没有找到这份申请。" in batch(visitor, cases[:1]).text
    assert states(line.engine)[0] is S.FIRST_PASSED


def test_whoever_made_the_first_review_cannot_tick(line, visit, batch):
    """A member who also sits in the institution sees why, and the form refuses the same."""
    cases = crowd(line, 2, reviewed=False)
    with line.writing() as session:
        seat(session, line, "committeea", cases[0])
        session.commit()
    line.pass_first(cases[0], username="committeea")
    line.pass_first(cases[1])
    visitor = visit("committeea")
    with Session(line.engine) as session:
        page = visitor.client.get(f"/review/batch/{line.version(session)}").text

    assert page.count("您已参与该申请的初审，终审须由他人办理。") == 1
    assert "您已参与该申请的初审" in batch(visitor, cases[:1]).text
    assert states(line.engine)[0] is S.FIRST_PASSED


def seat(session, line, username, application_id):
    """Name somebody an administrator of an application's institution."""
    institution_id = session.get_one(ConversionApplication, application_id).institution_id
    session.add(InstitutionAdministrator(institution_id=institution_id, user_id=line.user(session, username)))


def test_a_collision_in_the_database_is_told_and_the_next_case_goes_on(line, visit, batch, monkeypatch):
    """Where the database itself refuses a case, nothing of it is kept, and the case after it is decided."""
    cases = crowd(line, 2)
    visitor = visit("committeea")

    def collide(session, application_id, *rest, **named):
        made = review_final(session, application_id, *rest, **named)
        if application_id == cases[0]:
            use = session.scalars(select(OutcomeUse)).first()
            session.add(OutcomeUse(outcome_id=use.outcome_id, decision_id=use.decision_id, consumed=False))
            session.flush()
        return made

    monkeypatch.setattr(batch_views, "review_final", collide)
    answer = batch(visitor, cases)

    assert "办理时与其他操作冲突，没有办成，请稍后单独办理。" in answer.text
    assert states(line.engine) == [S.FIRST_PASSED, S.CONVERTED]
    assert count(line.engine) == [1] * 6
