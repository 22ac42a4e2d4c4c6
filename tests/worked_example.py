"""The manual's worked example as steps that a test can take one by one."""

import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from flask_appbuilder.security.sqla.models import User
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Learner
from backoffice.catalogue.models import CatalogueOutcome, OutcomeKind
from backoffice.conversion.approval import House
from backoffice.conversion.operations import NewApplication, apply
from backoffice.conversion.reviews import PASS_FINAL, PASS_FIRST, Opinion, review_final, review_first
from backoffice.kernel.database import begin_writing
from backoffice.kernel.storage import Upload
from backoffice.outcomes.operations import NewOutcome, add_outcome
from backoffice.recognition.workflow import MaterialCheck
from backoffice.rulebook.models import RuleVersion

HOUSE = House(
    platform="广东终身教育学分银行信息管理平台",
    issuer="广东终身教育学分银行管理中心",
    sms_signature="【广东学银】",
    number_prefix="XY",
    proof_key=b"p" * 32,
)


def picture(of=""):
    """Return a small picture as the bytes of a PNG; that of another certificate is another file."""
    stream = io.BytesIO()
    colour = f"#{zlib.crc32(of.encode()) & 0xFFFFFF:06x}" if of else "white"
    Image.new("RGB", (8, 8), colour).save(stream, "PNG")
    return stream.getvalue()


@dataclass
class Line:
    """The steps of the worked example, each in a transaction of its own."""

    engine: object
    folder: Path
    now: object

    def writing(self):
        """Open a session whose transaction will write."""
        session = Session(self.engine)
        begin_writing(session)
        return session

    def user(self, session, username):
        """Return the id of a demo account."""
        return session.scalars(select(User.id).filter_by(username=username)).one()

    def learner(self, session, username="learnera"):
        """Return a demo learner."""
        return session.scalars(select(Learner).join(Learner.user).filter_by(username=username)).one()

    def add(self, username="learnera", number="LNJY00001"):
        """Add 老年教育课程 from the catalogue; return its id."""
        with self.writing() as session:
            entry = session.scalars(
                select(CatalogueOutcome)
                .join(CatalogueOutcome.kind)
                .where(CatalogueOutcome.title == "老年教育课程", OutcomeKind.code == "training")
            ).one()
            learner = self.learner(session, username)
            filled = {"certificate_number": number, "awarded_on": "2020-11-15"}
            uploads = [Upload(each["key"], "结业证书.png", picture(number)) for each in entry.kind.evidence_schema]
            outcome = add_outcome(
                session,
                NewOutcome(entry.kind, entry, filled, uploads),
                learner=learner,
                actor_id=learner.user_id,
                now=self.now,
                folder=self.folder,
            )
            session.commit()
            return outcome.id

    def version(self, session, title="老年教育课程认定转换（广东老年大学）"):
        """Return the id of a rule's newest version."""
        newest = select(RuleVersion.id).filter_by(title=title).order_by(RuleVersion.number.desc())
        return session.scalars(newest).first()

    def apply(self, outcome_id, username="learnera", title="老年教育课程认定转换（广东老年大学）"):
        """Apply by a rule; return the application's id."""
        with self.writing() as session:
            learner = self.learner(session, username)
            application = apply(
                session,
                NewApplication(outcome_id, self.version(session, title), [Upload("", "证书.png", picture())]),
                learner=learner,
                actor_id=learner.user_id,
                now=self.now,
                folder=self.folder,
                prefix="XYSQ",
            )
            session.commit()
            return application.id

    def pass_first(self, application_id, username="elderlyadmin", **changes):
        """Pass the first review."""
        opinion = {"step": PASS_FIRST, "remarks": "与原件一致", "material_check": MaterialCheck.MATCHES} | changes
        with self.writing() as session:
            review_first(
                session,
                application_id,
                Opinion(**opinion),
                actor_id=self.user(session, username),
                now=self.now,
                folder=self.folder,
                house=HOUSE,
            )
            session.commit()

    def pass_final(self, application_id, username="committeea", **changes):
        """Pass the final review."""
        opinion = {"step": PASS_FINAL, "remarks": "符合规则"} | changes
        with self.writing() as session:
            review_final(
                session,
                application_id,
                Opinion(**opinion),
                actor_id=self.user(session, username),
                now=self.now,
                house=HOUSE,
            )
            session.commit()

    def reviewed_once(self):
        """Bring an application to where the committee decides."""
        application_id = self.apply(self.add())
        self.pass_first(application_id)
        return application_id
