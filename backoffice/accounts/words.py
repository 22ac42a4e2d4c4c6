"""What the fields of a person's form are called in both languages, and the texts of this area's messages."""

from backoffice.kernel.filled import Filled
from backoffice.kernel.problems import Problem

LABELS: dict[str, tuple[str, str]] = {
    "username": ("用户名", "Username"),
    "full_name": ("真实姓名", "Name"),
    "password": ("密码", "Password"),
    "again": ("确认密码", "Password again"),
    "country": ("国籍", "Nationality"),
    "nation": ("民族", "Ethnic group"),
    "sex": ("性别", "Sex"),
    "birth_date": ("出生日期", "Date of birth"),
    "document_kind": ("证件类型", "Kind of document"),
    "document_number": ("证件号码", "Document number"),
    "email": ("电子邮箱", "Email"),
    "province": ("联系地址（省、市、区）", "Address (province, city, district)"),
    "address": ("详细地址", "Street address"),
    "phone": ("手机号码", "Mobile number"),
    "code": ("验证码", "Code"),
    "captcha": ("图形验证码", "Picture code"),
    "account": ("用户名或证件号码", "Username or document number"),
    "new": ("新密码", "New password"),
    "reason": ("更正原因", "Reason"),
    "proof": ("证明材料", "Proof"),
    "why": ("原因", "The reason"),
    "way": ("送达方式", "How to send it"),
}

MESSAGES = {
    "sms_code": "{signature}您的验证码是{code}，{minutes}分钟内有效。请勿告诉他人。",
    "password_reset": "{signature}您的账号密码已通过短信验证码重设。如非本人操作，请立即致电{help_line}。",
    "invitation": "{signature}邀请您使用{platform}，请于{until}前打开链接设置密码：{link}。链接只能用一次，请勿转发。",
    "password_link": "{signature}您在{platform}的密码已由管理中心重置，请于{until}前打开链接设置新密码：{link}。",
    "identity_changed": "{signature}您申请更正的身份信息已审核通过，可登录{platform}查看。",
    "identity_refused": "{signature}您申请更正的身份信息未通过：{remarks}。详情请登录{platform}查看。",
}


ENGLISH = {
    "password_reset": "Your password was set anew by a code sent to your phone. If that was not you, call {help_line}.",
    "identity_changed": "The change of your identity data that you asked for is made.",
    "identity_refused": "The change of your identity data that you asked for was refused: {remarks}.",
}


def body_of(template: str, **values: str) -> Filled:
    """Return a message of this area; raises KeyError when a value is missing."""
    return Filled.of(MESSAGES[template], values, ENGLISH.get(template, ""))


def named(code: str, field: str, **values: str) -> Problem:
    """Return a problem whose sentence calls its field by name, in either language."""
    chinese, english = LABELS[field]
    return Problem(code, field, {"label_zh": chinese, "label_en": english, **values})
