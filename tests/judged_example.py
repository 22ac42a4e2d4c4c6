"""A performance outcome (业绩类) as steps that a test can take one by one, beside the manual's worked example."""

from dataclasses import dataclass

from sqlalchemy import select

from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.judgement import Wish, apply_for_judgement
from backoffice.institutions.models import Institution
from backoffice.kernel.storage import Upload
from backoffice.outcomes.models import LearnerOutcome
from backoffice.outcomes.operations import NewOutcome, add_outcome
from backoffice.recognition.decisions import check_originals, decide
from backoffice.recognition.operations import Request, apply
from backoffice.recognition.workflow import MaterialCheck
from tests.worked_example import HOUSE, Line, picture


@dataclass
class Judged(Line):
    """The steps, each in a transaction of its own."""

    def add_award(self, username="learnera", title="粤菜烹饪大赛一等奖", **changes):
        """Add an award by hand; return its id."""
        with self.writing() as session:
            kind = session.scalars(select(OutcomeKind).filter_by(code="achievement_competition")).one()
            learner = self.learner(session, username)
            filled = {"title": title, "institution": "广东省总工会", "awarded_on": "2020-10-01"}
            uploads = [Upload(each["key"], "获奖证书.png", picture()) for each in kind.evidence_schema]
            outcome = add_outcome(
                session,
                NewOutcome(kind, None, filled, uploads, **changes),
                learner=learner,
                actor_id=learner.user_id,
                now=self.now,
                folder=self.folder,
            )
            session.commit()
            return outcome.id

    def request(self, outcome_id, username="learnera", place="老年大学机构", key=""):
        """Apply for recognition; return the application's id."""
        with self.writing() as session:
            learner = self.learner(session, username)
            home = session.scalars(select(Institution.id).filter_by(title=place)).first() or 0
            made = apply(
                session, Request(outcome_id, home, key), learner=learner, actor_id=learner.user_id, now=self.now
            )
            session.commit()
            return made.id

    def check(self, application_id, found=MaterialCheck.MATCHES, remarks="", username="elderlyadmin"):
        """Check the originals."""
        with self.writing() as session:
            actor = self.user(session, username)
            check_originals(session, application_id, found, remarks, actor_id=actor, now=self.now, house=HOUSE)
            session.commit()

    def decide(self, application_id, step="recognise", remarks="", username="centre"):
        """Decide on recognition."""
        with self.writing() as session:
            decide(
                session,
                application_id,
                step,
                remarks,
                actor_id=self.user(session, username),
                now=self.now,
                house=HOUSE,
            )
            session.commit()

    def target(self, title="老年教育课程（广东老年大学）"):
        """Return the id of an entry that can be aimed at."""
        with self.writing() as session:
            query = select(CatalogueOutcome.id).where(
                CatalogueOutcome.title == title, CatalogueOutcome.credits.is_not(None)
            )
            return session.scalars(query).one()

    def ask_judgement(self, outcome_id, username="learnera", target=None):
        """Apply for a conversion without a rule; return the application's id."""
        aim = self.target() if target is None else target
        with self.writing() as session:
            learner = self.learner(session, username)
            made = apply_for_judgement(
                session,
                Wish(outcome_id, aim),
                learner=learner,
                actor_id=learner.user_id,
                now=self.now,
                folder=self.folder,
                prefix="XYSQ",
            )
            session.commit()
            return made.id

    def state_of(self, outcome_id):
        """Return where the recognition of an outcome stands."""
        with self.writing() as session:
            return session.get_one(LearnerOutcome, outcome_id).state.value
