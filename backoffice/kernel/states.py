"""States of the kernel's own rows."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a message stands."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
