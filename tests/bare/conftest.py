"""The set-up on a bare machine takes minutes and root, so it belongs to the long forms alone."""

import os

collect_ignore_glob = [] if os.environ.get("CREDIT_BANK_FULL_TESTS") else ["test_*.py"]
