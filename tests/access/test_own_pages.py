"""Every role at every page of our own, with a row of its own side and with one of the other."""

import re

import pytest
from sqlalchemy import select

from backoffice import access
from backoffice.conversion.models import ConversionApplication
from backoffice.messages.models import Question
from backoffice.outcomes.models import LearnerOutcome
from backoffice.recognition.models import RecognitionApplication
from tests.access.management_pages import SORT
from tests.access.matrix import EVERYBODY, OWN_PAGES, may_open
from tests.access.paper_pages import PAPER
from tests.factories import MODELS

ROWS = (
    "ConversionApplication",
    "LearnerOutcome",
    "ReviewRecord",
    "ConversionFile",
    "Evidence",
    "ConversionProof",
    "RecognitionApplication",
    "RecognitionRecord",
    "CatalogueProposal",
    "Assessment",
    "Recusal",
    "RecognitionAssignment",
    "Question",
    "Answer",
    "CommonQuestion",
    "OutboxMessage",
    "InstitutionAdministrator",
    "CommitteeMember",
    "Invitation",
    "PlatformSetting",
    "ImportRun",
    "PrintRun",
    "PrintItem",
    "RuleVersion",
    "RuleDraft",
    "RuleRecord",
    "ImpactRun",
    "ImpactLine",
    "MessageWording",
    "Notice",
    "PaperTemplate",
)
WORDS = {"name": "credit_entry", "key": "catalogue", "table": "programme", "form": "csv", "measure": "applications"}
RUNS = {"workbench": "ImpactRun", "printing": "PrintRun"}
WHAT = "<any(evidence, file):what>"
REACHED = {200}
# They lead on: people without an account of a learner to their password, a learner whose change waits to that change.
LEADING_ON = {"/account/", "/account/identity"}
# They end the sessions that these tests stand on; tests/backoffice/accounts/test_sessions.py proves them.
ENDING = {"/account/safety/sessions/end", "/account/safety/sessions/<int:session_id>/end"}
NUMBER = re.compile(r"<int:(\w+)_id>")
SEATED = {"Learner": "learner_id", "InstitutionAdministrator": "institution_id", "CommitteeMember": "committee_id"}
SEATED |= {"ThirdPartyAssessor": "id"}


CASES = [(role, *route) for role in EVERYBODY for route in sorted(OWN_PAGES)]


def granted(role, rule, method):
    """Tell whether a role has a seat of its own at a page."""
    return role in SEATED and may_open(role, OWN_PAGES[rule, method][0])


def address(world, rule, ids, what="file"):
    """Return a rule with the keys of one side in it; pages without a row get what they need to be drawn."""
    file_id = ids["ConversionFile"] if what == "file" else ids["Evidence"]
    known = {
        "outcome": ids["LearnerOutcome"],
        "application": ids["ConversionApplication"],
        "evidence": ids["Evidence"],
        "entry": ids["CatalogueOutcome"],
        "proof": ids["ConversionProof"],
        "file": file_id,
        "recognition": ids["RecognitionApplication"],
        "proposal": ids["CatalogueProposal"],
        "change": ids["IdentityChange"],
        "scan": ids["IdentityFile"],
        "question": ids["Question"],
        "assessment": ids["Assessment"],
        "paper": ids["AssessmentFile"],
        "version": ids["RuleVersion"],
        "user": 1,
        "session": ids["LoginSession"],
        "learner": ids["Learner"],
        "place": ids["Institution"],
        "event": ids["AuditEvent"],
        "run": ids[RUNS.get(rule.split("/")[1], "ImportRun")],
        "kind": ids["OutcomeKind"],
        "draft": ids["RuleDraft"],
        "message": ids["OutboxMessage"],
        "notice": ids["Notice"],
        "template": ids["PaperTemplate"],
    }
    named = rule.replace(SORT, "institution").replace(WHAT, what).replace(PAPER, "transcripts")
    named = named.replace("/statistics/<string:table>", "/statistics/months")
    named = named.replace("/statistics/papers/<string:name>", "/statistics/papers/institution-summary")
    for variable, word in WORDS.items():
        named = named.replace(f"<string:{variable}>", word)
    named = named.replace("<string:template>/<string:tongue>", "sms_code/zh")
    named = named.replace("<int:number>", "1")
    path = NUMBER.sub(lambda found: str(known[found[1]]), named)
    if path == "/my/performance/targets":
        return f"{path}?outcome={ids['LearnerOutcome']}"
    return f"{path}?kind={world.own['OutcomeKind']}" if path == "/my/catalogue" else path


def snapshot(world):
    """Return the rows that these pages could change."""
    return world.kept(*ROWS)


@pytest.mark.parametrize("case", [each for each in CASES if not may_open(each[0], OWN_PAGES[each[1:]][0])], ids=str)
def test_a_page_opens_for_its_roles_alone(world, case):
    """Whoever has no part in a page is sent to the login or forbidden, and nothing is written."""
    role, rule, method = case
    visitor, before = world.visitors[role], snapshot(world)
    path = address(world, rule, world.own)
    answer = visitor.get(path) if method == "GET" else visitor.post(path)

    assert answer.status_code == (302 if role == access.PUBLIC else 403)
    assert role != access.PUBLIC or answer.location.startswith("/login/")
    assert snapshot(world) == before


@pytest.mark.parametrize("case", [each for each in CASES if granted(*each) and each[1] not in ENDING], ids=str)
def test_a_page_shows_rows_of_its_own_side(either, case):
    """A role opens its own row of a page that it is granted; a foreign row is not found, and nothing is written."""
    role, rule, method = case
    visitor, before = either.visitors[role], snapshot(either)
    send = visitor.get if method == "GET" else visitor.post
    for what in ("file", "evidence") if WHAT in rule else ("file",):
        own = send(address(either, rule, either.own, what)).status_code

        assert own in (REACHED if method == "GET" and rule not in LEADING_ON else {200, 302, 422})
        if OWN_PAGES[rule, method][1]:
            assert send(address(either, rule, either.foreign, what)).status_code == 404
    assert snapshot(either) == before


@pytest.mark.parametrize(("rule", "method"), sorted(each for each in OWN_PAGES if WHAT in each[0]))
@pytest.mark.parametrize("what", ["file", "evidence"])
def test_a_file_is_reached_through_its_own_case_alone(world, rule, method, what):
    """The key of a foreign file under one's own application finds nothing."""
    page, _entity = OWN_PAGES[rule, method]
    role = next((role for role in SEATED if may_open(role, page)), access.CENTRE)
    mixed = world.foreign | {"ConversionApplication": world.own["ConversionApplication"]}

    assert world.visitors[role].get(address(world, rule, mixed, what)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/my/",
        "/my/conversions/",
        "/my/recognition/",
        "/my/performance/",
        "/my/questions",
        "/review/first/",
        "/review/first/?turn=all",
        "/review/materials/",
        "/review/materials/?show=done",
        "/answering/",
        "/answering/?show=all",
        "/statistics/list/applications?from=2020-01-01&to=2020-12-31",
        "/statistics/list/outcomes?from=2020-01-01&to=2020-12-31",
    ],
)
def test_lists_of_our_own_hold_nothing_foreign(either, path):
    """What belongs to the other side alone is nowhere on a list of our own."""
    role = access.LEARNER if path.startswith("/my/") else access.INSTITUTION
    text = either.visitors[role].get(path).text

    assert "</main>" in text
    assert [word for word in words_of_the_other_side(either, role) if word in text] == []


@pytest.mark.parametrize(
    "path", ["/review/final/", "/review/final/?turn=all", "/review/batch/", "/statistics/list/applications"]
)
def test_lists_of_the_committee_hold_nothing_foreign(either, path):
    """A member sees no case of another committee."""
    text = either.visitors[access.COMMITTEE].get(path).text

    assert "</main>" in text
    assert [word for word in words_of_the_other_side(either, access.COMMITTEE) if word in text] == []


def words_of_the_other_side(world, role):
    """Return the numbers and titles that only the other side's rows carry."""
    with world.session() as session:
        column = getattr(ConversionApplication, SEATED[role])
        own = session.get_one(ConversionApplication, world.own["ConversionApplication"])
        foreign = select(ConversionApplication.number).where(column != getattr(own, SEATED[role]))
        asked = select(Question.title, Question.body).where(Question.id == world.foreign["Question"])
        titles = select(LearnerOutcome.title, LearnerOutcome.certificate_number).where(
            LearnerOutcome.id == world.foreign["LearnerOutcome"]
        )
        recognition = session.get_one(RecognitionApplication, world.foreign["RecognitionApplication"]).title
        rows = (session.execute(titles).one(), session.execute(asked).one())
        return [recognition, *session.scalars(foreign), *rows[0], *rows[1]]


def test_everybody_is_led_to_work_of_their_own(world):
    """The first page leads each role to a page that it may open."""
    led = {role: visitor.get("/") for role, visitor in world.visitors.items()}
    opened = {
        role: world.visitors[role].get(answer.location).status_code
        for role, answer in led.items()
        if answer.status_code == 302
    }

    assert set(opened.values()) == {200}
    assert led.keys() - opened.keys() == {access.PUBLIC}


def test_every_entity_has_rows_on_both_sides(world):
    """The matrix is tried with rows that are there: one of each side for every entity."""
    with world.session() as session:
        missing = [
            name
            for name in access.ENTITIES
            if None in {session.get(MODELS[name], side[name]) for side in (world.own, world.foreign)}
        ]

    assert missing == []
    assert [name for name in access.ENTITIES if world.own[name] == world.foreign[name]] == []
