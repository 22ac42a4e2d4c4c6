"""The sentences of problems with accounts and what is asked and told, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    # Accounts: registration, codes, logging in, contact and identity data.
    "terms_not_agreed": (
        "请先阅读服务条款，并勾选“同意服务条款”。",
        "Please read the terms of service and tick that you agree to them.",
    ),
    "letter_refused": (
        "{label}中不能有“{letter}”，请删去后重填。",
        "{label} may not contain “{letter}”. Please remove it.",
    ),
    "choice_missing": ("请选择{label}。", "Please choose: {label}."),
    "username_letters": (
        "用户名只能由英文字母与数字组成，请去掉其他字符。",
        "The username may consist of letters (A to Z) and figures alone.",
    ),
    "username_taken": (
        "这个用户名已有人使用，请换一个。",
        "This username is taken. Please choose another.",
    ),
    "document_format": (
        "证件号码的写法与所选证件类型不符，请核对证件类型和号码。",
        "The number is not written as on this kind of document. Please check both.",
    ),
    "document_country": (
        "持居民身份证的，国籍应选中国；请核对国籍或证件类型。",
        "The holder of a resident identity card is a national of China. Please check the two.",
    ),
    "document_birth": (
        "出生日期与证件号码里的日期不一致，请对照证件核对。",
        "The date of birth is not the one in the document number. Please check both.",
    ),
    "document_sex": (
        "性别与证件号码不一致，请对照证件核对。",
        "The sex is not the one that the document number tells. Please check both.",
    ),
    "email_format": (
        "电子邮箱应写成 name@example.com 的样子，请核对。",
        "The email must look like name@example.com. Please check it.",
    ),
    "place_missing": (
        "请依次选择省、市、区，直到没有下一级。",
        "Please choose province, city and district, as deep as the lists go.",
    ),
    "phone_format": (
        "手机号码应为 11 位数字；境外号码请以 + 和国家代码开头。",
        "A mobile number has 11 figures; a foreign one starts with + and the code of its country.",
    ),
    "phone_taken": (
        "该手机号码已用于另一个账户，请换一个号码。",
        "This mobile number serves another account. Please use another.",
    ),
    "captcha_missing": ("请填写图形验证码。", "Please fill in the picture code."),
    "captcha_wrong": (
        "图形验证码不正确，已换了一张，请重新填写。",
        "The picture code is not right. Here is a new picture; please try again.",
    ),
    "captcha_expired": (
        "图形验证码已过期，已换了一张，请重新填写。",
        "The picture code has expired. Here is a new picture; please try again.",
    ),
    "sms_code_wrong": (
        "验证码不正确，请对照短信重新填写。",
        "The code is not right. Please compare it with the message.",
    ),
    "sms_code_expired": (
        "验证码已过期或已失效，请重新获取。其余内容已为您保留。",
        "The code has expired or is no longer valid. Please get a new one; the rest is kept.",
    ),
    "sms_too_soon": (
        "验证码刚刚发送过，请 {seconds} 秒后再获取。",
        "A code was sent just now. Please wait {seconds} seconds.",
    ),
    "sms_too_many": (
        "获取验证码的次数过多，请一小时后再试。",
        "Too many codes have been asked for. Please try again in an hour.",
    ),
    "user_shut_out": (
        "这个账号已停用，不能登录。请联系管理中心。",
        "This account has been shut out. Please contact the centre.",
    ),
    # Staff, second factors and invitations.
    "factor_wrong": (
        "验证码不正确或已用过，请等手机上换了新的数字再填；也可填一个没有用过的恢复码。",
        "The code is not right or has been used. Please wait for the next one, or use a recovery code.",
    ),
    "factor_too_often": (
        "验证码填错的次数过多，请半小时后再登录。",
        "Too many wrong codes. Please log in again in half an hour.",
    ),
    "factor_there": (
        "您已设置动态验证码。要换手机，请先由管理中心重置。",
        "You have a second factor already. To change the phone, ask the centre to reset it first.",
    ),
    "factor_missing": ("这个账号没有设置动态验证码。", "This account has no second factor."),
    "own_factor": (
        "不能重置自己的动态验证码，请由另一位管理人员办理。",
        "You may not reset your own second factor. Please ask a colleague.",
    ),
    "own_roles": (
        "不能更改自己的角色，请由另一位管理人员办理。",
        "Nobody changes their own roles. Please ask a colleague.",
    ),
    "own_block": ("不能停用或启用自己的账号。", "You may not block or unblock your own account."),
    "own_reset": (
        "自己的密码请在“修改密码”中更改。",
        "Please change your own password on the page for it.",
    ),
    "person_unknown": (
        "没有找到这位人员，请返回列表重新选择。",
        "This person was not found. Please go back to the list.",
    ),
    "administrator_untouched": (
        "系统管理员的账号只能在服务器上更改。",
        "The account of a system administrator can only be changed on the server.",
    ),
    "last_centre": (
        "这是最后一位可登录的管理中心人员，请先增加一位再办理。",
        "This is the last person of the centre who can log in. Please add another first.",
    ),
    "blocked_already": ("这个账号已经停用。", "This account is blocked already."),
    "not_blocked": ("这个账号没有停用。", "This account is not blocked."),
    "invite_again": (
        "这个账号还没有设置过密码，请重新发送邀请。",
        "This account has never had a password. Please send the invitation again.",
    ),
    "unblock_first": ("账号已停用，请先启用再重置密码。", "The account is blocked. Please unblock it first."),
    "role_missing": (
        "请至少选择一个角色，或一个机构、委员会。",
        "Please choose a role, an institution or a committee.",
    ),
    "invitation_over": (
        "这个链接已用过、已失效或已过期，请联系管理中心重新发送。",
        "This link was used, replaced, or has expired. Please ask the centre for another.",
    ),
    "place_unknown": (
        "所选机构或委员会已不存在，请重新选择。",
        "The chosen institution or committee is no longer there. Please choose again.",
    ),
    "unmask_limit": (
        "今天查看完整号码已达 {limit} 次，请明天再看，或由其他人员办理。",
        "You have seen {limit} full numbers today. Please go on tomorrow, or ask a colleague.",
    ),
    "setting_wrong": ("“{label_zh}”{why_zh}", "“{label_en}” {why_en}"),
    "identity_open": (
        "您已有一份更正申请在审核中，办结或撤回后才能再提交。",
        "A change of yours is under review. You can ask again when it is decided or withdrawn.",
    ),
    "identity_same": (
        "所填内容与现有的身份信息相同，没有需要更正的。",
        "This is what your account says already; there is nothing to change.",
    ),
    "identity_document_taken": (
        "该证件号码已属于另一个账户，不能更正，请核对。",
        "This document number belongs to another account, so the change cannot be made.",
    ),
    "files_too_many": ("一次最多上传 {limit} 个文件。", "At most {limit} files can be uploaded at once."),
    "common_question_taken": (
        "常见问题里已有“{title}”，请到常见问题中修改原有的一条。",
        "There is a common question “{title}” already. Please change that one.",
    ),
    "same_person_publishes": ("规则须由起草人以外的人发布。", "Someone other than the author must publish the rule."),
}
