"""What entities and their columns are called on the screens: Chinese, then English."""

from collections.abc import Iterable

from flask_babel.speaklater import LazyString

from backoffice.kernel.web import language

Pair = tuple[str, str]

ENTITIES: dict[str, Pair] = {
    "Institution": ("资历名册机构", "Institutions"),
    "Committee": ("专业认定委员会", "Committees"),
    "CommitteeMember": ("委员会成员", "Committee members"),
    "InstitutionAdministrator": ("机构管理员", "Institution administrators"),
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
    "ConversionRule": ("转换规则", "Conversion rules"),
    "RuleVersion": ("规则版本", "Rule versions"),
    "Decision": ("转换决定", "Decisions"),
    "ConversionApplication": ("转换申请", "Conversion applications"),
    "ConversionSource": ("申请的来源成果", "Sources of applications"),
    "ConversionTarget": ("申请的目标成果", "Targets of applications"),
    "ConversionFile": ("申请的材料", "Files of applications"),
    "ProofMember": ("合并证明所载转换", "Conversions on joint proofs"),
    "ReviewRecord": ("审核记录", "Review records"),
    "CreditEntry": ("学分账目", "Credit entries"),
    "OutcomeUse": ("成果使用", "Uses of outcomes"),
    "ConversionProof": ("转换证明", "Conversion proofs"),
    "StoredFile": ("文件", "Files"),
    "OutboxMessage": ("短信", "Messages"),
    "AuditEvent": ("操作记录", "Audit trail"),
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
            "Decision",
            "CreditEntry",
            "ConversionProof",
            "ConversionSource",
            "ConversionTarget",
            "ConversionFile",
            "ProofMember",
            "OutcomeUse",
        ),
    ),
    (
        ("系统记录", "Records of the system"),
        "list",
        ("OutboxMessage", "AuditEvent", "StoredFile", "Nation", "Country", "Division"),
    ),
)

COLUMNS: dict[str, Pair] = {
    "account_number": ("账户号", "Account number"),
    "action": ("操作", "Action"),
    "actor": ("操作人", "Actor"),
    "actor_id": ("操作人编号", "Actor's id"),
    "added_at": ("添加时间", "Added at"),
    "added_outcome": ("已添加的成果", "Added outcome"),
    "address": ("地址", "Address"),
    "application": ("申请", "Application"),
    "application_id": ("申请编号", "Application's id"),
    "applied_at": ("申请时间", "Applied at"),
    "attempts": ("发送次数", "Attempts"),
    "author_id": ("起草人编号", "Author's id"),
    "awarded_on": ("获取时间", "Awarded on"),
    "basis": ("依据", "Basis"),
    "birth_date": ("出生日期", "Date of birth"),
    "body": ("内容", "Text"),
    "booked_at": ("入账时间", "Booked at"),
    "catalogue_outcome": ("名录成果", "Catalogue outcome"),
    "category": ("成果大类", "Category"),
    "certificate_number": ("证书编号", "Certificate number"),
    "check_code": ("校验码", "Check code"),
    "code": ("编号", "Code"),
    "committee": ("专业认定委员会", "Committee"),
    "consumed": ("已消耗", "Consumed"),
    "conversion_path": ("转换方式", "Conversion path"),
    "created_at": ("生成时间", "Created at"),
    "credits": ("学分", "Credits"),
    "decided_at": ("决定时间", "Decided at"),
    "decision": ("决定", "Decision"),
    "description": ("成果描述", "Description"),
    "details": ("详情", "Details"),
    "document_masked": ("证件号码", "Document number"),
    "education_level": ("层次", "Education level"),
    "effective_from": ("生效日期", "Effective from"),
    "effective_until": ("停用日期", "Effective until"),
    "english_title": ("英文名称", "English name"),
    "enrolled_on": ("入学时间", "Enrolled on"),
    "entity": ("对象", "Entity"),
    "entity_id": ("对象编号", "Entity's id"),
    "entry": ("名录成果", "Catalogue outcome"),
    "entry_channel": ("成果来源", "Entry channel"),
    "evidence_key": ("材料类别", "Kind of evidence"),
    "evidence_schema": ("材料清单", "Evidence list"),
    "facts": ("事实", "Facts"),
    "field_schema": ("表单栏目", "Form fields"),
    "fields": ("其他栏目", "Further fields"),
    "file": ("文件", "File"),
    "full_name": ("真实姓名", "Name"),
    "grade": ("等级", "Grade"),
    "grade_scale": ("等级序列", "Scale"),
    "happened_at": ("操作时间", "Time"),
    "idempotency_key": ("去重编号", "Idempotency key"),
    "institution": ("机构", "Institution"),
    "institution_title": ("来源机构", "Awarding institution"),
    "issued_at": ("出具时间", "Issued at"),
    "joined_on": ("入学日期", "Joined on"),
    "kind": ("成果类型", "Kind"),
    "latin_name": ("拼音姓名", "Name in Latin letters"),
    "latin_title": ("拼音", "Latin spelling"),
    "learner": ("学习者", "Learner"),
    "major": ("专业", "Major"),
    "mark": ("标记", "Mark"),
    "material_check": ("材料审查", "Check of originals"),
    "media_type": ("文件类型", "Media type"),
    "name": ("名称", "Name"),
    "nation_code": ("民族代码", "Nationality code"),
    "note": ("规则描述", "Description"),
    "number": ("编号", "Number"),
    "opened_at": ("开户时间", "Opened at"),
    "originals_check": ("材料审查", "Check of originals"),
    "outcome": ("学习成果", "Outcome"),
    "parent_code": ("上级代码", "Parent's code"),
    "payload": ("证明内容", "Content"),
    "payload_hash": ("内容摘要", "Content's hash"),
    "pdf": ("PDF 文件", "PDF"),
    "pdf_hash": ("PDF 摘要", "PDF's hash"),
    "pilot": ("试点机构", "Pilot"),
    "position": ("排序", "Position"),
    "problem": ("问题", "Problem"),
    "programme": ("项目（专业）", "Programme"),
    "programme_title": ("项目（专业）", "Programme"),
    "proposed_at": ("提出时间", "Proposed at"),
    "proof": ("转换证明", "Proof"),
    "published_at": ("发布时间", "Published at"),
    "publisher_id": ("发布人编号", "Publisher's id"),
    "qf_level": ("资历等级", "Qualification level"),
    "ratio": ("转换比例", "Ratio"),
    "recipient_id": ("收件人编号", "Recipient's id"),
    "recognised_automatically": ("自动认定", "Recognised automatically"),
    "record_id": ("审核记录编号", "Review record's id"),
    "registered": ("已入名册", "Registered"),
    "remarks": ("意见", "Remarks"),
    "reverses_id": ("冲销账目编号", "Reversed entry's id"),
    "rule": ("转换规则", "Rule"),
    "rule_version": ("规则版本", "Rule version"),
    "score": ("成绩", "Score"),
    "sent_at": ("发送时间", "Sent at"),
    "sex": ("性别", "Sex"),
    "sha256": ("内容摘要", "Content's hash"),
    "size": ("大小（字节）", "Size (bytes)"),
    "state": ("状态", "State"),
    "step": ("步骤", "Step"),
    "study_hours": ("学时", "Study hours"),
    "submission_key": ("提交编号", "Submission key"),
    "subject": ("专业领域", "Subject area"),
    "target": ("目标成果", "Target"),
    "template": ("模板", "Template"),
    "template_version": ("模板版本", "Template version"),
    "text": ("规则原文", "Text"),
    "text_hash": ("原文摘要", "Text's hash"),
    "third_party_assessor": ("第三方评审机构", "Third-party assessor"),
    "title": ("名称", "Title"),
    "total_credits": ("专业总学分", "Total credits"),
    "trace": ("判定过程", "Trace"),
    "typed": ("填写内容", "What was typed"),
    "uploaded_at": ("上传时间", "Uploaded at"),
    "uploader_id": ("上传人编号", "Uploader's id"),
    "user": ("用户", "User"),
    "username": ("账号", "Username"),
    "valid_from": ("有效期起", "Valid from"),
    "valid_until": ("有效期止", "Valid until"),
    "version": ("版本", "Version"),
}


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
