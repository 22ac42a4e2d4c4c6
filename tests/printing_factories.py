"""Factories of runs of printing."""

from datetime import UTC, datetime

from backoffice.printing.workflow import ItemState, PrintForm, PrintState
from tests.needs import Need

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
FACTORIES = {
    "PrintRun": lambda _n: {
        "form": PrintForm.PAPER,
        "chosen": {"ticked": 1},
        "state": PrintState.DONE,
        "total": 1,
        "position": 1,
        "actor": Need("User"),
        "created_at": MOMENT,
        "finished_at": MOMENT,
        "expires_at": MOMENT,
    },
    "PrintItem": lambda n: {
        "run": Need("PrintRun"),
        "position": n,
        "proof": Need("ConversionProof"),
        "state": ItemState.PRINTED,
    },
}
