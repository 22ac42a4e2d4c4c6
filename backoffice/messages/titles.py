"""What messages and their ways are called on the screens: Chinese, then English."""

TITLES: dict[str, tuple[str, str]] = {
    "conversion_approved": ("转换通过", "Conversion approved"),
    "conversion_returned": ("转换申请退回补正", "Conversion returned"),
    "conversion_refused": ("转换申请未通过", "Conversion not approved"),
    "conversion_revoked": ("转换撤销", "Conversion revoked"),
    "rule_stopped": ("规则停用，申请退回", "Rule stopped, application returned"),
    "originals_checked": ("材料审查结果", "Originals checked"),
    "recognition_passed": ("认定通过", "Outcome recognised"),
    "recognition_returned": ("认定申请退回补正", "Recognition returned"),
    "recognition_refused": ("认定未通过", "Outcome not recognised"),
    "proposal_accepted": ("名录建议已采纳", "Proposal accepted"),
    "proposal_declined": ("名录建议未采纳", "Proposal declined"),
    "outcomes_deposited": ("机构存入成果", "Outcomes deposited"),
    "assessment_asked": ("请第三方评审", "Opinion asked for"),
    "assessment_taken_back": ("第三方评审已收回", "Assessment taken back"),
    "question_answered": ("提问已有解答", "Question answered"),
    "sms_code": ("短信验证码", "Code by SMS"),
    "password_reset": ("密码已重设", "Password set anew"),
    "identity_changed": ("身份信息已更正", "Identity data changed"),
    "identity_refused": ("身份信息不予更正", "Change of identity data refused"),
    "invitation": ("邀请使用平台", "Invitation"),
    "password_link": ("重设密码的链接", "Link to set a password"),
}
CHANNELS: dict[str, tuple[str, str]] = {
    "sms": ("短信", "SMS"),
    "mail": ("邮件", "Mail"),
    "site": ("站内信", "Inbox"),
}
POSTPONED = ("超过每日条数上限，次日 8 点发送", "Over the day's limit; goes out at 8 the next morning")


def title_of(template: str, *, english: bool) -> str:
    """Return what a message is called; one without a name is called by its key."""
    return TITLES.get(template, (template, template))[english]
