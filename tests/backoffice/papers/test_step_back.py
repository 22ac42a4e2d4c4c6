"""Going back to before transcripts had looks, and forward again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice import schema
from backoffice.papers.kinds import PaperKind
from backoffice.papers.models import PaperTemplate
from backoffice.papers.versions import in_force
from backoffice.papers.workflow import TemplateState
from backoffice.proofs.models import ConversionProof
from tests.factories import MOMENT, make


def papers_with_looks(engine):
    """Keep a paper of each kind in a version of its own."""
    with Session(engine) as session:
        for paper in PaperKind:
            made = {"number": 2, "state": TemplateState.PUBLISHED, "published_at": MOMENT}
            make(session, "PaperTemplate", paper=paper, published_by=make(session, "User"), **made)
            make(session, "ConversionProof", kind=paper, template_version=2)
        session.commit()


def test_the_step_that_gave_transcripts_looks_can_be_taken_back(engine):
    """Looks of transcripts are forgotten, theirs is the product's own again; proofs keep version and look."""
    papers_with_looks(engine)
    schema.downgrade(engine, "0023")
    schema.upgrade(engine)

    with Session(engine) as session:
        versions = dict(session.execute(select(ConversionProof.kind, ConversionProof.template_version)).all())
        assert versions == {PaperKind.CONVERSION_PROOF: 2, PaperKind.TRANSCRIPT: 1}
        assert [in_force(session, kind) for kind in PaperKind] == [2, 1]
        assert session.scalars(select(PaperTemplate.paper)).all() == [PaperKind.CONVERSION_PROOF]
    schema.check(engine)
