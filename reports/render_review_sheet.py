"""Prints the review sheet of a case (评审表), the same bytes for the same content."""

from reports.press import print_paper, templates
from reports.review_sheet import ReviewSheetContent
from reports.sheets import Lengths, fit_to_print

LONGEST_REMARKS = 2000
LENGTHS = Lengths(
    plain=400,
    by_field=dict.fromkeys(("remarks", "request", "opinion", "value", "reason"), LONGEST_REMARKS),
    items=400,
)


def render_review_sheet(content: ReviewSheetContent) -> bytes:
    """Print a sheet on A4; raises `Unprintable` and `GlyphMissing` as proofs do."""
    shown = fit_to_print(content, LENGTHS)
    moment = shown.printed_at.isoformat(timespec="seconds")
    page = templates().get_template("review_sheet.html").render(content=shown, moment=moment)
    return print_paper(page, "report.css", "review_sheet.css", moment=shown.printed_at)
