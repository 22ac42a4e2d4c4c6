"""Flask-AppBuilder without the routes that this product has no use for."""

import flask_appbuilder
from flask import Blueprint, current_app
from flask_appbuilder import AppBuilder


class PlainBuilder(AppBuilder):
    """Registers the first page and the logins; no scripts, styles or helper pages of the framework."""

    def _add_global_static(self) -> None:
        """Make the framework's templates known, without its scripts and styles."""
        current_app.register_blueprint(Blueprint("appbuilder", flask_appbuilder.__name__, template_folder="templates"))

    def _add_admin_views(self) -> None:
        self._indexview = self.add_view_no_menu(self.indexview)
        self.sm.register_views()
