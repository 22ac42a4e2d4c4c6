"""Ways for a message to leave the house."""

import sys
from typing import Protocol


class Transport(Protocol):
    """Sends a text to a phone; a repeated key must not send twice."""

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Send, or raise OSError when it may be tried again."""


class ConsoleTransport:
    """Prints the message, for places without an SMS gateway."""

    def send(self, *, phone: str, body: str, key: str) -> None:
        """Print one line to the standard output."""
        sys.stdout.write(f"SMS {phone} [{key}] {body}\n")
        sys.stdout.flush()
