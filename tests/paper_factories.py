"""The factory of paper templates, added to the others."""

from backoffice.papers.kinds import PaperKind
from backoffice.papers.workflow import TemplateState
from reports.look import STANDARD, look_json
from tests.factories import FACTORIES, MOMENT, Need

FACTORIES |= {
    "PaperTemplate": lambda _n: {
        "paper": PaperKind.CONVERSION_PROOF,
        "state": TemplateState.DRAFT,
        "look": look_json(STANDARD),
        "author": Need("User"),
        "changed_at": MOMENT,
    },
}
