"""States of the kernel's own rows."""

from enum import StrEnum


class DeliveryState(StrEnum):
    """Where a message stands: failed after every attempt, or given up because the other side will not have it."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    GIVEN_UP = "given_up"


class Channel(StrEnum):
    """The way of a message beside the site's own inbox; a message of the site alone goes nowhere else."""

    SMS = "sms"
    MAIL = "mail"
    SITE = "site"
