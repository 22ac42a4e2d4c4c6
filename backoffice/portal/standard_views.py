"""What the centre has laid down: the levels of the framework (等级标准) and the standards of industries (行业标准)."""

from typing import Any

from flask import abort, render_template, request
from flask_appbuilder.baseviews import BaseView, expose

from backoffice.catalogue.models import IndustryStandard
from backoffice.catalogue.standards import levels, search_standards
from backoffice.kernel.web import session
from backoffice.outcomes.views import page_number

STANDARDS_PER_PAGE = 10


class StandardsView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "levels"
    class_permission_name = "Portal"

    @expose("/levels")
    def levels(self) -> Any:  # noqa: ANN401 - a response
        """Show the levels with what each asks of knowledge, skills and abilities."""
        return render_template("portal/levels.html", levels=levels(session()))

    @expose("/standards")
    def standards(self) -> Any:  # noqa: ANN401
        """Search the standards of industries."""
        words = request.args.get("words", "").strip()[:200]
        page = search_standards(session(), words, page=page_number(), size=STANDARDS_PER_PAGE)
        return render_template("portal/standards.html", words=words, page=page)

    @expose("/standards/<int:standard_id>")
    def standard(self, standard_id: int) -> Any:  # noqa: ANN401
        """Show one standard."""
        standard = session().get(IndustryStandard, standard_id) or abort(404)
        return render_template("portal/standard.html", standard=standard)
