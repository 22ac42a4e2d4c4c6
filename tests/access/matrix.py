"""What the access table says of every route: the table that the application's routes are held against."""

from backoffice import access, assets
from backoffice.entities import allowed_actions, route_of
from tests.access.management_pages import MANAGEMENT_PAGES
from tests.access.paper_pages import PAPER_PAGES
from tests.access.paper_routes import OPEN_PAPERS, OWN_PAPERS
from tests.access.printed_pages import PRINTED_PAGES

EVERYBODY = (access.PUBLIC, *access.ROLES, access.ADMIN)
PAGE_ACTIONS = {
    "list": ("/entities/{name}/list/", {"GET"}),
    "show": ("/entities/{name}/show/<pk>", {"GET"}),
    "add": ("/entities/{name}/add", {"GET", "POST"}),
    "edit": ("/entities/{name}/edit/<pk>", {"GET", "POST"}),
    "delete": ("/entities/{name}/delete/<pk>", {"POST"}),
}
REST_ACTIONS = {
    "list": ("/api/v1/{name}/", {"GET"}),
    "show": ("/api/v1/{name}/<int:pk>", {"GET"}),
    "add": ("/api/v1/{name}/", {"POST"}),
    "edit": ("/api/v1/{name}/<pk>", {"PUT"}),
    "delete": ("/api/v1/{name}/<pk>", {"DELETE"}),
}
OPEN = OPEN_PAPERS | {
    ("/", "GET"),
    *(("/verify", "GET"), ("/verify/file", "POST")),
    ("/v/<string(maxlength=64):number>", "GET"),
    ("/login/", "GET"),
    ("/login/", "POST"),
    ("/login/second", "GET"),
    ("/login/second", "POST"),
    ("/invitation/<string(length=32):token>", "GET"),
    ("/invitation/<string(length=32):token>", "POST"),
    ("/logout/", "POST"),
    ("/language", "POST"),
    (f"{assets.ADDRESS}/<path:filename>", "GET"),
    ("/api/v1/security/login", "POST"),
    # Accounts
    ("/register/", "GET"),
    ("/register/", "POST"),
    ("/register/form", "GET"),
    ("/register/form", "POST"),
    ("/register/code", "POST"),
    ("/register/divisions", "GET"),
    ("/forgotten/", "GET"),
    ("/forgotten/", "POST"),
    ("/forgotten/code", "POST"),
    ("/captcha/", "POST"),
    ("/captcha/<string(length=32):token>.png", "GET"),
    ("/captcha/<string(length=32):token>.wav", "GET"),
    # The public side.
    ("/about", "GET"),
    ("/rules", "GET"),
    ("/rules/<code>", "GET"),
    ("/replacements", "GET"),
    ("/replacements/<int:entry_id>", "GET"),
    ("/levels", "GET"),
    ("/standards", "GET"),
    ("/standards/<int:standard_id>", "GET"),
    ("/notices", "GET"),
    ("/notices/<int:notice_id>", "GET"),
    ("/questions", "GET"),
    ("/help", "GET"),
    ("/help/<role>", "GET"),
    ("/manifest.webmanifest", "GET"),
    ("/service-worker.js", "GET"),
    ("/offline", "GET"),
}
FILE = "<any(evidence, file):what>/<int:file_id>"
# The pages of our own: rule and method, the page of the access table, the entity of the row that the rule names.
OWN_PAGES = (
    OWN_PAPERS
    | PAPER_PAGES
    | PRINTED_PAGES
    | MANAGEMENT_PAGES
    | {
        ("/account/password", "GET"): ("Account", ""),
        ("/account/password", "POST"): ("Account", ""),
        ("/account/", "GET"): ("Account", ""),
        ("/account/contact", "GET"): ("MyIdentity", ""),
        ("/account/contact", "POST"): ("MyIdentity", ""),
        ("/account/phone", "GET"): ("MyIdentity", ""),
        ("/account/phone", "POST"): ("MyIdentity", ""),
        ("/account/phone/code", "POST"): ("MyIdentity", ""),
        ("/account/identity", "POST"): ("MyIdentity", ""),
        ("/account/identity", "GET"): ("MyIdentity", ""),
        ("/account/identity/<int:change_id>", "GET"): ("MyIdentity", "IdentityChange"),
        ("/account/identity/<int:change_id>/withdraw", "POST"): ("MyIdentity", "IdentityChange"),
        ("/account/identity/<int:change_id>/scan/<int:scan_id>", "GET"): ("MyIdentity", "IdentityChange"),
        ("/identity/", "GET"): ("IdentityDesk", ""),
        ("/identity/<int:change_id>", "GET"): ("IdentityDesk", "IdentityChange"),
        ("/identity/<int:change_id>", "POST"): ("IdentityDesk", "IdentityChange"),
        ("/identity/<int:change_id>/scan/<int:scan_id>", "GET"): ("IdentityDesk", "IdentityChange"),
        ("/my/", "GET"): ("MyOutcomes", ""),
        ("/my/add", "GET"): ("MyOutcomes", ""),
        ("/my/add", "POST"): ("MyOutcomes", ""),
        ("/my/catalogue", "GET"): ("MyOutcomes", ""),
        ("/my/catalogue", "POST"): ("MyOutcomes", ""),
        ("/my/catalogue/<int:entry_id>", "GET"): ("MyOutcomes", ""),
        ("/my/outcomes/<int:outcome_id>/change", "GET"): ("MyOutcomes", "LearnerOutcome"),
        ("/my/outcomes/<int:outcome_id>/change", "POST"): ("MyOutcomes", "LearnerOutcome"),
        ("/my/outcomes/<int:outcome_id>/delete", "POST"): ("MyOutcomes", "LearnerOutcome"),
        ("/my/recognition/", "GET"): ("MyRecognition", ""),
        ("/my/recognition/", "POST"): ("MyRecognition", ""),
        ("/my/recognition/<int:outcome_id>/records", "GET"): ("MyRecognition", "LearnerOutcome"),
        ("/my/recognition/<int:recognition_id>/withdraw", "POST"): ("MyRecognition", "RecognitionApplication"),
        ("/my/performance/", "GET"): ("MyPerformance", ""),
        ("/my/performance/targets", "GET"): ("MyPerformance", ""),
        ("/my/performance/apply", "POST"): ("MyPerformance", ""),
        ("/review/materials/", "GET"): ("MaterialCheck", ""),
        ("/review/materials/<int:recognition_id>", "GET"): ("MaterialCheck", "RecognitionApplication"),
        ("/review/materials/<int:recognition_id>", "POST"): ("MaterialCheck", "RecognitionApplication"),
        ("/review/materials/<int:recognition_id>/evidence/<int:evidence_id>", "GET"): (
            "MaterialCheck",
            "RecognitionApplication",
        ),
        ("/review/recognition/", "GET"): ("RecognitionDesk", ""),
        ("/review/recognition/<int:recognition_id>", "GET"): ("RecognitionDesk", "RecognitionApplication"),
        ("/review/recognition/<int:recognition_id>", "POST"): ("RecognitionDesk", "RecognitionApplication"),
        ("/review/recognition/<int:recognition_id>/evidence/<int:evidence_id>", "GET"): (
            "RecognitionDesk",
            "RecognitionApplication",
        ),
        ("/review/proposals/", "GET"): ("Proposals", ""),
        ("/review/proposals/<int:proposal_id>", "GET"): ("Proposals", "CatalogueProposal"),
        ("/review/proposals/<int:proposal_id>", "POST"): ("Proposals", "CatalogueProposal"),
        ("/my/outcomes/<int:outcome_id>", "GET"): ("MyOutcomes", "LearnerOutcome"),
        ("/my/evidence/<int:evidence_id>", "GET"): ("MyOutcomes", "Evidence"),
        ("/my/conversions/", "GET"): ("MyConversions", ""),
        ("/my/conversions/apply/<int:outcome_id>", "GET"): ("MyConversions", "LearnerOutcome"),
        ("/my/conversions/apply/<int:outcome_id>", "POST"): ("MyConversions", "LearnerOutcome"),
        ("/my/conversions/<int:application_id>", "GET"): ("MyConversions", "ConversionApplication"),
        ("/my/conversions/<int:application_id>/withdraw", "POST"): ("MyConversions", "ConversionApplication"),
        ("/my/conversions/<int:application_id>/correct", "POST"): ("MyConversions", "ConversionApplication"),
        ("/my/conversions/<int:application_id>/proof.pdf", "GET"): ("MyConversions", "ConversionApplication"),
        (f"/my/conversions/<int:application_id>/{FILE}", "GET"): ("MyConversions", "ConversionApplication"),
        ("/my/conversions/<int:application_id>/appeal", "POST"): ("MyConversions", "ConversionApplication"),
        ("/my/conversions/ticked", "POST"): ("MyConversions", ""),
        ("/my/conversions/progress", "GET"): ("MyConversions", ""),
        ("/my/conversions/proofs/<int:proof_id>.pdf", "GET"): ("MyConversions", "ConversionProof"),
        ("/my/plan", "GET"): ("MyPlan", ""),
        ("/my/ledger", "GET"): ("MyAccount", ""),
        ("/my/transcript", "GET"): ("MyAccount", ""),
        ("/my/export", "GET"): ("MyAccount", ""),
        ("/my/export/all.json", "GET"): ("MyAccount", ""),
        ("/my/export/<string:name>.csv", "GET"): ("MyAccount", ""),
        **dict.fromkeys([(f"/my/{each}", "GET") for each in ("ledger", "transcript", "export")], ("MyAccount", "")),
        ("/my/transcript", "POST"): ("MyAccount", ""),
        **dict.fromkeys(
            [(f"/my/export/{each}", "GET") for each in ("all.json", "<string:name>.csv")], ("MyAccount", "")
        ),
        ("/review/appeals/", "GET"): ("Appeals", ""),
        ("/review/first/", "GET"): ("FirstReview", ""),
        ("/review/first/<int:application_id>", "GET"): ("FirstReview", "ConversionApplication"),
        ("/review/first/<int:application_id>", "POST"): ("FirstReview", "ConversionApplication"),
        (f"/review/first/<int:application_id>/{FILE}", "GET"): ("FirstReview", "ConversionApplication"),
        ("/review/final/", "GET"): ("FinalReview", ""),
        ("/review/final/<int:application_id>", "GET"): ("FinalReview", "ConversionApplication"),
        ("/review/final/<int:application_id>", "POST"): ("FinalReview", "ConversionApplication"),
        (f"/review/final/<int:application_id>/{FILE}", "GET"): ("FinalReview", "ConversionApplication"),
        ("/review/first/<int:application_id>/recuse", "POST"): ("FirstReview", "ConversionApplication"),
        ("/review/first/<int:application_id>/ask", "POST"): ("FirstReview", "ConversionApplication"),
        ("/review/first/<int:application_id>/opinion/<int:paper_id>", "GET"): ("FirstReview", "ConversionApplication"),
        ("/review/final/<int:application_id>/recuse", "POST"): ("FinalReview", "ConversionApplication"),
        ("/review/final/<int:application_id>/opinion/<int:paper_id>", "GET"): ("FinalReview", "ConversionApplication"),
        ("/review/batch/", "GET"): ("FinalReview", ""),
        ("/review/batch/<int:version_id>", "GET"): ("FinalReview", ""),
        ("/review/batch/<int:version_id>", "POST"): ("FinalReview", ""),
        ("/review/cases/", "GET"): ("CentreCases", ""),
        ("/review/cases/<int:application_id>", "GET"): ("CentreCases", "ConversionApplication"),
        (f"/review/cases/<int:application_id>/{FILE}", "GET"): ("CentreCases", "ConversionApplication"),
        ("/review/cases/<int:application_id>/ask", "POST"): ("CentreCases", "ConversionApplication"),
        ("/review/cases/<int:application_id>/revoke", "POST"): ("CentreCases", "ConversionApplication"),
        ("/review/cases/<int:application_id>/opinion/<int:paper_id>", "GET"): ("CentreCases", "ConversionApplication"),
        ("/review/workload/", "GET"): ("Workload", ""),
        ("/review/recognition/<int:recognition_id>/assign", "POST"): ("RecognitionDesk", "RecognitionApplication"),
        ("/review/recognition/<int:recognition_id>/ask", "POST"): ("RecognitionDesk", "RecognitionApplication"),
        ("/review/recognition/<int:recognition_id>/opinion/<int:paper_id>", "GET"): (
            "RecognitionDesk",
            "RecognitionApplication",
        ),
        ("/review/assessment/", "GET"): ("Assessing", ""),
        ("/review/assessment/<int:assessment_id>", "GET"): ("Assessing", "Assessment"),
        ("/review/assessment/<int:assessment_id>", "POST"): ("Assessing", "Assessment"),
        ("/review/assessment/<int:assessment_id>/evidence/<int:evidence_id>", "GET"): ("Assessing", "Assessment"),
        ("/review/assessment/<int:assessment_id>/opinion/<int:paper_id>", "GET"): ("Assessing", "Assessment"),
        # Questions, messages and figures.
        ("/my/questions", "GET"): ("MyQuestions", ""),
        ("/my/questions", "POST"): ("MyQuestions", ""),
        ("/my/questions/<int:question_id>", "GET"): ("MyQuestions", "Question"),
        ("/my/questions/<int:question_id>", "POST"): ("MyQuestions", "Question"),
        ("/my/messages", "GET"): ("MyMessages", ""),
        ("/my/messages/read", "POST"): ("MyMessages", ""),
        ("/answering/", "GET"): ("Answering", ""),
        ("/answering/<int:question_id>", "GET"): ("Answering", "Question"),
        ("/answering/<int:question_id>", "POST"): ("Answering", "Question"),
        ("/answering/<int:question_id>/state", "POST"): ("Answering", "Question"),
        ("/answering/<int:question_id>/assignee", "POST"): ("CommonQuestions", ""),
        ("/answering/<int:question_id>/common", "POST"): ("CommonQuestions", ""),
        # Safety of one's own account; people, learners, settings and the trail of the centre.
        ("/account/safety/", "GET"): ("Account", ""),
        ("/account/safety/sessions/<int:session_id>/end", "POST"): ("Account", ""),
        ("/account/safety/sessions/end", "POST"): ("Account", ""),
        ("/account/second-factor/", "GET"): ("Account", ""),
        ("/account/second-factor/", "POST"): ("Account", ""),
        ("/learners/", "GET"): ("LearnerFiles", ""),
        ("/learners/find", "GET"): ("LearnerFiles", ""),
        ("/learners/find", "POST"): ("LearnerFiles", ""),
        ("/learners/<int:learner_id>", "GET"): ("LearnerFiles", "Learner"),
        ("/learners/<int:learner_id>/unmask", "POST"): ("LearnerFiles", "Learner"),
        ("/learners/<int:learner_id>/transcript", "POST"): ("LearnerFiles", "Learner"),
        ("/learners/<int:learner_id>/papers/<int:proof_id>.pdf", "GET"): ("LearnerFiles", "ConversionProof"),
        ("/catalogue/<int:entry_id>", "GET"): ("CatalogueChange", "CatalogueOutcome"),
        ("/catalogue/<int:entry_id>", "POST"): ("CatalogueChange", "CatalogueOutcome"),
        ("/notice-desk/", "GET"): ("NoticeDesk", ""),
        ("/notice-desk/new", "GET"): ("NoticeDesk", ""),
        ("/notice-desk/new", "POST"): ("NoticeDesk", ""),
        ("/notice-desk/<int:notice_id>", "GET"): ("NoticeDesk", ""),
        ("/notice-desk/<int:notice_id>", "POST"): ("NoticeDesk", ""),
    }
)


def generated_routes():
    """Return rule and method of every generated page and interface."""
    return {
        (rule.format(name=route_of(entity)), method)
        for entity in access.ENTITIES
        for table in (PAGE_ACTIONS, REST_ACTIONS)
        for action, (rule, methods) in table.items()
        if action in allowed_actions(entity)
        for method in methods
    }


def may(role, entity, action):
    """Tell whether the access table grants a role an action on some rows of an entity."""
    actions, _scope = access.ENTITIES[entity].get(role, ((), ""))
    return action in allowed_actions(entity) if role == access.ADMIN else action in actions


def sees_all(role, entity):
    """Tell whether a role sees every row of an entity."""
    return role == access.ADMIN or access.ENTITIES[entity].get(role, ((), "none"))[1] == ""


def may_open(role, page):
    """Tell whether the access table grants a role a page of our own."""
    return role == access.ADMIN or role in access.PAGES[page]
