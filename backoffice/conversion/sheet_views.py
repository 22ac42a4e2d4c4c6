"""The review sheet (评审表) of a case, sent by the desks that show the case."""

from typing import Any

from flask import abort, flash, redirect, url_for
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import force_locale

from backoffice.conversion.export import csv_lines
from backoffice.conversion.sheet import RECORD_HEADERS, record_rows, sheet_of
from backoffice.kernel.papers import FAULTS, fault_told
from backoffice.kernel.web import actor, note_done, now, printing, sentences, session, settings
from reports.orders import order_for

PRINTED, TAKEN = "print_review_sheet", "export_review_records"


class ReviewSheets:
    """A part of a desk; `found` tells which cases are the desk's."""

    found: Any
    endpoint: Any

    @expose("/<int:application_id>/sheet.pdf")
    @has_access
    def sheet(self, application_id: int) -> Any:  # noqa: ANN401 - a response
        """Print the sheet of a case of this desk."""
        case, who = self.found(application_id), actor() or abort(403)
        with force_locale("zh"):
            content = sheet_of(session(), case, settings(), printed_by=str(who).strip(), now=now())
        session().rollback()  # nothing is held while the pages are drawn
        try:
            pages = printing()(order_for(content))
        except FAULTS as fault:
            for _field, sentence in sentences([fault_told(fault)]):
                flash(sentence, "danger")
            return redirect(url_for(f"{self.endpoint}.case", application_id=application_id))
        note_done(PRINTED, "conversion_application", application_id)
        return pages, sent_as("application/pdf", f'inline; filename="{content.number}-review.pdf"')

    @expose("/<int:application_id>/records.csv")
    @has_access
    def records(self, application_id: int) -> Any:  # noqa: ANN401
        """Hand out the records of a case as rows."""
        case = self.found(application_id)
        with force_locale("zh"):
            text = "".join(csv_lines(RECORD_HEADERS, record_rows(case)))
        name = f"{case.application.number}-records.csv"
        note_done(TAKEN, "conversion_application", application_id)
        return text, sent_as("text/csv; charset=utf-8", f'attachment; filename="{name}"')


def sent_as(media: str, disposition: str) -> dict[str, str]:
    """Return the headers of a file."""
    return {"Content-Type": media, "Content-Disposition": disposition}
