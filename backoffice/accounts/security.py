"""Users, roles and logging in: Flask-AppBuilder's manager with our pages instead of its own."""

from typing import Any, ClassVar

from flask import Flask, request
from flask_appbuilder.security.api import SecurityApi
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.sqla.models import User
from flask_login import LoginManager
from sqlalchemy.orm import joinedload

from backoffice.accounts.entering import is_current
from backoffice.accounts.logins import authenticate, guessed_too_often
from backoffice.accounts.views import LoginView
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import network_address, now, sealer, session

PROGRAMS = "/api/"


class TokenApi(SecurityApi):
    """Gives programs a token for a name and a password."""

    include_route_methods: ClassVar[set[str]] = {"login"}


class AccountSecurity(SecurityManager):
    """Registers the logins alone; users and roles are kept by operations, not by the framework's pages."""

    authdbview = LoginView
    security_api = TokenApi

    def register_views(self) -> None:
        """Register the two logins, each with a limit on guesses."""
        self.auth_view = self.authdbview()
        self.appbuilder.add_view_no_menu(self.auth_view)
        tokens = self.appbuilder.add_api(self.security_api)
        for each in (self.auth_view, tokens):
            self.limiter.limit(self.auth_rate_limit, methods=["POST"])(each.blueprint)

    def create_login_manager(self, app: Flask) -> LoginManager:
        """Return a manager whose sessions are for pages; a program shows its token each time."""
        manager = super().create_login_manager(app)
        manager.user_loader(self._load_for_page)
        return manager

    def load_user(self, pk: int) -> User | None:
        """Return the user with everything that access asks for, in one query; nobody who is shut out."""
        along = (joinedload(User.roles), joinedload(User.groups))
        user = self.session.get(User, int(pk), options=along)
        return user if user is not None and user.is_active else None

    def _load_for_page(self, key: str) -> Any:  # noqa: ANN401 - a user or None
        user = None if request.path.startswith(PROGRAMS) else self.load_user(int(key))
        return user if user is not None and is_current(user) else None

    def auth_user_db(self, username: str, password: str) -> User | None:
        """Return the user behind name and password, for a program: one that reads no pictures waits after failures."""
        if not username or not password or guessed_too_often(session(), username, sealer=sealer(), now=now()):
            return None
        try:
            address = network_address()
            user = authenticate(session(), username, password, address=address, sealer=sealer(), now=now())
        except Refused:
            return None
        finally:
            session().commit()
        return user
