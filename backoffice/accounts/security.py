"""Users, roles and logging in: Flask-AppBuilder's manager with our pages instead of its own."""

from flask_appbuilder.security.sqla.manager import SecurityManager

from backoffice.accounts.views import LoginView


class AccountSecurity(SecurityManager):
    """Registers the login alone; users and roles are kept by operations, not by the framework's pages."""

    authdbview = LoginView

    def register_views(self) -> None:
        """Register the one page that the framework itself needs to know."""
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        self.limiter.limit(self.auth_rate_limit, methods=["POST"])(self.auth_view.blueprint)
