"""One factory for every model: a row with sensible values, and the rows that it needs beside it."""

import itertools
from datetime import UTC, date, datetime
from decimal import Decimal

from flask_appbuilder.security.sqla.models import Role, User
from sqlalchemy import select

from backoffice import tables
from backoffice.accounts.models import CodePurpose, DocumentKind, Sex
from backoffice.accounts.workflow import IdentityState
from backoffice.catalogue.models import ConversionPath
from backoffice.conversion.workflow import ConversionState
from backoffice.entities import mapped_classes
from backoffice.kernel.states import DeliveryState
from backoffice.messages.models import QuestionState
from backoffice.outcomes.models import EntryChannel, ProposalState, RecognitionState
from backoffice.proofs.states import EndReason, ProofState
from backoffice.recognition.workflow import RequestState
from backoffice.rulebook.models import DecisionBasis, VersionState
from tests import printing_factories, upkeep_factories
from tests.desk_factories import of_desks
from tests.factories_of_people import factories_of_people
from tests.message_factories import message_factories
from tests.needs import Need

MOMENT = datetime(2020, 11, 15, 3, 21, 3, tzinfo=UTC)
DIGEST = "0" * 64
CREDITS = Decimal("2.50")
MODELS = {**mapped_classes(), "User": User}
assert tables.METADATA.tables
numbers = itertools.count(1)


FACTORIES = {
    "Institution": lambda n: {"code": f"JG{n:05d}", "title": f"示例机构{n}"},
    "Committee": lambda n: {"title": f"示例委员会{n}", "subject": f"示例专业{n}"},
    "CommitteeMember": lambda _n: {"committee": Need("Committee"), "user": Need("User")},
    "InstitutionAdministrator": lambda _n: {"institution": Need("Institution"), "user": Need("User")},
    "Programme": lambda n: {"institution": Need("Institution"), "title": f"示例项目{n}"},
    "Membership": lambda _n: {"learner": Need("Learner"), "institution": Need("Institution")},
    "Learner": lambda n: {
        "user": Need("User"),
        "account_number": f"LF{n:08d}",
        "full_name": f"学习者{n}",
        "sex": Sex.FEMALE,
        **dict.fromkeys(("document_sealed", "phone_sealed"), b"sealed"),
        **dict.fromkeys(("document_index", "phone_index"), f"{n:064d}"),
        "document_masked": "1***************9",
        "opened_at": MOMENT,
    },
    "OutcomeCategory": lambda n: {"code": f"category_{n}", "title": f"示例大类{n}"},
    "OutcomeKind": lambda n: {
        "category": Need("OutcomeCategory"),
        "code": f"kind_{n}",
        "title": f"示例小类{n}",
        "conversion_path": ConversionPath.RULE,
        "field_schema": [{"key": "number", "label": "编号", "label_en": "Number", "type": "text", "required": True}],
        "evidence_schema": [
            {"key": "scan", "label": "扫描件", "label_en": "Scan", "required": True, "formats": ["png"]}
        ],
    },
    "CatalogueOutcome": lambda n: {
        "kind": Need("OutcomeKind"),
        "institution": Need("Institution"),
        "code": f"ML{n:06d}",
        "title": f"示例名录成果{n}",
        "credits": CREDITS,
        "fields": {"编号": str(n)},
    },
    "Nation": lambda n: {"code": f"M{n}", "title": f"示例民族{n}"},
    "Country": lambda n: {"code": f"C{n}", "title": f"示例国家{n}"},
    "Division": lambda n: {"code": f"D{n}", "title": f"示例区划{n}"},
    "StoredFile": lambda n: {
        "sha256": DIGEST,
        "media_type": "image/png",
        "size": 1,
        "name": f"示例文件{n}.png",
        "uploader_id": Need("User", "id"),
        "uploaded_at": MOMENT,
    },
    "OutboxMessage": lambda n: {
        "idempotency_key": f"example-{n}",
        "template": "passed",
        "recipient_id": Need("User", "id"),
        "body": f"示例短信{n}",
        "state": DeliveryState.SENT,
        "created_at": MOMENT,
    },
    "RuleEntry": lambda n: {
        "rule_version": Need("RuleVersion"),
        "name_sought": f"示例规则{n}",
        **dict.fromkeys(("source", "source_sought"), f"示例来源{n}"),
        **dict.fromkeys(("target", "target_sought"), f"示例目标{n}"),
        "institution_sought": f"示例机构{n}",
    },
    "RuleTarget": lambda n: {
        "rule_version": Need("RuleVersion"),
        "kind": "课程",
        "title": f"示例目标{n}",
        **dict.fromkeys(("code", "institution", "programme"), ""),
    },
    "QualificationLevel": lambda n: {"level": 100 + n, "knowledge": f"示例知识{n}"},
    "IndustryStandard": lambda n: {"code": f"BZ{n:05d}", "title": f"示例标准{n}", "summary": f"示例摘要{n}"},
    "Notice": lambda n: {"title": f"示例公告{n}", "body": f"示例内容{n}", "published_from": date(2020, 11, 15)},
    "Question": lambda n: {
        "learner": Need("Learner"),
        "title": f"示例提问{n}",
        "body": f"示例问题{n}",
        "state": QuestionState.OPEN,
        "asked_at": MOMENT,
    },
    "Answer": lambda n: {
        "question": Need("Question"),
        "author": Need("User"),
        "by_centre": True,
        "body": f"示例解答{n}",
        "answered_at": MOMENT,
    },
    "CommonQuestion": lambda n: {"title": f"示例常见问题{n}", "body": f"示例常见解答{n}"},
    "AuditEvent": lambda _n: {
        "actor_id": Need("User", "id"),
        "action": "look",
        "entity": "learner",
        "entity_id": 1,
        "details": {"reason": "示例"},
        "happened_at": MOMENT,
    },
    "SmsCode": lambda n: {
        "purpose": CodePurpose.REGISTRATION,
        "phone_index": f"{n:064d}",
        "address_index": f"{n:064d}",
        "code_index": f"{n:064d}",
        "created_at": MOMENT,
        "expires_at": MOMENT,
    },
    "Captcha": lambda n: {
        "token_index": f"{n:064d}",
        "answer_sealed": b"sealed",
        "created_at": MOMENT,
        "expires_at": MOMENT,
    },
    "LoginFailure": lambda n: {"subject_index": f"{n:064d}", "failures": 1, "last_at": MOMENT},
    "IdentityChange": lambda n: {
        "learner": Need("Learner"),
        "state": IdentityState.APPLIED,
        "full_name": f"学习者新{n}",
        "sex": Sex.FEMALE,
        "birth_date": date(1950, 1, 1),
        "country_code": "CN",
        "document_kind": DocumentKind.PASSPORT,
        "document_sealed": b"sealed",
        "document_index": f"{n:064d}",
        "document_masked": "E***9",
        "reason": "示例",
        "applied_at": MOMENT,
    },
    "IdentityFile": lambda _n: {"change": Need("IdentityChange"), "file": Need("StoredFile")},
    "IdentityRecord": lambda _n: {
        "change": Need("IdentityChange"),
        "step": "apply",
        "state": IdentityState.APPLIED,
        "actor": Need("User"),
        "happened_at": MOMENT,
    },
    "LearnerOutcome": lambda n: {
        "learner": Need("Learner"),
        "kind": Need("OutcomeKind"),
        "title": f"示例成果{n}",
        "certificate_number": f"ZS{n:06d}",
        "credits": CREDITS,
        "awarded_on": date(2020, 11, 15),
        "fields": {"编号": str(n)},
        "entry_channel": EntryChannel.LEARNER,
        "state": RecognitionState.RECOGNISED,
        "added_at": MOMENT,
    },
    "Evidence": lambda _n: {"outcome": Need("LearnerOutcome"), "evidence_key": "scan", "file": Need("StoredFile")},
    "CatalogueProposal": lambda n: {
        "title": f"示例建议{n}",
        "kind": Need("OutcomeKind"),
        "learner": Need("Learner"),
        "typed": {"title": f"示例建议{n}"},
        "state": ProposalState.WAITING,
        "proposed_at": MOMENT,
    },
    "RecognitionApplication": lambda n: {
        "learner": Need("Learner"),
        "title": f"示例认定{n}",
        "institution": Need("Institution"),
        "state": RequestState.APPLIED,
        "applied_at": MOMENT,
    },
    "RecognitionRecord": lambda _n: {
        "application": Need("RecognitionApplication"),
        "step": "apply",
        "state": RequestState.APPLIED,
        "actor": Need("User"),
        "happened_at": MOMENT,
    },
    **of_desks(Need),
    "ConversionRule": lambda n: {"code": f"示例规则-{n}"},
    "RuleVersion": lambda n: {
        "rule": Need("ConversionRule"),
        "number": 1,
        "title": f"示例规则{n}",
        "text": f"规则 示例{n}",
        "text_hash": DIGEST,
        "state": VersionState.DRAFT,
        "author_id": Need("User", "id"),
    },
    "Decision": lambda _n: {
        "basis": DecisionBasis.JUDGEMENT,
        "facts": '{"title":"示例"}',
        "trace": '{"marks":["示例"]}',
        "credits": CREDITS,
        "actor_id": Need("User", "id"),
        "decided_at": MOMENT,
    },
    "ConversionProof": lambda n: {
        "number": f"XY{n:010d}",
        "check_code": f"CHECK{n}",
        "learner": Need("Learner"),
        "payload": '{"title":"示例"}',
        "payload_hash": DIGEST,
        "pdf": b"%PDF-1.7 example",
        "state": ProofState.VALID,
        "issued_at": MOMENT,
    },
    "ProofRecord": lambda _n: {
        "proof": Need("ConversionProof"),
        "state": ProofState.REVOKED,
        "reason": EndReason.CONVERSION_REVOKED,
        "happened_at": MOMENT,
    },
    "ConversionApplication": lambda n: {
        "number": f"XYSQ{n:010d}",
        "learner": Need("Learner"),
        "institution": Need("Institution"),
        "committee": Need("Committee"),
        "state": ConversionState.APPLIED,
        "facts": {"title": "示例"},
        "applied_at": MOMENT,
    },
    "ConversionSource": lambda _n: {"application": Need("ConversionApplication"), "outcome": Need("LearnerOutcome")},
    "ConversionTarget": lambda _n: {
        "application": Need("ConversionApplication"),
        "catalogue_outcome": Need("CatalogueOutcome"),
        "credits": CREDITS,
        "ratio": Decimal(100),
    },
    "ConversionFile": lambda _n: {"application_id": Need("ConversionApplication", "id"), "file": Need("StoredFile")},
    "ProofMember": lambda _n: {"proof": Need("ConversionProof"), "application": Need("ConversionApplication")},
    "ReviewRecord": lambda _n: {
        "application": Need("ConversionApplication"),
        "step": "apply",
        "state": ConversionState.APPLIED,
        "actor": Need("User"),
        "happened_at": MOMENT,
    },
    "CreditEntry": lambda _n: {
        "learner": Need("Learner"),
        "decision": Need("Decision"),
        "target": Need("CatalogueOutcome"),
        "credits": CREDITS,
        "booked_at": MOMENT,
    },
    "OutcomeUse": lambda _n: {"outcome": Need("LearnerOutcome"), "decision": Need("Decision"), "consumed": False},
    **factories_of_people(Need),
    **message_factories(Need),
    "User": lambda n: {
        "username": f"user{n}",
        "first_name": f"用户{n}",
        "email": f"user{n}@example.org",
        "active": True,
        **dict.fromkeys(("last_name", "password"), ""),
        **dict.fromkeys(("created_on", "changed_on"), MOMENT.replace(tzinfo=None)),
    },
}


FACTORIES |= upkeep_factories.FACTORIES
FACTORIES |= printing_factories.FACTORIES


def make(session, name, **given):
    """Add a row of a model; what is not given has its usual value."""
    values = FACTORIES[name](next(numbers)) | given
    met = {key: value.met(session, make) if isinstance(value, Need) else value for key, value in values.items()}
    row = MODELS[name](**met)
    session.add(row)
    session.flush()
    return row


def make_user(session, role, **given):
    """Add a user with one role."""
    return make(session, "User", roles=[session.scalar(select(Role).filter_by(name=role)) or Role(name=role)], **given)
