"""The centre's two people at work on a rule, on a database that holds the sample."""

from dataclasses import dataclass
from datetime import date

import pytest
from flask_appbuilder.security.sqla.models import User
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.kernel.database import begin_writing
from backoffice.rulebook.models import ConversionRule, RuleVersion, VersionState
from backoffice.workbench.impact import advance, begin_run, waiting_runs
from backoffice.workbench.models import RuleDraft
from backoffice.workbench.operations import save_draft, start_draft, submit_draft
from backoffice.workbench.publishing import publish_draft
from backoffice.workbench.retiring import confirm_retirement, propose_retirement

TEXT = """规则 WB-1 “工作台试验”
  来源 培训类 “试验培训” @“成果试点机构”
  目标 课程 “老年教育课程” @“老年大学机构” 3 学分
  比例 按 成绩 [90..100] 100%, [60..90) 50%
  例 成绩 = 95 => 3 学分
  例 成绩 = 50 => 不适用
"""
LAST_DAY = date(2020, 12, 31)
POLICY = "政策 WB-P “试验政策”\n  范围 学习者\n  上限 100 学分\n"


@dataclass
class Bench:
    """Steps on the workbench, each in a transaction of its own; `author` writes, `publisher` publishes."""

    engine: object
    now: object

    def writing(self):
        """Open a session whose transaction will write."""
        session = Session(self.engine)
        begin_writing(session)
        return session

    def user(self, session, username):
        """Return the id of a demo account."""
        return session.scalars(select(User.id).filter_by(username=username)).one()

    def act(self, operation, *arguments, who="centre", **named):
        """Do something as somebody; return what it gives, or the id of the row that it gives."""
        with self.writing() as session:
            given = operation(session, *arguments, actor_id=self.user(session, who), now=self.now, **named)
            session.commit()
            return given.id if hasattr(given, "id") else given

    def start(self, text=TEXT, **named):
        """Begin a draft; return its id."""
        return self.act(start_draft, text=text, **named)

    def save(self, draft_id, text, who="centre"):
        """Save a text over the newest revision."""
        return self.act(save_draft, draft_id, text=text, revision=self.draft(draft_id).revision, who=who)

    def submit(self, draft_id):
        """Hand a draft in."""
        return self.act(submit_draft, draft_id, revision=self.draft(draft_id).revision, remarks="")

    def compute(self, draft_id, size=2000):
        """Ask for the effect and work it through."""
        run_id = self.act(begin_run, draft_id)
        self.work(size)
        return run_id

    def waiting(self):
        """Return the computations that wait."""
        with Session(self.engine) as session:
            return waiting_runs(session)

    def step(self, run_id, size):
        """Work one batch through."""
        with self.writing() as session:
            more = advance(session, run_id, now=self.now, size=size)
            session.commit()
            return more

    def publish(self, draft_id, who="centrepublisher", *, remarks="", seen=False):
        """Publish a draft."""
        revision = self.draft(draft_id).revision
        return self.act(publish_draft, draft_id, revision=revision, seen=seen, remarks=remarks, who=who)

    def published(self, text=TEXT, **named):
        """Bring a text into force by the whole way; return the version's id."""
        draft_id = self.start(text, **named)
        self.submit(draft_id)
        self.compute(draft_id)
        return self.publish(draft_id, remarks="已核对", seen=True)

    def draft(self, draft_id):
        """Return a draft as it stands."""
        with Session(self.engine, expire_on_commit=False) as session:
            return session.get_one(RuleDraft, draft_id)

    def propose(self, version_id, last_day=LAST_DAY, remarks="依据的文件到期", **named):
        """Propose to retire a version; return the draft's id."""
        return self.act(propose_retirement, version_id, last_day=last_day, remarks=remarks, **named)

    def confirm(self, draft_id, who="centrepublisher"):
        """Confirm a retirement."""
        return self.act(confirm_retirement, draft_id, revision=self.draft(draft_id).revision, remarks="已核对", who=who)

    def work(self, size=2000):
        """Work every waiting computation through."""
        for waiting in self.waiting():
            while self.step(waiting, size):
                pass

    def in_force(self, code="WB-1"):
        """Return the number of the published version of a rule."""
        with Session(self.engine) as session:
            query = select(RuleVersion.number).join(ConversionRule)
            found = session.scalars(
                query.where(ConversionRule.code == code, RuleVersion.state == VersionState.PUBLISHED)
            )
            return found.all()


@pytest.fixture
def bench(filled, now):
    """Return the workbench."""
    return Bench(filled, now)
