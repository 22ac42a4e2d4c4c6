"""What entities and their columns are called on the screens: Chinese, then English."""

from collections.abc import Iterable

from flask_babel.speaklater import LazyString

from backoffice.column_labels import COLUMNS
from backoffice.kernel.web import language

Pair = tuple[str, str]

ENTITIES: dict[str, Pair] = {
    "Institution": ("资历名册机构", "Institutions"),
    "Committee": ("专业认定委员会", "Committees"),
    "CommitteeMember": ("委员会成员", "Committee members"),
    "InstitutionAdministrator": ("机构管理员", "Institution administrators"),
    "ImportRun": ("导入记录", "Imports"),
    "PrintRun": ("打印任务", "Runs of printing"),
    "PrintItem": ("打印任务的证明", "Proofs of runs of printing"),
    "ImportRefusal": ("未导入的行", "Rows not imported"),
    "ImportReceipt": ("待告知的入账", "Deposits to be told"),
    "Programme": ("项目（专业）", "Programmes"),
    "Membership": ("学籍", "Memberships"),
    "Learner": ("学习者", "Learners"),
    "OutcomeCategory": ("成果大类", "Outcome categories"),
    "OutcomeKind": ("成果小类", "Outcome kinds"),
    "CatalogueOutcome": ("名录成果", "Catalogue outcomes"),
    "Nation": ("民族", "Nationalities"),
    "Country": ("国籍", "Countries"),
    "Division": ("行政区划", "Administrative divisions"),
    "LearnerOutcome": ("学习成果", "Learning outcomes"),
    "Evidence": ("佐证材料", "Evidence"),
    "CatalogueProposal": ("名录建议", "Catalogue proposals"),
    "RecognitionApplication": ("认定申请", "Recognition applications"),
    "RecognitionRecord": ("认定记录", "Recognition records"),
    "RecognitionAssignment": ("认定分派", "Assignments of recognitions"),
    "Assessment": ("第三方评审", "Third-party assessments"),
    "AssessmentFile": ("第三方评审材料", "Files of assessments"),
    "ConversionRule": ("转换规则", "Conversion rules"),
    "RuleVersion": ("规则版本", "Rule versions"),
    "RuleDraft": ("规则草稿", "Drafts of rules"),
    "RuleRecord": ("规则办理记录", "Records of rules"),
    "ImpactRun": ("影响计算", "Computations of effects"),
    "ImpactLine": ("受影响的成果", "Outcomes affected"),
    "Decision": ("转换决定", "Decisions"),
    "ConversionApplication": ("转换申请", "Conversion applications"),
    "ConversionSource": ("申请的来源成果", "Sources of applications"),
    "ConversionTarget": ("申请的目标成果", "Targets of applications"),
    "ConversionFile": ("申请的材料", "Files of applications"),
    "ProofMember": ("合并证明所载转换", "Conversions on joint proofs"),
    "ReviewRecord": ("审核记录", "Review records"),
    "Recusal": ("回避记录", "Recusals"),
    "ConversionAssessment": ("转换的第三方评审", "Assessments of conversions"),
    "CreditEntry": ("学分账目", "Credit entries"),
    "OutcomeUse": ("成果使用", "Uses of outcomes"),
    "ConversionProof": ("证明与成绩单", "Proofs and transcripts"),
    "ProofRecord": ("证明状态记录", "What became of proofs"),
    "StoredFile": ("文件", "Files"),
    "OutboxMessage": ("短信", "Messages"),
    "AuditEvent": ("操作记录", "Audit trail"),
    "SmsCode": ("短信验证码", "Codes by SMS"),
    "Captcha": ("图形验证码", "Picture codes"),
    "LoginFailure": ("登录失败记录", "Failed logins"),
    "IdentityChange": ("身份信息更正", "Changes of identity data"),
    "IdentityFile": ("更正的证明材料", "Proof of changes"),
    "IdentityRecord": ("更正审核记录", "Records of changes"),
    "LoginSession": ("登录会话", "Sessions"),
    "SecondFactor": ("动态验证码", "Second factors"),
    "Invitation": ("邀请", "Invitations"),
    "PlatformSetting": ("平台设置项", "Settings changed"),
    "PaperTemplate": ("证明模板版本", "Versions of paper templates"),
    "RuleEntry": ("规则索引", "Index of rules"),
    "RuleTarget": ("规则目标索引", "Index of rules' targets"),
    "QualificationLevel": ("资历等级", "Qualification levels"),
    "IndustryStandard": ("行业标准", "Industry standards"),
    "Notice": ("通知公告", "Notices"),
    "Question": ("学习者提问", "Learners' questions"),
    "Answer": ("解答", "Answers"),
    "CommonQuestion": ("常见问题", "Common questions"),
    "MessageWording": ("消息模板版本", "Versions of messages"),
}

SECTIONS: tuple[tuple[Pair, str, tuple[str, ...]], ...] = (
    (
        ("机构与人员", "Institutions and people"),
        "building",
        (
            "Institution",
            "Programme",
            "Committee",
            "CommitteeMember",
            "InstitutionAdministrator",
            "Membership",
            "Learner",
            "IdentityChange",
            "IdentityRecord",
            "IdentityFile",
        ),
    ),
    (
        ("成果与名录", "Outcomes and catalogue"),
        "book",
        (
            "CatalogueOutcome",
            "CatalogueProposal",
            "OutcomeCategory",
            "OutcomeKind",
            "LearnerOutcome",
            "Evidence",
            "RecognitionApplication",
            "RecognitionRecord",
            "RecognitionAssignment",
            "Assessment",
            "AssessmentFile",
        ),
    ),
    (
        ("规则与转换", "Rules and conversions"),
        "convert",
        (
            "RuleVersion",
            "ConversionRule",
            "ConversionApplication",
            "ReviewRecord",
            "Recusal",
            "ConversionAssessment",
            "Decision",
            "CreditEntry",
            "ConversionProof",
            "ProofRecord",
            "ConversionSource",
            "ConversionTarget",
            "ConversionFile",
            "ProofMember",
            "OutcomeUse",
            "RuleEntry",
            "RuleTarget",
            "RuleDraft",
            "RuleRecord",
            "ImpactRun",
            "ImpactLine",
        ),
    ),
    (
        ("公告与解答", "Notices and answers"),
        "megaphone",
        ("Notice", "CommonQuestion", "Question", "Answer", "QualificationLevel", "IndustryStandard"),
    ),
    (
        ("系统记录", "Records of the system"),
        "list",
        (
            "ImportRun",
            "ImportRefusal",
            "ImportReceipt",
            "PrintRun",
            "PrintItem",
            "OutboxMessage",
            "MessageWording",
            "AuditEvent",
            "StoredFile",
            "Nation",
            "Country",
            "Division",
            "SmsCode",
            "Captcha",
            "LoginFailure",
            "LoginSession",
            "SecondFactor",
            "Invitation",
            "PlatformSetting",
            "PaperTemplate",
        ),
    ),
)


def heading(pair: Pair) -> LazyString:
    """Return one of the pairs in the language of the page."""
    return LazyString(_in_language, pair)


def entity_label(name: str) -> LazyString:
    """Return what an entity is called, in the language of the page that shows it."""
    return LazyString(_in_language, ENTITIES[name])


def column_label(name: str) -> LazyString:
    """Return what a column is called, in the language of the page that shows it."""
    return LazyString(_in_language, COLUMNS[name])


def columns_label(names: Iterable[str]) -> LazyString:
    """Return the names of some columns, any of which will do."""
    pairs = [COLUMNS[name] for name in names]
    return LazyString(lambda: " / ".join(_in_language(pair) for pair in pairs))


def _in_language(pair: Pair) -> str:
    return pair[language() == "en"]
