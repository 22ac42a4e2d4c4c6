"""Factories of imports."""

from datetime import UTC, datetime

from backoffice.upkeep.workflow import ImportContent, RunState
from tests.needs import Need

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
FACTORIES = {
    "ImportRun": lambda n: {
        "content": ImportContent.CATALOGUE,
        "institution": Need("Institution"),
        "name": f"rows{n}.csv",
        "sha256": f"{n:064d}",
        "state": RunState.DONE,
        "stopped_by": [],
        "actor": Need("User"),
        "created_at": MOMENT,
    },
    "ImportRefusal": lambda n: {
        "run": Need("ImportRun"),
        "row_number": n,
        "problems": [{"code": "cell_empty", "field": "title", "values": {}}],
        "cells_sealed": b"sealed",
    },
    "ImportReceipt": lambda n: {"run": Need("ImportRun"), "learner": Need("Learner"), "outcomes": n},
}
