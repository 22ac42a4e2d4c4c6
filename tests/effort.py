"""How much the tests try: a share of it at every change, all of it in the long form."""

import os

FULL = bool(os.environ.get("CREDIT_BANK_FULL_TESTS"))
SHARE = 8
FEWEST = 25


def examples(most):
    """Return how many examples a property is tried on, of the most that it deserves."""
    return most if FULL else max(FEWEST, most // SHARE)
