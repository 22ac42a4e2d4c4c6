"""What surrounds every page: names of the house, the actor, and the places that the actor's role may go to."""

from dataclasses import dataclass, field
from functools import cache
from typing import cast

from flask import g, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.local import LocalProxy

from backoffice import access, labels
from backoffice.kernel.clock import time_of
from backoffice.kernel.web import actor_id, language, now, roles, session, settings
from backoffice.messages.inbox import unread_count
from backoffice.portal.help_views import book_of

TABS = 4
MAIN_PLACES = ("MyOutcomesView.mine", "RulesView.rules", "AddOutcomeView.add", "MyConversionsView.mine")

Place = tuple[str, str, bool, str]  # label, address, whether it is open, drawing
Section = tuple[str, list[Place]]  # heading and places


@dataclass(frozen=True, slots=True)
class Person:
    """The person who is logged in, as the bar names them."""

    full_name: str
    username: str


@dataclass(frozen=True, slots=True)
class Shell:
    """The frame of one page."""

    platform: str
    short_name: str
    help_line: str
    mark_legend: str
    lang: str
    csp_nonce: str
    user: Person | None
    sections: list[Section]
    home_url: str
    login_url: str
    logout_url: str
    password_url: str
    seal: str = "学分"
    theme: str = ""
    register_url: str = ""
    account_url: str = ""
    nav: list[Place] = field(default_factory=list)  # of the public side
    main_urls: tuple[str, ...] = ()  # what the bar at the bottom of a phone offers first
    held: frozenset[str] = frozenset()  # roles
    moment: str = ""  # when the page was made
    help_url: str = ""
    inbox_url: str = ""
    unread: int = 0

    @property
    def places(self) -> list[Place]:
        """Every place of the menu."""
        return [each for _heading, places in self.sections for each in places]

    @property
    def tabs(self) -> list[Place]:
        """The main places, for the bar at the bottom of a phone."""
        main = [each for each in self.places if each[1] in self.main_urls]
        return (main or self.places or self.nav)[:TABS]


def current_shell() -> Shell:
    """Return the frame of this request's page, made once."""
    if "shell" not in g:
        g.shell = _shell()
    return cast("Shell", g.shell)


shell = cast("Shell", LocalProxy(current_shell))


def _shell() -> Shell:
    known, english = current_user.is_authenticated, language() == "en"
    has_inbox = bool(roles() & set(access.PAGES["MyMessages"]))
    return Shell(
        platform=settings().platform_english if english else settings().platform,
        short_name=settings().short_name_english if english else settings().short_name,
        help_line=settings().help_line,
        mark_legend=settings().mark_legend,
        lang=language(),
        csp_nonce=g.get("nonce", ""),
        user=Person(str(current_user), current_user.username) if known else None,
        sections=sections_of(roles()) if known else [],
        home_url=url_for("PortalView.home"),
        login_url=url_for("LoginView.login"),
        logout_url=url_for("LoginView.logout"),
        password_url=url_for("PasswordView.password"),
        account_url=url_for("AccountView.account"),
        register_url="" if known else url_for("RegisterView.terms"),
        nav=[] if known else public_places(),
        main_urls=tuple(url_for(each) for each in MAIN_PLACES),
        held=roles(),
        moment=time_of(now()),
        help_url=url_for("HelpView.book", role=book_of(roles())) if known else url_for("HelpView.help"),
        inbox_url=url_for("MyMessagesView.mine") if has_inbox else "",
        unread=unread_count(session(), actor_id()) if has_inbox else 0,
    )


def public_places() -> list[Place]:
    """Return the places of the public side, for the bar of those who are not logged in."""
    return [
        place(_("首页"), "PortalView.home", "home"),
        place(_("规则查询"), "RulesView.rules", "search"),
        place(_("等级标准"), "StandardsView.levels", "layers"),
        place(_("在线解答"), "NoticesView.questions", "chat"),
        place(_("行业标准查询"), "StandardsView.standards", "book"),
        place(_("通知公告"), "NoticesView.notices", "megaphone"),
        place(_("帮助"), "HelpView.help", "info"),
        place(_("关于平台"), "PortalView.about", "building"),
    ]


def sections_of(held: frozenset[str]) -> list[Section]:
    """Return the whole menu of some roles."""
    return [("", work_of(held)), *management_of(held), *records_of(held)]


def work_of(held: frozenset[str]) -> list[Place]:
    """Return the places where the work of some roles is done."""
    found = []
    if access.LEARNER in held:
        found += [
            place(_("我的信息"), "MyOutcomesView.mine", "user"),
            place(_("规则查询"), "RulesView.rules", "search"),
            place(_("成果添加"), "AddOutcomeView.add", "plus"),
            place(_("认定成果申请"), "RecognitionView.mine", "stamp"),
            place(_("转换成果申请"), "MyConversionsView.mine", "convert"),
            place(_("业绩类成果转换申请"), "PerformanceView.mine", "medal"),
            place(_("广东终身教育资历框架等级标准"), "StandardsView.levels", "layers"),
            place(_("行业标准查询"), "StandardsView.standards", "book"),
            place(_("在线解答"), "MyQuestionsView.mine", "chat"),
            place(_("转换规划"), "MyPlanView.plan", "tree"),
            place(_("学分账目"), "MyAccountView.ledger", "wallet"),
            place(_("通知公告"), "NoticesView.notices", "megaphone"),
        ]
    if access.INSTITUTION in held:
        found += [
            place(_("材料审查"), "MaterialCheckView.cases", "file"),
            place(_("初审"), "FirstReviewView.cases", "stamp"),
        ]
    if access.COMMITTEE in held:
        found += [
            place(_("终审"), "FinalReviewView.cases", "stamp"),
            place(_("同类批量终审"), "BatchView.batches", "layers"),
        ]
    if access.ASSESSOR in held:
        found.append(place(_("第三方评审"), "AssessmentView.cases", "users"))
    if access.CENTRE in held:
        found += [
            place(_("认定审核"), "RecognitionDeskView.cases", "stamp"),
            place(_("名录建议"), "ProposalsView.proposals", "book"),
            place(_("转换申请管理"), "CentreCasesView.cases", "convert"),
            place(_("申诉"), "AppealsView.appeals", "chat"),
            place(_("身份信息审核"), "IdentityDeskView.changes", "user"),
            place(_("审核工作量"), "WorkloadView.show", "users"),
        ]
    if held & {access.CENTRE, access.INSTITUTION}:
        found.append(place(_("在线解答"), "AnsweringView.questions", "chat"))
    if held & {access.CENTRE, access.INSTITUTION, access.COMMITTEE}:
        found.append(place(_("统计"), "StatisticsView.show", "chart"))
    if access.INSTITUTION in held and access.CENTRE not in held:
        found.append(place(_("批量导入"), "ImportsView.imports", "upload"))
        found.append(place(_("批量打印"), "PrintingView.proofs", "print"))
    return found


def management_of(held: frozenset[str]) -> list[Section]:
    """Return the places from which the centre keeps rules and tables, people and the platform, and messages."""
    if access.CENTRE not in held:
        return []
    return [
        (
            _("规则与数据"),
            [
                place(_("规则工作台"), "WorkbenchView.rules", "code"),
                place(_("批量导入"), "ImportsView.imports", "upload"),
                place(_("批量打印"), "PrintingView.proofs", "print"),
            ],
        ),
        (
            _("人员与平台"),
            [
                place(_("学习者档案"), "LearnerFilesView.learners", "search"),
                place(_("人员管理"), "PeopleView.people", "users"),
                place(_("平台设置"), "PlatformSettingsView.settings", "gear"),
                place(_("证明模板"), "PaperTemplatesView.templates", "file"),
                place(_("操作记录"), "AuditTrailView.events", "history"),
            ],
        ),
        (
            _("消息与公告"),
            [
                place(_("消息发送"), "OutboxView.outbox", "mail"),
                place(_("消息模板"), "WordingsView.wordings", "edit"),
                place(_("公告管理"), "NoticeDeskView.notices", "megaphone"),
            ],
        ),
    ]


def records_of(held: frozenset[str]) -> list[Section]:
    """Return the generated lists that some roles may open; a learner has pages of their own instead."""
    found = []
    for pair, drawing, entities in labels.SECTIONS:
        places = [
            place(str(labels.entity_label(entity)), f"{entity}List.list", drawing)
            for entity in entities
            if access.ADMIN in held or held & (access.ENTITIES[entity].keys() - {access.LEARNER})
        ]
        if places:
            found.append((str(labels.heading(pair)), places))
    return found


def place(label: str, endpoint: str, drawing: str) -> Place:
    """Return an entry of the menu; it is open when its page or one below it is."""
    url = address(endpoint)
    below = url.removesuffix("list/")
    below = below if url.endswith("/") else f"{url}/"
    within = below != url and request.path.startswith(below)
    return label, url, request.path == url or within, drawing


@cache
def address(endpoint: str) -> str:
    """Return the address of a page that has one; a menu has nearly a hundred of them."""
    return url_for(endpoint)
