"""Users, roles and logging in: Flask-AppBuilder's manager with our pages instead of its own."""

from typing import Any, ClassVar

from flask import Flask, Response, g, request
from flask_appbuilder.baseviews import expose
from flask_appbuilder.security.api import SecurityApi
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_appbuilder.security.sqla.models import User
from flask_jwt_extended import JWTManager
from flask_login import LoginManager
from sqlalchemy.orm import joinedload

from backoffice.accounts.entering import device, entered_user, must_enrol, user_of_token
from backoffice.accounts.logins import authenticate, guessed_too_often
from backoffice.accounts.second_factor import check_second, confirmed_factor
from backoffice.accounts.sessions import begin_session
from backoffice.accounts.views import LoginView
from backoffice.kernel.problems import Refused
from backoffice.kernel.web import network_address, now, sealer, session

PROGRAMS = "/api/"
CLAIM = "session"
CODE = "code"


class TokenApi(SecurityApi):
    """Gives programs a token for a name and a password, and a code where the person has a second factor."""

    include_route_methods: ClassVar[set[str]] = {"login"}

    @expose("/login", methods=["POST"])
    def login(self) -> Response:
        """Give a token; the framework's own form knows no code, so it is taken out first."""
        sent = request.get_json(silent=True)
        if isinstance(sent, dict):
            g.second_code = str(sent.pop(CODE, ""))
        return super().login()


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

    def create_jwt_manager(self, app: Flask) -> JWTManager:
        """Return a manager whose tokens name a session that is kept, so that they can be ended."""
        manager = super().create_jwt_manager(app)
        manager.additional_claims_loader(lambda _identity: {CLAIM: g.get("program_session", "")})
        return manager

    def load_user(self, pk: int) -> User | None:
        """Return the user with everything that access asks for, in one query; nobody who is shut out."""
        along = (joinedload(User.roles), joinedload(User.groups))
        user = self.session.get(User, int(pk), options=along)
        return user if user is not None and user.is_active else None

    def load_user_jwt(self, _jwt_header: dict[str, Any], jwt_data: dict[str, Any]) -> User | None:
        """Return the user of a token whose session nobody has ended."""
        user = user_of_token(int(jwt_data["sub"]), str(jwt_data.get(CLAIM, "")))
        if user is not None:
            g.user = user
        return user

    def _load_for_page(self, key: str) -> Any:  # noqa: ANN401 - a user or None
        return None if request.path.startswith(PROGRAMS) else entered_user(int(key))

    def auth_user_db(self, username: str, password: str) -> User | None:
        """Return the user behind name and password, for a program: one that reads no pictures waits after failures."""
        if not username or not password or guessed_too_often(session(), username, sealer=sealer(), now=now()):
            return None
        try:
            user = authenticate(session(), username, password, address=network_address(), sealer=sealer(), now=now())
            if user is None or must_enrol(user) or not self._second_is_right(user):
                return None
            g.program_session = begin_session(session(), user.id, device(program=True), sealer=sealer(), now=now())
        except Refused:
            return None
        finally:
            session().commit()
        return user

    def _second_is_right(self, user: User) -> bool:
        if confirmed_factor(session(), user.id) is None:
            return True
        return check_second(session(), user, g.get("second_code", ""), sealer=sealer(), now=now()) is None
