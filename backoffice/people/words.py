"""What roles and deeds are called on the pages of people and of the audit trail: Chinese, then English."""

from backoffice.access import ADMIN, ASSESSOR, CENTRE, COMMITTEE, INSTITUTION, LEARNER, PUBLIC
from backoffice.kernel.web import language

Pair = tuple[str, str]

ROLES: dict[str, Pair] = {
    CENTRE: ("管理中心", "Centre"),
    INSTITUTION: ("机构管理员", "Administrator of an institution"),
    COMMITTEE: ("委员会成员", "Member of a committee"),
    ASSESSOR: ("第三方评审", "Third-party assessor"),
    LEARNER: ("学习者", "Learner"),
    ADMIN: ("系统管理员", "System administrator"),
    PUBLIC: ("未登录者", "Not logged in"),
}
ACTIONS: dict[str, Pair] = {
    "look": ("查看", "Looked at"),
    "unmask": ("查看完整号码", "Opened a whole number"),
    "export": ("导出", "Exported"),
    "order_prints": ("提交批量打印", "Ordered proofs in bulk"),
    "cancel_prints": ("取消批量打印", "Cancelled a run of printing"),
    "finish_prints": ("批量打印完成", "A run of printing was done"),
    "fail_prints": ("批量打印未完成", "A run of printing failed"),
    "clear_prints": ("清除打印文件", "Cleared a printed file away"),
    "download_prints": ("下载打印文件", "Fetched a printed file"),
    "print_review_sheet": ("打印评审表", "Printed a review sheet"),
    "export_review_records": ("导出评审记录", "Exported the records of a case"),
    "add": ("新增", "Added"),
    "edit": ("修改", "Changed"),
    "delete": ("删除", "Deleted"),
    "invite": ("邀请人员", "Invited somebody"),
    "invite_again": ("重新邀请", "Invited again"),
    "accept": ("接受邀请", "Accepted an invitation"),
    "change_roles": ("更改角色", "Changed roles"),
    "block": ("停用账号", "Blocked an account"),
    "unblock": ("启用账号", "Unblocked an account"),
    "reset_by_centre": ("重置密码（管理中心）", "Reset a password (centre)"),
    "end_sessions": ("结束登录", "Ended sessions"),
    "enrol_second_factor": ("启用动态验证码", "Turned a second factor on"),
    "reset_second_factor": ("重置动态验证码", "Reset a second factor"),
    "renew_recovery_codes": ("更换恢复码", "New recovery codes"),
    "use_recovery_code": ("用恢复码登录", "Used a recovery code"),
    "change_setting": ("修改平台设置", "Changed settings"),
    "open_account": ("开立账户", "Opened an account"),
    "agree_to_terms": ("同意服务条款", "Agreed to the terms"),
    "change_password": ("修改密码", "Changed the password"),
    "reset_password": ("重设密码（短信）", "Set a forgotten password"),
    "change_contact": ("修改联系方式", "Changed contact data"),
    "change_phone": ("更换手机号码", "Changed the phone"),
    "change_identity": ("改写身份信息", "Identity data rewritten"),
    "identity_apply": ("申请更正身份信息", "Asked to change identity data"),
    "identity_withdraw": ("撤回更正申请", "Withdrew a change"),
    "identity_pass": ("更正身份信息", "Changed identity data"),
    "identity_refuse": ("不予更正身份信息", "Refused a change of identity data"),
    "add_outcome": ("添加成果", "Added an outcome"),
    "change_outcome": ("修改成果", "Changed an outcome"),
    "delete_outcome": ("删除成果", "Deleted an outcome"),
    "apply": ("提交申请", "Applied"),
    "withdraw": ("撤回申请", "Withdrew"),
    "correct": ("补正后再交", "Corrected and handed in"),
    "appeal": ("申诉", "Appealed"),
    "pass_first_review": ("初审通过", "First review passed"),
    "return_for_correction": ("退回补正", "Returned for correction"),
    "refuse_first_review": ("初审不通过", "First review refused"),
    "pass_final_review": ("终审通过", "Final review passed"),
    "refuse_final_review": ("终审不通过", "Final review refused"),
    "issue_transcript": ("出具成绩单", "Issued a transcript"),
    "revoke": ("撤销转换", "Revoked a conversion"),
    "accept_proposal": ("采纳名录建议", "Accepted a proposal"),
    "decline_proposal": ("不采纳名录建议", "Declined a proposal"),
    "publish_rule": ("发布规则", "Published a rule"),
    "start_template": ("起草证明模板", "Began a paper template"),
    "save_template": ("修改证明模板", "Changed a paper template"),
    "submit_template": ("送审证明模板", "Handed in a paper template"),
    "take_back_template": ("撤回证明模板", "Took back a paper template"),
    "send_back_template": ("退回证明模板", "Sent back a paper template"),
    "publish_template": ("发布证明模板", "Published a paper template"),
    "discard_template": ("放弃证明模板", "Gave up a paper template"),
    "answer": ("解答提问", "Answered a question"),
    "publish": ("发布常见问题", "Published a common question"),
    "start_import": ("上传导入文件", "Uploaded a file to import"),
    "confirm_import": ("确认导入", "Confirmed an import"),
    "cancel_import": ("取消导入", "Cancelled an import"),
    "finish_import": ("导入完成", "Import finished"),
    "stop_import": ("导入中止", "Import stopped"),
    "lapse_import": ("导入过期，文件删除", "Import lapsed, its file deleted"),
    "change_entry": ("修改名录成果", "Changed a catalogue outcome"),
    "change_kind": ("修改成果表单", "Changed the form of a kind"),
    "draft_notice": ("存公告草稿", "Kept a draft of a notice"),
    "publish_notice": ("公布公告", "Published a notice"),
    "write_message": ("修改消息模板", "Changed the words of a message"),
    "send_again": ("重发消息", "Sent a message again"),
    "see_message": ("查看消息全文", "Read a whole message"),
    "recuse": ("回避", "Stepped back"),
    "assign": ("分派", "Assigned"),
    "ask_assessor": ("请第三方评审", "Asked for an opinion"),
    "give_opinion": ("出具评审意见", "Gave an opinion"),
    "check_materials": ("材料审查", "Checked originals"),
    "check_originals": ("材料审查", "Checked originals"),
    "stop_rule": ("停用规则", "Stopped a rule"),
    "recognise": ("已认定", "Recognised"),
    "recognise_with_conversion": ("随转换认定", "Recognised with a conversion"),
    "refuse": ("认定未通过", "Not recognised"),
    "close": ("关闭提问", "Closed a question"),
    "reopen": ("重开提问", "Reopened a question"),
    "download": ("下载", "Downloaded"),
    "start_rule": ("起草规则", "Began a draft of a rule"),
    "save_rule": ("保存规则草稿", "Saved a draft of a rule"),
    "submit_rule": ("规则送审", "Handed a rule in for review"),
    "take_back_rule": ("撤回规则草稿", "Took a draft of a rule back"),
    "send_back_rule": ("退回规则草稿", "Sent a draft of a rule back"),
    "discard_rule": ("放弃规则草稿", "Discarded a draft of a rule"),
    "retire_rule": ("定期停用规则", "Ended a rule"),
}
PROBLEMS_OF_THE_CHAIN: dict[str, Pair] = {
    "event_changed": ("这条记录的内容被改动过", "the event was changed"),
    "event_missing": ("这一环所指的记录不见了", "the event of this link is missing"),
    "event_unlinked": ("这条记录没有接入链条", "the event is not linked"),
    "link_missing": ("链条在这里缺了一环", "a link is missing here"),
    "previous_differs": ("这一环与前一环接不上", "the link does not fit the one before"),
    "head_differs": (
        "链条的末端与另存的总数、摘要不符，最后的记录可能被删去",
        "count and digest kept apart differ; the last events may be gone",
    ),
    "kept_differs": ("这里与另外抄存的摘要不符", "this does not fit the digest noted elsewhere"),
}


def role_word(name: str) -> str:
    """Return what a role is called."""
    return _word(ROLES, name)


def action_word(name: str) -> str:
    """Return what a deed is called; one without a name of its own by its name in the program."""
    step = name.removeprefix("recognition:")
    if step == name:
        return _word(ACTIONS, name)
    return ("Recognition: " if language() == "en" else "认定：") + _word(ACTIONS, step)


def problem_word(code: str) -> str:
    """Return what is wrong with a link of the chain."""
    return _word(PROBLEMS_OF_THE_CHAIN, code)


def _word(words: dict[str, Pair], name: str) -> str:
    return words[name][language() == "en"] if name in words else name
