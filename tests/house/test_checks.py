"""The linters and the import contracts hold."""

import subprocess
import sys
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
PROGRAMS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]],
    ids=" ".join,
)
def test_a_check_finds_nothing(command):
    """Each of the project's checks ends without a finding."""
    done = subprocess.run(
        [str(PROGRAMS / command[0]), *command[1:]], cwd=HOME, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout + done.stderr
