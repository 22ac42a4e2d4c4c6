"""Many learners with one certificate each, made at once."""

from datetime import date
from decimal import Decimal

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import insert, select

from backoffice.accounts.models import Learner, Sex
from backoffice.catalogue.models import OutcomeKind
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from tests.factories import MOMENT

TITLE = "试验培训"


def populate(session, scores, *, title=TITLE, first=1):
    """Add a learner for each score, who holds the certificate with it; return the ids of the outcomes."""
    kind_id = session.scalars(select(OutcomeKind.id).filter_by(code="training")).one()
    numbers = range(first, first + len(scores))
    plain = dict.fromkeys(("last_name", "password"), "")
    dated = dict.fromkeys(("created_on", "changed_on"), MOMENT.replace(tzinfo=None))
    users = [
        {"username": f"many{n}", "first_name": f"众{n}", "email": f"many{n}@example.org", "active": True}
        | plain
        | dated
        for n in numbers
    ]
    user_ids = session.scalars(insert(User).returning(User.id, sort_by_parameter_order=True), users).all()
    learners = [
        {
            "user_id": user_id,
            "account_number": f"ZZ{n:08d}",
            "full_name": f"众学习者{n}",
            "sex": Sex.FEMALE,
            "document_sealed": b"sealed",
            "document_index": f"many{n:060d}",
            "document_masked": "1***************9",
            "phone_sealed": b"sealed",
            "phone_index": f"many{n:060d}",
            "opened_at": MOMENT,
        }
        for n, user_id in zip(numbers, user_ids, strict=True)
    ]
    learner_ids = session.scalars(insert(Learner).returning(Learner.id, sort_by_parameter_order=True), learners).all()
    outcomes = [
        {
            "learner_id": learner_id,
            "kind_id": kind_id,
            "title": title,
            "institution_title": "成果试点机构",
            "certificate_number": f"ZZ{n:08d}",
            "score": None if score is None else Decimal(score),
            "awarded_on": date(2020, 1, 15),
            "fields": {},
            "entry_channel": EntryChannel.LEARNER,
            "state": RecognitionState.RECOGNISED,
            "added_at": MOMENT,
        }
        for n, learner_id, score in zip(numbers, learner_ids, scores, strict=True)
    ]
    found = session.scalars(insert(LearnerOutcome).returning(LearnerOutcome.id, sort_by_parameter_order=True), outcomes)
    return found.all()
