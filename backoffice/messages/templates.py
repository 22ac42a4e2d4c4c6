"""The words of every message, byte for byte as they go out."""

TEMPLATES = {
    "conversion_approved": (
        "{signature}您申请的{source_title}学习成果转换{target_institution}{target_title}学习成果已经审核通过，"
        "{target_institution}{target_title}学习成果已自动添加到您个人账户下，可登录{platform}查看。"
    ),
    "conversion_returned": "{signature}您的转换申请{number}需要补正：{remarks}。请登录{platform}修改后重新提交。",
    "conversion_refused": "{signature}您的转换申请{number}未通过：{remarks}。详情请登录{platform}查看。",
}


def body_of(template: str, **values: str) -> str:
    """Return the message; raises KeyError when a value is missing."""
    return TEMPLATES[template].format_map(values)
