"""The final review (终审) by the committee's members."""

from flask import url_for
from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.conversion.desk import ReviewDesk
from backoffice.conversion.opinion_files import OpinionFiles
from backoffice.conversion.reviews import PASS_FINAL, REFUSE_FINAL
from backoffice.conversion.sheet_views import ReviewSheets


class FinalReviewView(OpinionFiles, ReviewSheets, ReviewDesk):
    """Cases of the actor's committees."""

    route_base = "/review/final"
    class_permission_name = "FinalReview"
    final = True
    title = lazy_gettext("终审")
    steps = (
        (PASS_FINAL, lazy_pgettext("decision", "终审通过"), "btn-primary"),
        (REFUSE_FINAL, lazy_pgettext("decision", "终审不通过"), "btn-danger"),
    )

    def batches_url(self) -> str:
        """Return where like cases are decided together."""
        return url_for("BatchView.batches")
