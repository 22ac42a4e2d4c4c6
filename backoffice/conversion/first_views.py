"""The first review (初审) by the institution's administrators."""

from flask_babel import gettext as _
from flask_babel import pgettext

from backoffice.conversion.desk import ReviewDesk
from backoffice.conversion.reviews import PASS_FIRST, REFUSE_FIRST, RETURN


class FirstReviewView(ReviewDesk):
    """Cases that aim at outcomes of the actor's institutions."""

    route_base = "/review/first"
    class_permission_name = "FirstReview"
    final = False

    @property
    def title(self) -> str:
        """The name of this review."""
        return _("初审")

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """The decisions of this review."""
        return [
            (PASS_FIRST, pgettext("decision", "初审通过"), "btn-primary"),
            (RETURN, pgettext("decision", "退回补正"), ""),
            (REFUSE_FIRST, pgettext("decision", "初审不通过"), "btn-danger"),
        ]
