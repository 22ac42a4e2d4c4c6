"""The application put together: the one place that knows every area."""

import operator
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from flask import Flask, Response, g, request
from flask_appbuilder import AppBuilder
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader

from backoffice import access, assets, entities
from backoffice.accounts.account_views import AccountView, IdentityView
from backoffice.accounts.identity_views import IdentityDeskView
from backoffice.accounts.picture_views import PictureView
from backoffice.accounts.recovery_views import ForgottenView
from backoffice.accounts.register_views import RegisterView
from backoffice.accounts.safety_views import SafetyView, SecondFactorView, lead_to_enrolment
from backoffice.accounts.security import AccountSecurity
from backoffice.accounts.views import PasswordView
from backoffice.builder import PlainBuilder
from backoffice.conversion.account_views import MyAccountView
from backoffice.conversion.appeal_views import AppealsView
from backoffice.conversion.assessment_views import AssessmentView
from backoffice.conversion.batch_views import BatchView
from backoffice.conversion.centre_views import CentreCasesView
from backoffice.conversion.final_views import FinalReviewView
from backoffice.conversion.first_views import FirstReviewView
from backoffice.conversion.performance_views import PerformanceView
from backoffice.conversion.plan_views import MyPlanView
from backoffice.conversion.ticked_views import MyTickedView
from backoffice.conversion.views import MyConversionsView
from backoffice.conversion.workload_views import WorkloadView
from backoffice.failures import register_failures
from backoffice.kernel.clock import present, time_of
from backoffice.kernel.database import prepare
from backoffice.kernel.tones import tone_of
from backoffice.kernel.web import KeyConverter, database, open_transaction, refuse_unreadable, translated
from backoffice.messages.notice_desk_views import NoticeDeskView
from backoffice.messages.outbox_views import OutboxView
from backoffice.messages.wording_views import WordingsView
from backoffice.outcomes.adding_views import AddOutcomeView
from backoffice.outcomes.proposal_views import ProposalsView
from backoffice.outcomes.views import MyOutcomesView
from backoffice.papers.draft_views import PaperDraftView
from backoffice.papers.preview_views import RATE, PaperPreviewView
from backoffice.papers.views import PaperTemplatesView
from backoffice.people.invited_views import InvitedView
from backoffice.people.learner_views import LearnerFilesView
from backoffice.people.people_views import PeopleView
from backoffice.people.seat_views import SeatsView
from backoffice.people.setting_views import PlatformSettingsView
from backoffice.people.trail_views import AuditTrailView
from backoffice.portal.answering_views import AnsweringView, CommonQuestionsView
from backoffice.portal.app_views import InstallableView
from backoffice.portal.help_views import HelpView
from backoffice.portal.key_views import KeysView
from backoffice.portal.message_views import MyMessagesView
from backoffice.portal.notice_views import NoticesView
from backoffice.portal.question_views import MyQuestionsView
from backoffice.portal.rule_views import RulesView
from backoffice.portal.standard_views import StandardsView
from backoffice.portal.verification_views import VerificationView
from backoffice.portal.views import PortalView
from backoffice.printing.views import PrintingView
from backoffice.recognition.decision_views import RecognitionDeskView
from backoffice.recognition.material_views import MaterialCheckView
from backoffice.recognition.views import RecognitionView
from backoffice.shell import shell
from backoffice.statistics.paper_views import StatisticsPapersView
from backoffice.statistics.rows_views import StatisticsRowsView, UnusedRulesView
from backoffice.statistics.tables import shown
from backoffice.statistics.views import StatisticsView
from backoffice.translating import compiled
from backoffice.upkeep.catalogue_views import CatalogueChangeView, change_url
from backoffice.upkeep.export_views import ExportsView, export_of
from backoffice.upkeep.import_views import ImportsView
from backoffice.upkeep.kind_views import KindView
from backoffice.workbench.book_views import BookView
from backoffice.workbench.draft_views import DraftView
from backoffice.workbench.import_views import ImportView
from backoffice.workbench.live_views import LiveView
from backoffice.workbench.review_views import ReviewView
from backoffice.workbench.views import WorkbenchView
from config import Settings
from reports.renderers import Renderers

HERE = Path(__file__).parent
LONGEST_BODY = 60 * 1024 * 1024
PAGES = (
    AccountView,
    MyOutcomesView,
    AddOutcomeView,
    ProposalsView,
    RecognitionView,
    MaterialCheckView,
    RecognitionDeskView,
    MyConversionsView,
    PerformanceView,
    FirstReviewView,
    FinalReviewView,
    MyTickedView,
    MyPlanView,
    MyAccountView,
    AppealsView,
    BatchView,
    CentreCasesView,
    AssessmentView,
    WorkloadView,
    RegisterView,
    ForgottenView,
    PictureView,
    PasswordView,
    SafetyView,
    SecondFactorView,
    IdentityView,
    IdentityDeskView,
    # The public side, what is told and asked, and the figures of the house.
    RulesView,
    StandardsView,
    NoticesView,
    HelpView,
    InstallableView,
    KeysView,
    VerificationView,
    MyQuestionsView,
    MyMessagesView,
    AnsweringView,
    StatisticsView,
    StatisticsRowsView,
    StatisticsPapersView,
    UnusedRulesView,
    # People and what they did.
    PeopleView,
    SeatsView,
    InvitedView,
    LearnerFilesView,
    PlatformSettingsView,
    AuditTrailView,
    PaperTemplatesView,
    PaperDraftView,
    # The register and the catalogue as tables.
    ImportsView,
    ExportsView,
    CatalogueChangeView,
    KindView,
    PrintingView,
    # The rule workbench
    WorkbenchView,
    DraftView,
    LiveView,
    ReviewView,
    ImportView,
    BookView,
    OutboxView,
    WordingsView,
    NoticeDeskView,
    CommonQuestionsView,
)


def create_app(settings: Settings, *, clock: Callable[[], datetime] = present) -> Flask:
    """Return the web application on a database that is there already."""
    app = Flask(
        "backoffice",
        root_path=str(HERE),
        static_folder=str(assets.FOLDER),
        static_url_path=assets.ADDRESS,
        template_folder="templates",
    )
    app.config.update(_configuration(settings))
    app.extensions["credit_bank_settings"] = settings
    app.extensions["credit_bank_clock"] = clock
    app.extensions["credit_bank_print"] = Renderers(settings.renderers).print
    app.url_map.converters["int"] = KeyConverter
    _prepare_templates(app)
    CSRFProtect(app)
    app.before_request(_remember_nonce)
    app.before_request(refuse_unreadable)
    app.before_request(open_transaction)
    app.before_request(lead_to_enrolment)
    app.after_request(_protect)
    database.init_app(app)
    with app.app_context():
        prepare(database.engine)
        _register(PlainBuilder(app, database.session, indexview=PortalView, security_manager_class=AccountSecurity))
    register_failures(app)
    return app


def _configuration(settings: Settings) -> dict[str, object]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {"pool_pre_ping": True},
        "APP_NAME": settings.platform,
        "BABEL_DEFAULT_LOCALE": "zh",
        "BABEL_TRANSLATION_DIRECTORIES": str(compiled(settings.folder / "translations")),
        "LANGUAGES": {"zh": {"flag": "cn", "name": "中文"}, "en": {"flag": "gb", "name": "English"}},
        "MAX_CONTENT_LENGTH": LONGEST_BODY,
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=8),
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": settings.production,
        "TRUSTED_HOSTS": list(settings.trusted_hosts) or None,
        "FAB_SAFE_REDIRECT_HOSTS": list(settings.trusted_hosts),
        "FAB_ROLES": access.framework_roles(),
        "FAB_CREATE_DB": False,
        "FAB_UPDATE_PERMS": False,
        "FAB_ADD_MENU_API": False,
        "FAB_ADD_OPENAPI_VIEWS": False,
        "FAB_BASE_TEMPLATE": "xf_base.html",
        "FAB_PASSWORD_COMPLEXITY_ENABLED": True,
        "AUTH_RATE_LIMITED": True,
        "AUTH_RATE_LIMIT": "20 per minute",
        "RATELIMIT_ENABLED": True,
        "RATELIMIT_STORAGE_URI": settings.rate_limits,
        "WTF_CSRF_TIME_LIMIT": None,
    }


def _prepare_templates(app: Flask) -> None:
    areas = sorted(HERE.glob("*/templates"))
    app.jinja_loader = ChoiceLoader([FileSystemLoader([HERE / "templates", *areas])])
    app.jinja_env.globals.update(
        shell=shell, tone_of=tone_of, page_url=_page_url, export_of=export_of, change_url=change_url, drawn=_drawn(app)
    )
    app.jinja_env.filters.update(moment=time_of, plain=_plain, translated=translated, figure=shown, merged=operator.or_)


def _drawn(app: Flask) -> Callable[..., str]:
    """Return what `macros/drawing.html` makes, each drawing once: a page has a hundred of them."""

    @cache
    def drawn(name: str, *, small: bool = False) -> str:
        macros = cast("Any", app.jinja_env.get_template("macros/drawing.html").module)
        return cast("str", macros.drawing(name, small))

    return drawn


def _page_url(number: int) -> str:
    """Return the address of another page of the list that is shown."""
    asked = request.args.to_dict() | {"page": str(number)}
    return f"{request.path}?{urlencode(asked)}"


def _plain(number: Decimal) -> str:
    """Return a number without the zeros that say nothing."""
    return format(number.normalize(), "f")


def _register(builder: AppBuilder) -> None:
    for page in PAGES:
        builder.add_view_no_menu(page)
    builder.sm.limiter.limit(RATE)(builder.add_view_no_menu(PaperPreviewView).blueprint)
    for view in entities.views():
        builder.add_view_no_menu(view)
    for interface in entities.interfaces():
        builder.add_api(interface)


def _remember_nonce() -> None:
    g.nonce = secrets.token_urlsafe(16)


def _protect(response: Response) -> Response:
    """Add what browsers need in order to refuse foreign scripts, frames and guesses."""
    nonce = f"'nonce-{g.get('nonce', '')}'"  # styles: those that the rule editor brings along
    policy = (
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'self'; "
        f"form-action 'self'; script-src 'self' {nonce}; style-src 'self' {nonce}"
    )
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
    response.headers.setdefault("Referrer-Policy", "same-origin")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
    kept = request.path.startswith(f"{assets.ADDRESS}/") and response.status_code < HTTPStatus.BAD_REQUEST
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if kept else "no-store"
    return response
