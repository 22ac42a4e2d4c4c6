"""The reason (原因) that somebody writes for looking at or changing what is another person's."""

from backoffice.accounts.words import named
from backoffice.kernel.hidden import has_hidden
from backoffice.kernel.problems import Refused

LONGEST_REASON = 200


def reason_in(typed: str) -> str:
    """Return a reason that was typed in the field `why`; raises Refused without one, or for one not fit to be kept."""
    reason = " ".join(typed.split())
    if not reason:
        raise Refused([named("field_missing", "why")])
    if has_hidden(reason):
        raise Refused([named("text_unreadable", "why")])
    if len(reason) > LONGEST_REASON:
        raise Refused([named("field_too_long", "why", limit=str(LONGEST_REASON))])
    return reason
