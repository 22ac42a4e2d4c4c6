"""Help for each role, with pictures of the running product."""

from typing import Any

from flask import abort, render_template
from flask_appbuilder.baseviews import BaseView, expose
from flask_babel import gettext as _

from backoffice import access, assets
from backoffice.kernel.web import roles

BOOKS = {
    "learner": access.LEARNER,
    "institution": access.INSTITUTION,
    "committee": access.COMMITTEE,
    "centre": access.CENTRE,
    "assessor": access.ASSESSOR,
}


def book_of(held: frozenset[str]) -> str:
    """Return the help of the first of some roles; the public reads the learner's."""
    return next((name for name, role in BOOKS.items() if role in held), "centre" if access.ADMIN in held else "learner")


def own_book(held: frozenset[str]) -> str:
    """Return the help whose places these roles may open; none for the public."""
    return book_of(held) if held & {*access.ROLES, access.ADMIN} else ""


def titles() -> dict[str, str]:
    """Return what each role is called, in the language of the page."""
    return {
        "learner": _("学习者"),
        "institution": _("资历名册机构管理员"),
        "committee": _("专业认定委员会"),
        "centre": _("管理中心"),
        "assessor": _("第三方评审机构"),
    }


def has_picture(name: str) -> bool:
    """Tell whether the script of the pictures has made this one."""
    return (assets.FOLDER / "help" / f"{name}.webp").is_file()


class HelpView(BaseView):
    """Open to everybody."""

    route_base = ""
    default_view = "help"
    class_permission_name = "Portal"

    @expose("/help")
    def help(self) -> Any:  # noqa: ANN401 - a response
        """List the help of every role."""
        return render_template("portal/help.html", titles=titles(), mine=book_of(roles()))

    @expose("/help/<role>")
    def book(self, role: str) -> Any:  # noqa: ANN401
        """Show the help of one role."""
        if role not in BOOKS:
            abort(404)
        return render_template(
            f"portal/help_{role}.html", titles=titles(), role=role, mine=own_book(roles()), has_picture=has_picture
        )
