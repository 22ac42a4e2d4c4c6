"""The product's own words of every message, byte for byte as they go out where the centre has written no others."""

from backoffice.kernel.filled import Filled
from backoffice.messages.english import ENGLISH

TEMPLATES = {
    "conversion_approved": (
        "{signature}您申请的{source_title}学习成果转换{target_institution}{target_title}学习成果已经审核通过，"
        "{target_institution}{target_title}学习成果已自动添加到您个人账户下，可登录{platform}查看。"
    ),
    "conversion_returned": "{signature}您的转换申请{number}需要补正：{remarks}。请登录{platform}修改后重新提交。",
    "conversion_refused": "{signature}您的转换申请{number}未通过：{remarks}。详情请登录{platform}查看。",
    "conversion_revoked": (
        "{signature}您的转换申请{number}已被撤销：{remarks}。所得学分已冲销，转换证明不再有效，详情请登录{platform}查看。"
    ),
    "rule_stopped": (
        "{signature}您的转换申请{number}所用的规则已停用，申请退回：{remarks}。请登录{platform}撤回后改选其他规则。"
    ),
    # recognition and the catalogue
    "originals_checked": "{signature}您的学习成果{title}材料审查结果：{check}。{remarks}。详情请登录{platform}查看。",
    "recognition_passed": "{signature}您的学习成果{title}已认定，可登录{platform}查看。",
    "recognition_returned": "{signature}您的学习成果{title}认定申请需要补正：{remarks}。请登录{platform}修改后再交。",
    "recognition_refused": "{signature}您的学习成果{title}认定未通过：{remarks}。详情请登录{platform}查看。",
    "proposal_accepted": "{signature}您填写的学习成果{title}已采纳为名录成果，可登录{platform}查看。",
    "proposal_declined": "{signature}您填写的学习成果{title}未采纳为名录成果：{remarks}。",
    "outcomes_deposited": (
        "{signature}{institution}已将您的{count}项学习成果（含更正）记入学习账户，请登录{platform}查看。"
    ),
    # third-party assessors
    "assessment_asked": "{signature}请您对“{title}”出具评审意见，请登录{platform}，在“第三方评审”中办理。",
    "assessment_taken_back": "{signature}“{title}”的评审已收回，不再需要您的意见。",
    # answers
    "question_answered": "{signature}您提出的问题“{question}”已有解答，请登录{platform}查看。",
}


def body_of(template: str, **values: str) -> Filled:
    """Return the message; raises KeyError when a value is missing."""
    return Filled.of(TEMPLATES[template], values, ENGLISH.get(template, ""))
