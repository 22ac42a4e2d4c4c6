"""Files of rows, made in the test, and the work on them."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_appbuilder.security.sqla.models import User
from openpyxl import Workbook
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from backoffice.institutions.models import Institution
from backoffice.kernel.database import begin_writing
from backoffice.kernel.sealing import Sealer
from backoffice.kernel.storage import Upload
from backoffice.upkeep.jobs import work_on
from backoffice.upkeep.known_subjects import SUBJECTS
from backoffice.upkeep.models import ImportRefusal, ImportRun
from backoffice.upkeep.operations import Workshop, confirm_import, kept_problems, start_import


def csv_file(*rows, encoding="utf-8-sig"):
    """Return a CSV file; the first row is the heading."""
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode(encoding)


def xlsx_file(*rows, change=None):
    """Return a workbook with these rows; `change` does something to its sheet."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if change:
        change(book.active)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@dataclass
class Desk:
    """Somebody who imports on one database."""

    engine: Engine
    shop: Workshop
    now: object

    def upload(self, key, content, *, institution="", name="rows.csv"):
        """Upload a file as the centre, for one institution when it is named; return the run's id."""
        with Session(self.engine) as session:
            begin_writing(session)
            actor = session.scalars(select(User).filter_by(username="centre")).one()
            owner = session.scalars(select(Institution).filter_by(title=institution)).one().id if institution else None
            upload = Upload("file", name, content)
            run = start_import(
                session,
                SUBJECTS[key],
                upload,
                institution_id=owner,
                actor_id=actor.id,
                now=self.now,
                shop=self.shop,
            )
            session.commit()
            return run.id

    def work(self, run_id, batch=500):
        """Do what waits; return the state and the counts: added, changed, unchanged, refused."""
        work_on(self.engine, run_id, self.shop, lambda: self.now, batch=batch)
        return self.counts(run_id)

    def counts(self, run_id):
        """Return the counts of a run, its state first."""
        with Session(self.engine) as session:
            run = session.get_one(ImportRun, run_id)
            return run.state.name, run.added, run.changed, run.unchanged, run.refused

    def confirm(self, run_id):
        """Confirm a checked file."""
        with Session(self.engine) as session:
            begin_writing(session)
            actor = session.scalars(select(User).filter_by(username="centre")).one()
            confirm_import(session, run_id, actor_id=actor.id, now=self.now)
            session.commit()

    def bring(self, key, content, **named):
        """Upload, check, confirm and import; return the state and the counts."""
        run_id = self.upload(key, content, **named)
        self.work(run_id)
        self.confirm(run_id)
        return self.work(run_id)

    def refusals(self, run_id):
        """Return row, column and code of every problem."""
        with Session(self.engine) as session:
            rows = session.scalars(select(ImportRefusal).filter_by(run_id=run_id).order_by(ImportRefusal.row_number))
            return [(row.row_number, each.field, each.code) for row in rows for each in kept_problems(row.problems)]


@pytest.fixture
def desk(filled, tmp_path, now):
    """Return somebody who imports on a database that holds the sample."""
    return Desk(filled, Workshop(Path(tmp_path) / "imports", Sealer(b"s" * 32, b"i" * 32)), now)
