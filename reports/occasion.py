"""What every paper of figures says of itself: whose figures, of which days, printed when."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Occasion:
    """Whose figures these are, of which days, and when they were printed; `scope` says what they are narrowed to."""

    platform: str
    issuer: str
    scope: str
    since: date
    until: date
    printed_on: date
