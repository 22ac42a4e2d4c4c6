"""The first review (初审) by the institution's administrators."""

from flask_babel import lazy_gettext, lazy_pgettext

from backoffice.conversion.desk import ReviewDesk
from backoffice.conversion.reviews import PASS_FIRST, REFUSE_FIRST, RETURN


class FirstReviewView(ReviewDesk):
    """Cases that aim at outcomes of the actor's institutions."""

    route_base = "/review/first"
    class_permission_name = "FirstReview"
    final = False
    title = lazy_gettext("初审")
    steps = (
        (PASS_FIRST, lazy_pgettext("decision", "初审通过"), "btn-primary"),
        (RETURN, lazy_pgettext("decision", "退回补正"), ""),
        (REFUSE_FIRST, lazy_pgettext("decision", "初审不通过"), "btn-danger"),
    )
