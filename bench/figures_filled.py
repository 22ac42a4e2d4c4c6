"""A house of a million outcomes, filled by statements that insert whole tables at once."""

from dataclasses import dataclass
from typing import Any

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import Integer, LargeBinary, String, case, cast, literal
from sqlalchemy.orm import Session

from backoffice.accounts.models import DocumentKind, Learner
from backoffice.catalogue.models import CatalogueOutcome, ConversionPath, OutcomeCategory, OutcomeKind
from backoffice.conversion.models import ConversionApplication, ConversionSource, ConversionTarget, ReviewRecord
from backoffice.conversion.reviews import PASS_FINAL, PASS_FIRST, REFUSE_FINAL, RETURN
from backoffice.conversion.workflow import CHECK_MATERIALS
from backoffice.conversion.workflow import ConversionState as S
from backoffice.institutions.models import Committee, Institution, Membership
from backoffice.kernel.entity import Hundredths
from backoffice.ledger.models import CreditEntry
from backoffice.outcomes.models import EntryChannel, LearnerOutcome, RecognitionState
from backoffice.recognition.workflow import MaterialCheck
from backoffice.rulebook.models import ConversionRule, Decision, DecisionBasis, RuleEntry, RuleVersion, VersionState
from bench.numbered_rows import DAY, OUTCOMES_PER_APPLICATION, START, add, begun, moment, spread, word

KINDS, INSTITUTIONS, ENTRIES = 13, 200, 5_000
OUTCOMES_EACH = 10  # of a learner
RECORDS_EACH = 4  # of an application
DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class Filled:
    """How many rows there are."""

    learners: int
    rules: int

    @property
    def outcomes(self) -> int:
        """Each learner holds ten."""
        return self.learners * OUTCOMES_EACH

    @property
    def applications(self) -> int:
        """One outcome in three is applied for."""
        return self.outcomes // OUTCOMES_PER_APPLICATION


def fill(session: Session, size: Filled) -> None:
    """Fill every table that figures read."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    _people(session, size, sqlite=sqlite)
    _catalogue(session, size)
    _outcomes(session, size, sqlite=sqlite)
    _applications(session, size, sqlite=sqlite)
    session.commit()


def _people(session: Session, size: Filled, *, sqlite: bool) -> None:
    since = literal(START.replace(tzinfo=None))
    add(
        session,
        User,
        size.learners,
        lambda n: {
            "id": n,
            "username": literal("u") + cast(n, String),
            "email": cast(n, String) + "@example.org",
            **dict.fromkeys(("first_name", "last_name", "password"), literal("")),
            "active": literal(value=True),
            **dict.fromkeys(("created_on", "changed_on"), since),
        },
    )
    add(
        session,
        Learner,
        size.learners,
        lambda n: {
            "id": n,
            "user_id": n,
            "account_number": literal("LF") + cast(n, String),
            "full_name": literal("L") + cast(n, String),
            "document_kind": literal(DocumentKind.RESIDENT, Learner.document_kind.type),
            **dict.fromkeys(("document_sealed", "phone_sealed"), literal(b"sealed", LargeBinary)),
            **dict.fromkeys(("document_index", "phone_index"), cast(n, String)),
            "document_masked": literal("*"),
            "opened_at": moment(spread(n), sqlite=sqlite),
        },
    )
    add(session, Institution, INSTITUTIONS, lambda n: {"id": n, **dict.fromkeys(("code", "title"), word(n, "JG"))})
    add(session, Committee, 1, lambda n: {"id": n, "title": literal("C"), "subject": literal("C")})
    add(
        session,
        Membership,
        size.learners,
        lambda n: {"id": n, "learner_id": n, "institution_id": n % INSTITUTIONS + 1},
    )


def _catalogue(session: Session, size: Filled) -> None:
    session.add(OutcomeCategory(id=1, code="all", title="all"))
    for number in range(1, KINDS + 1):
        rule = {"conversion_path": ConversionPath.RULE, "field_schema": [], "evidence_schema": []}
        session.add(OutcomeKind(id=number, category_id=1, code=f"k{number}", title=f"K{number}", **rule))
    session.flush()
    add(
        session,
        CatalogueOutcome,
        ENTRIES,
        lambda n: {
            "id": n,
            "kind_id": n % KINDS + 1,
            "institution_id": n % INSTITUTIONS + 1,
            "code": word(n, "R"),
            "title": word(n, "R"),
        },
    )
    add(session, ConversionRule, size.rules, lambda n: {"id": n, "code": word(n, "R")})
    add(
        session,
        RuleVersion,
        size.rules,
        lambda n: {
            **dict.fromkeys(("id", "rule_id"), n),
            "number": literal(1),
            **dict.fromkeys(("title", "text"), word(n, "R")),
            "text_hash": literal(DIGEST),
            "state": literal(VersionState.PUBLISHED, RuleVersion.state.type),
            "author_id": literal(1),
        },
    )
    texts = ("source", "target", "name_sought", "source_sought", "target_sought", "institution_sought")
    add(
        session,
        RuleEntry,
        size.rules,
        lambda n: {**dict.fromkeys(("id", "rule_version_id"), n), **dict.fromkeys(texts, word(n, "R"))},
    )


def _outcomes(session: Session, size: Filled, *, sqlite: bool) -> None:
    state = LearnerOutcome.state.type
    add(
        session,
        LearnerOutcome,
        size.outcomes,
        lambda n: {
            "id": n,
            "learner_id": n % size.learners + 1,
            "kind_id": n % KINDS + 1,
            "catalogue_outcome_id": case((n % 4 > 0, n % ENTRIES + 1)),
            "title": literal("O") + cast(n, String),
            "entry_channel": literal(EntryChannel.LEARNER, LearnerOutcome.entry_channel.type),
            "state": case(
                (n % 5 > 0, literal(RecognitionState.RECOGNISED, state)),
                else_=literal(RecognitionState.NOT_APPLIED, state),
            ),
            "added_at": moment(spread(n), sqlite=sqlite),
        },
    )


def _cases(session: Session, size: Filled, *, sqlite: bool) -> None:
    """Add applications, three in four converted, each with its decision."""
    last, state = size.applications, ConversionApplication.state.type
    add(
        session,
        Decision,
        last,
        lambda n: {
            "id": n,
            "basis": literal(DecisionBasis.RULE, Decision.basis.type),
            "rule_version_id": n % (size.rules * 9 // 10) + 1,
            **dict.fromkeys(("facts", "trace"), literal("{}")),
            "credits": literal(2, Hundredths),
            "actor_id": literal(1),
            "decided_at": moment(begun(n), sqlite=sqlite),
        },
    )
    add(
        session,
        ConversionApplication,
        last,
        lambda n: {
            "id": n,
            "number": literal("A") + cast(n, String),
            "learner_id": n % size.learners + 1,
            "rule_version_id": n % (size.rules * 9 // 10) + 1,
            "institution_id": n % INSTITUTIONS + 1,
            "committee_id": literal(1),
            "state": case(
                (n % 4 > 0, literal(S.CONVERTED, state)),
                (n % 8 > 0, literal(S.FINAL_REFUSED, state)),
                else_=literal(S.WITHDRAWN, state),
            ),
            "facts": literal({}, ConversionApplication.facts.type),
            "applied_at": moment(begun(n), sqlite=sqlite),
            "decision_id": n,
        },
    )


def _applications(session: Session, size: Filled, *, sqlite: bool) -> None:
    last, step = size.applications, OUTCOMES_PER_APPLICATION
    _cases(session, size, sqlite=sqlite)
    add(session, ConversionSource, last, lambda n: {"id": n, "application_id": n, "outcome_id": n * step})
    add(
        session,
        ConversionTarget,
        last,
        lambda n: {
            **dict.fromkeys(("id", "application_id"), n),
            "catalogue_outcome_id": n % ENTRIES + 1,
            "credits": literal(2, Hundredths),
            "ratio": literal(100, Hundredths),
        },
    )
    _records(session, last, sqlite=sqlite)
    add(
        session,
        CreditEntry,
        last,
        lambda n: {
            "id": n,
            "learner_id": n % 1000 + 1,
            "decision_id": n,
            "target_id": n % ENTRIES + 1,
            "credits": literal(2, Hundredths),
            "booked_at": moment(begun(n) + 20 * DAY, sqlite=sqlite),
        },
    )


def _records(session: Session, last: int, *, sqlite: bool) -> None:
    """Add for each application that it was handed in, its originals held against the paper, and its two reviews.

    One in eight comes back since its originals differ, and is withdrawn; one in eight is refused at the end.
    """
    state, check = ReviewRecord.state.type, ReviewRecord.material_check.type

    def place(n: Any) -> Any:  # noqa: ANN401
        return (n - 1) % RECORDS_EACH

    def of(n: Any) -> Any:  # noqa: ANN401
        return cast((n - 1 - place(n)) / RECORDS_EACH + 1, Integer)

    def step(n: Any) -> Any:  # noqa: ANN401
        back, refused = of(n) % 8 == 0, of(n) % 8 == 4
        return case(
            (place(n) == 0, "apply"),
            (place(n) == 1, CHECK_MATERIALS),
            (place(n) == 2, case((back, RETURN), else_=PASS_FIRST)),
            else_=case((back, "withdraw"), (refused, REFUSE_FINAL), else_=PASS_FINAL),
        )

    def reached(n: Any) -> Any:  # noqa: ANN401
        states = {RETURN: S.RETURNED, PASS_FIRST: S.FIRST_PASSED, "withdraw": S.WITHDRAWN}
        states |= {REFUSE_FINAL: S.FINAL_REFUSED, PASS_FINAL: S.CONVERTED}
        named = [(step(n) == name, literal(each, state)) for name, each in states.items()]
        return case(*named, else_=literal(S.APPLIED, state))

    add(
        session,
        ReviewRecord,
        last * RECORDS_EACH,
        lambda n: {
            "id": n,
            "application_id": of(n),
            "step": step(n),
            "state": reached(n),
            "material_check": case(
                (place(n) != 1, literal(None, check)),
                (of(n) % 8 == 0, literal(MaterialCheck.DIFFERS, check)),
                else_=literal(MaterialCheck.MATCHES, check),
            ),
            "actor_id": literal(1),
            "happened_at": moment(begun(of(n)) + place(n) * (1 + of(n) % 9) * DAY, sqlite=sqlite),
        },
    )
