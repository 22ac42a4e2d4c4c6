"""Proofs that were issued, and the desk at which they are printed in bulk."""

import io
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.institutions.models import InstitutionAdministrator
from backoffice.kernel.sealing import Sealer
from backoffice.printing.choosing import Chosen
from backoffice.printing.jobs import Press, bind_run, clear_expired, draw_batch
from backoffice.printing.models import PrintItem, PrintRun
from backoffice.printing.operations import Ordered, Shelf, order_run, place_of
from backoffice.printing.sealed_files import pieces_of
from backoffice.printing.workflow import PrintForm
from backoffice.proofs.models import ConversionProof
from backoffice.proofs.sealing import Sealing
from reports.keys import IssuingKey
from reports.proof import content_of
from reports.refusals import GlyphMissing
from tests.many_cases import crowd
from tests.worked_example import Line


class QuickPress:
    """Prints each proof as a page that says its number, and remembers which; refuses the numbers it is told to."""

    def __init__(self):
        self.printed, self.refused = [], set()

    def print_many(self, orders):
        """Yield the papers."""
        for order in orders:
            number = content_of(order.told["content"]).number
            self.printed.append(number)
            yield GlyphMissing("🎓") if number in self.refused else page_that_says(number)


def page_that_says(word):
    """Return a PDF of one page, packed as the press packs papers."""
    output = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 200))
        face = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = Dictionary(Font=Dictionary(F1=face))
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 20 20 Td (%s) Tj ET" % word.encode())
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


@dataclass
class Desk:
    """Somebody who prints on one database."""

    engine: object
    line: Line
    press: Press

    def order(self, form=PrintForm.PAPER, username="centre", ticked=None, **chosen):
        """Order proofs; return the run's id."""
        with self.line.writing() as session:
            actor_id = self.line.user(session, username)
            seated = session.scalars(select(InstitutionAdministrator).filter_by(user_id=actor_id)).first()
            ordered = Ordered(form=form, chosen=Chosen(**chosen), ticked=ticked, within=actor_id if seated else None)
            run = order_run(session, ordered, actor_id=actor_id, now=self.line.now)
            session.commit()
            return run.id

    def work(self, run_id):
        """Draw and bind."""
        while draw_batch(self.engine, run_id, self.press):
            pass
        bind_run(self.engine, run_id, self.press)

    def clear(self, now):
        """Clear old files away at a moment."""
        clear_expired(self.engine, Press(**{**vars_of(self.press), "clock": lambda: now}))

    def run(self, run_id):
        """Return a run."""
        with Session(self.engine) as session:
            return session.get_one(PrintRun, run_id)

    def items(self, run_id):
        """Return the state of each proof by its number."""
        with Session(self.engine) as session:
            query = select(ConversionProof.number, PrintItem.state).join(
                ConversionProof, ConversionProof.id == PrintItem.proof_id
            )
            return dict(session.execute(query.where(PrintItem.run_id == run_id).order_by(PrintItem.position)).all())

    def file(self, run_id):
        """Return the content of a run's file."""
        with Session(self.engine) as session:
            shelf = self.press.shelf(session)
        return b"".join(pieces_of(shelf.path_of(run_id), shelf.sealer, place_of(run_id)))


def vars_of(press):
    """Return the fields of a press."""
    return {name: getattr(press, name) for name in press.__slots__}


@pytest.fixture
def line(filled, tmp_path, now):
    """Return the worked example on a database that holds the sample."""
    return Line(filled, tmp_path / "evidence", now)


@pytest.fixture
def desk(filled, line, tmp_path, now):
    """Return somebody who prints, with a quick press of two proofs at a time."""
    shelf = Shelf(Path(tmp_path) / "prints", Sealer(b"s" * 32, b"i" * 32), 7)
    press = Press(
        renderers=QuickPress(),
        shelf=lambda _session: shelf,
        public_url="http://bank",
        sealing=Sealing(IssuingKey(b"u" * 32), "did:web:bank"),
        clock=lambda: now,
        size=2,
    )
    return Desk(filled, line, press)


@pytest.fixture
def issued(line):
    """Return the numbers of three proofs of three learners."""
    for application_id in crowd(line, 3):
        line.pass_final(application_id)
    with Session(line.engine) as session:
        return list(session.scalars(select(ConversionProof.number).order_by(ConversionProof.id)))
