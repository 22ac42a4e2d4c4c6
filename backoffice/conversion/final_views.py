"""The final review (终审) by the committee's members."""

from flask_babel import gettext as _
from flask_babel import pgettext

from backoffice.conversion.desk import ReviewDesk
from backoffice.conversion.reviews import PASS_FINAL, REFUSE_FINAL


class FinalReviewView(ReviewDesk):
    """Cases of the actor's committees."""

    route_base = "/review/final"
    class_permission_name = "FinalReview"
    final = True

    @property
    def title(self) -> str:
        """The name of this review."""
        return _("终审")

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The decisions of this review."""
        return [
            (PASS_FINAL, pgettext("decision", "终审通过"), "btn-primary"),
            (REFUSE_FINAL, pgettext("decision", "终审不通过"), "btn-danger"),
        ]
