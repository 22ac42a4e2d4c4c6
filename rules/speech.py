"""What the commands print: results on one stream, everything else on the other."""

import sys


def say(text: str) -> None:
    """Print a line of the result."""
    sys.stdout.write(text + "\n")


def remark(text: str) -> None:
    """Print a line that is no part of the result."""
    sys.stderr.write(text + "\n")
