"""Who acts for an institution or sits on a committee (按机构、按委员会)."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_appbuilder.baseviews import BaseView, expose
from flask_appbuilder.security.decorators import has_access
from flask_babel import gettext as _

from backoffice.kernel.problems import Refused, refuse
from backoffice.kernel.web import actor_id, now, number_in, sentences, session
from backoffice.people.places import SORTS, list_places, people_of, seats_in
from backoffice.people.staff import SHOWN_PEOPLE, Standing, change_standing, find_people, person, standing_of
from backoffice.people.words import role_word

ROWS = 25
SORT = "<any(institution, committee):sort>"


class SeatsView(BaseView):
    """Where the centre names the people of institutions and committees."""

    route_base = "/people"
    class_permission_name = "People"
    default_view = "places"

    @expose(f"/{SORT}/")
    @has_access
    def places(self, sort: str) -> Any:  # noqa: ANN401 - a response
        """List the institutions or the committees with how many people each has."""
        words = request.args.get("words", "").strip()[:100]
        number = number_in(request.args.get("page")) or 1
        page = list_places(session(), SORTS[sort], words, number=number, size=ROWS)
        return render_template(
            "people/places.html",
            sort=sort,
            page=page,
            words=words,
            counts=seats_in(session(), SORTS[sort], [each.id for each in page.items]),
            **_told(sort),
        )

    @expose(f"/{SORT}/<int:place_id>")
    @has_access
    def place(self, sort: str, place_id: int) -> Any:  # noqa: ANN401
        """Show the people of one place, and those who are searched for."""
        return self._page(sort, place_id, [])

    @expose(f"/{SORT}/<int:place_id>/seat", methods=["POST"])
    @has_access
    def seat(self, sort: str, place_id: int) -> Any:  # noqa: ANN401
        """Give somebody a seat, or take it away; the role comes and goes with it."""
        adding = request.form.get("do") == "add"
        try:
            found = person(session(), number_in(request.form.get("user")))
            if found is None:
                raise refuse("person_unknown")
            held = standing_of(session(), found)
            keys = {"institution": held.institutions, "committee": held.committees}
            keys[sort] = keys[sort] | {place_id} if adding else keys[sort] - {place_id}
            wanted = Standing(held.plain, keys["institution"], keys["committee"])
            change_standing(session(), found.id, wanted, actor_id=actor_id(), now=now())
        except Refused as refused:
            session().rollback()
            return self._page(sort, place_id, sentences(refused.problems)), 422
        session().commit()
        flash(_("已加入。") if adding else _("已移出。"), "success")
        return redirect(url_for("SeatsView.place", sort=sort, place_id=place_id))

    def _page(self, sort: str, place_id: int, problems: list[tuple[str, str]]) -> str:
        place = session().get(SORTS[sort].table, place_id) or abort(404)
        words = request.args.get("words", "").strip()[:100]
        people = people_of(session(), SORTS[sort], place_id)
        return render_template(
            "people/place.html",
            sort=sort,
            place=place,
            people=people,
            held={each.id for each in people},
            words=words,
            found=find_people(session(), words),
            most=SHOWN_PEOPLE,
            problems=problems,
            role_word=role_word,
            **_told(sort),
        )


def _told(sort: str) -> dict[str, str]:
    """Return what the pages of a sort say."""
    if sort == "committee":
        return {
            "heading": _("委员会"),
            "sentence": _("委员会成员办理本专业的终审。"),
            "label": _("委员会名称或专业"),
            "code_word": _("专业"),
            "add_word": _("新增委员会"),
            "add_url": url_for("CommitteeList.add"),
        }
    return {
        "heading": _("机构"),
        "sentence": _("机构管理员办理本机构的初审和材料审查。"),
        "label": _("机构名称或代码"),
        "code_word": _("机构代码"),
        "add_word": _("新增机构"),
        "add_url": url_for("InstitutionList.add"),
    }
