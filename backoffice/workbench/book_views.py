"""The rule book (规则汇编): read on the page, printed in volumes, or taken along as a table."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, stream_with_context, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access

from backoffice.conversion.export import csv_lines
from backoffice.kernel.clock import day_of
from backoffice.kernel.paging import Page
from backoffice.kernel.papers import FAULTS, fault_told
from backoffice.kernel.web import language, now, printing, sentences, session, settings
from backoffice.outcomes.views import page_number
from backoffice.workbench.book import (
    HEADERS,
    Placed,
    book_order,
    parts_of,
    printed,
    rows_of,
    scope_of,
    versions_at,
    volumes_of,
)
from backoffice.workbench.views import LONGEST_WORDS, day_in
from reports.orders import order_for
from reports.rule_book import MOST_RULES, RuleBookContent


class BookView(BaseView):
    """The whole book, narrowed to a day and to where its rules lead."""

    route_base = "/workbench/book"
    class_permission_name = "Workbench"
    default_view = "book"

    @expose("/")
    @has_access
    def book(self) -> Any:  # noqa: ANN401 - a response
        """Show one volume of the rules and policies in force on a day, and what each volume holds."""
        day, place = _asked()
        placed = book_order(session(), on=day, place=place)
        volumes = volumes_of(placed)
        number = min(page_number(), len(volumes))
        shown = [printed(each, language()) for each in versions_at(session(), volumes[number - 1])]
        return render_template(
            "workbench/book.html",
            entries=shown,
            day=day,
            place=place,
            volumes=volumes,
            page=Page(shown, len(placed), number, MOST_RULES),
        )

    @expose("/rules.pdf")
    @has_access
    def paper(self) -> Any:  # noqa: ANN401
        """Print one volume."""
        day, place = _asked()
        placed = book_order(session(), on=day, place=place)
        volumes = volumes_of(placed)
        number = min(page_number(), len(volumes))
        content = _content(volumes[number - 1], volumes=len(volumes), number=number, total=len(placed))
        session().rollback()  # nothing is held while the pages are drawn
        try:
            pages = printing()(order_for(content))
        except FAULTS as fault:
            parts = {each.code: each for part in content.parts for each in part.rules}
            parts |= {each.code: each for each in content.policies}
            for _field, sentence in sentences([fault_told(fault, parts)]):
                flash(sentence, "danger")
            return redirect(url_for("BookView.book", on=day, place=place or None, page=number))
        name = f"rules-{day.isoformat()}" + (f"-{number}" if len(volumes) > 1 else "")
        return pages, {
            "Content-Type": "application/pdf",
            "Content-Disposition": f'inline; filename="{name}.pdf"',
        }

    @expose("/rules.csv")
    @has_access
    def rows(self) -> Any:  # noqa: ANN401
        """Hand out every rule as a row, whatever the volume."""
        day, place = _asked()
        placed = book_order(session(), on=day, place=place)
        lines = csv_lines(HEADERS, rows_of(session(), placed))
        return stream_with_context(lines), {
            "Content-Type": "text/csv; charset=utf-8",
            "Content-Disposition": f'attachment; filename="rules-{day.isoformat()}.csv"',
        }


def _asked() -> tuple[date, str]:
    """Return the day that the address asks for, today without one, and the place."""
    day = day_in(request.args.get("on", "")) or day_of(now())
    return day, request.args.get("place", "").strip()[:LONGEST_WORDS]


def _content(placed: Sequence[Placed], *, volumes: int, number: int, total: int) -> RuleBookContent:
    day, place = _asked()
    parts, policies = parts_of(session(), placed)
    return RuleBookContent(
        platform=settings().platform,
        issuer=settings().issuer,
        on=day,
        made_on=day_of(now()),
        scope=scope_of(place),
        volume=number,
        volumes=volumes,
        total=total,
        parts=parts,
        policies=policies,
    )
