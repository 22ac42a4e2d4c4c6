"""Ways for a message to leave the house."""

import sys
from typing import Protocol


class Rejected(Exception):  # noqa: N818 - an answer of the other side, not a fault of ours
    """The other side will not have this message, now or later; the text holds its own words."""


class Transport(Protocol):
    """Sends a text to a phone or to an email address; a repeated key must not send twice."""

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Send; raise OSError when it may be tried again, Rejected when it is of no use."""


class ConsoleTransport:
    """Prints the message, for places without a gateway."""

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Print one line to the standard output."""
        sys.stdout.write(f"{'MAIL' if '@' in phone else 'SMS'} {phone} [{key}] {body}\n")
        sys.stdout.flush()
