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
