"""The sentences of every problem, in Chinese and English."""

from backoffice.kernel import (
    account_wording,
    case_wording,
    import_wording,
    kind_wording,
    message_wording,
    paper_wording,
    print_wording,
    workbench_wording,
)
from backoffice.kernel.problems import Problem

SENTENCES: dict[str, tuple[str, str]] = {
    **case_wording.SENTENCES,
    **account_wording.SENTENCES,
    **import_wording.SENTENCES,
    **kind_wording.SENTENCES,
    **workbench_wording.SENTENCES,
    **message_wording.SENTENCES,
    **paper_wording.SENTENCES,
    **print_wording.SENTENCES,
    "field_missing": ("请填写{label}。", "Please fill in {label}."),
    "field_too_long": (
        "{label}最多{limit}个字，请缩短。",
        "{label} may have at most {limit} characters. Please shorten it.",
    ),
    "field_not_a_number": ("{label}应为数字，例如 85 或 85.5。", "{label} must be a number, such as 85 or 85.5."),
    "score_out_of_range": ("成绩应在 0 到 {highest} 之间。", "The score must lie between 0 and {highest}."),
    "field_not_a_date": ("{label}应写成年-月-日，例如 2020-11-15。", "{label} must be a date such as 2020-11-15."),
    "date_in_future": ("{label}不能晚于今天。", "{label} may not lie in the future."),
    "period_reversed": (
        "开始日期晚于结束日期，请对调或修改其中一个。",
        "The first day lies after the last one. Please swap them, or change one of them.",
    ),
    "period_too_long": (
        "一次最多统计 {years} 年，请缩短这段时间。",
        "At most {years} years at once. Please shorten the period.",
    ),
    "institution_not_found": (
        "没有找到机构“{text}”，请填写完整的名称或机构代码，或留空。",
        "There is no institution “{text}”. Please write its full name or its code, or leave it empty.",
    ),
    "kind_not_found": (
        "没有成果类型“{text}”，请在列表中选择。",
        "There is no kind “{text}”. Please choose one from the list.",
    ),
    "rule_not_found": (
        "没有编号为“{text}”的规则，请返回统计重新进入。",
        "There is no rule “{text}”. Please go back to the figures.",
    ),
    "reason_not_found": (
        "没有“{text}”这类原因，请返回统计重新进入。",
        "There is no such class of reasons: “{text}”. Please go back to the figures.",
    ),
    "date_before_birth": ("{label}不能早于您的出生日期。", "{label} may not lie before your date of birth."),
    "choice_unknown": ("请在列表中选择{label}。", "Please choose {label} from the list."),
    "text_unreadable": (
        "{label}含有无法显示的控制字符，请删去后重填。",
        "{label} contains invisible control characters. Please remove them.",
    ),
    "evidence_missing": ("请上传{label}。", "Please upload: {label}."),
    "evidence_unknown": (
        "这类成果不需要这份材料，请移除后再提交。",
        "This kind of outcome does not take this file. Please remove it.",
    ),
    "file_empty": ("文件“{name}”是空的，请重新选择。", "The file “{name}” is empty. Please choose another."),
    "file_too_large": (
        "文件“{name}”超过 {limit} MB，请压缩后再上传。",
        "The file “{name}” is larger than {limit} MB. Please make it smaller.",
    ),
    "file_type": (
        "文件“{name}”不是能打开的 jpg、png、gif 或 pdf，请换一个文件。",
        "The file “{name}” is not a readable jpg, png, gif or pdf. Please choose another.",
    ),
    "image_too_many_pixels": (
        "图片“{name}”的尺寸过大，请缩小到 4000 万像素以内再上传。",
        "The picture “{name}” has too many pixels. Please reduce it to at most 40 million.",
    ),
    "pdf_active": (
        "文件“{name}”含有会自动运行的内容，请另存为普通 PDF 后再上传。",
        "The file “{name}” contains active content. Please save it as a plain PDF.",
    ),
    "entry_unknown": (
        "没有找到所选的名录成果，请重新搜索并选择。",
        "The chosen catalogue outcome was not found. Please search again.",
    ),
    "kind_unknown": (
        "没有找到所选的成果小类，请重新选择。",
        "The chosen kind of outcome was not found. Please choose again.",
    ),
    "entry_other_kind": (
        "所选名录成果不属于这一小类，请重新选择。",
        "The chosen catalogue outcome is of another kind. Please choose again.",
    ),
    "duplicate_outcome": (
        "您的账户里已有证书编号为“{number}”的同类成果，无需重复添加。",
        "Your account already holds such an outcome with the certificate number “{number}”.",
    ),
    "document_taken": (
        "该证件号码已有学习账户，一人只能有一个。请直接登录；忘记密码可在登录页用短信找回。",
        "This document number already has an account, one for each person. Please log in, or set a new password.",
    ),
    "document_number": (
        "证件号码有误，请对照证件核对。",
        "The document number is not right. Please check it against the document.",
    ),
    "password_wrong": ("原密码不正确，请重新输入。", "The old password is not right."),
    "password_weak": (
        "密码至少 {length} 位，且须同时有字母和数字（或符号）。",
        "The password needs at least {length} characters, letters and figures.",
    ),
    "password_same": ("新密码不能与原密码相同。", "The new password must differ from the old one."),
    "password_differs": ("两次输入的密码不一致，请重新输入。", "The two passwords differ. Please type them again."),
    "rule_unknown": (
        "没有找到这条规则，它可能已停用，请重新选择。",
        "This rule was not found; it may have been retired. Please choose again.",
    ),
    "rule_not_chosen": ("请选择一条转换规则。", "Please choose a conversion rule."),
    "rule_not_applicable": (
        "这条规则不适用于所选成果：{reason}",
        "This rule does not apply to the chosen outcome: {reason}",
    ),
    "rule_pending": ("还缺材料才能按这条规则转换：{reason}", "Something is still missing for this rule: {reason}"),
    "rule_already_used": (
        "这项成果已按这条规则申请过，不能重复申请。",
        "This rule has already been used for this outcome.",
    ),
    "outcome_not_recognised": (
        "这项成果尚未认定，认定后才能申请转换。",
        "This outcome is not recognised yet. It can be converted afterwards.",
    ),
    "outcome_consumed": (
        "这项成果已用于其他转换，不能再次使用。",
        "This outcome has been used up by another conversion.",
    ),
    "outcome_unknown": (
        "没有找到这项成果，请返回列表重新选择。",
        "This outcome was not found. Please go back to the list.",
    ),
    "target_unknown": (
        "规则的目标成果“{title}”不在名录中，请联系管理中心。",
        "The target “{title}” is not on the catalogue. Please tell the centre.",
    ),
    "target_credits_unknown": (
        "目标成果“{title}”没有登记学分，暂不能通过。",
        "The target “{title}” has no credits on record and cannot be approved.",
    ),
    "committee_missing": (
        "“{subject}”还没有专业认定委员会，请联系管理中心。",
        "There is no committee for “{subject}” yet. Please tell the centre.",
    ),
    "unknown_step": (
        "该申请现为“{state}”，不能再做这一步，请刷新页面查看。",
        "The application stands at “{state}”; this step is no longer possible.",
    ),
    "wrong_role": ("您没有办理这一步的权限。", "You may not take this step."),
    "remarks_missing": ("请写明意见，申请人会看到。", "Please write your remarks; the applicant will read them."),
    "remarks_unreadable": (
        "意见含有无法显示的控制字符，请删去后重填。",
        "The remarks contain invisible control characters. Please remove them.",
    ),
    "remarks_too_long": (
        "意见最多{limit}个字，请缩短。",
        "The remarks may have at most {limit} characters. Please shorten them.",
    ),
    "material_check_missing": ("请先登记材料审查结果。", "Please record the check of the originals first."),
    "own_case": ("不能审核自己的申请，请交由其他人员办理。", "You may not review your own application."),
    "both_steps": (
        "您已参与该申请的初审，终审须由他人办理。",
        "You made the first review; another person must make the final one.",
    ),
    "not_your_case": ("没有找到这份申请。", "This application was not found."),
    "outcome_used": (
        "这条规则要求所用成果不再用于其他转换，而这项成果已经用过，不能申请或通过。",
        "This rule uses an outcome up, and this outcome has served another conversion already.",
    ),
    "rule_used_once": (
        "这条规则每位学习者只能使用一次，该学习者已经用过，不能通过。",
        "This rule can be used once by each learner, and this learner has used it already.",
    ),
    "policy_exceeded": ("不能通过。{why}", "It cannot be approved. {why}"),
    "policy_truncates": (
        "不能通过。{why}按规定只能给 {left} 学分，但转换证明还不能核验截断后的学分。",
        "It cannot be approved. {why} Only {left} credits could be given, and proofs cannot verify a cut yet.",
    ),
    "cap_exceeded": (
        "通过后将超过规则规定的上限（{limit} 学分），不能通过。",
        "Approval would exceed the cap of the rule ({limit} credits).",
    ),
    "cap_unknown": (
        "规则的上限按专业总学分计算，该专业尚未登记总学分，请联系管理中心。",
        "The rule's cap is a share of the programme's total credits, which are not on record. Please tell the centre.",
    ),
    "proof_not_ready": ("转换通过后才能打印证明。", "A proof can be printed once the conversion is approved."),
    "rule_text": ("规则第 {line} 行有误：{message}", "Line {line} of the rule: {message}"),
    "one_rule_per_version": (
        "一个版本只能写一条规则（或单独一条政策），这里有 {count} 条。",
        "A version holds exactly one rule, or one policy alone; this text has {count}.",
    ),
    "policy_names_no_rule": (
        "没有名为“{name}”的规则，政策不会约束任何转换，请核对规则编号。",
        "There is no rule “{name}”, so the policy would bind nothing. Please check the rule's name.",
    ),
    "name_of_another": (
        "“{name}”已用作另一种声明的名称（规则与政策不能同名），请改名。",
        "“{name}” already names a rule, or a policy; the two may not share a name. Please change it.",
    ),
    "version_taken": (
        "这条规则已有第 {number} 版，请改版本号。",
        "This rule already has a version {number}. Please change the number.",
    ),
    "target_not_chosen": (
        "请先选择要转换成的目标成果。",
        "Please choose the outcome to convert to.",
    ),
}


def message(problem: Problem, lang: str = "zh") -> str:
    """Return the problem's sentence; `lang` is "zh" or "en". A value `why_en` stands for `{why}` in English alone."""
    chinese, english = SENTENCES[problem.code]
    ending, sentence = ("_en", english) if lang.startswith("en") else ("_zh", chinese)
    own = {name.removesuffix(ending): value for name, value in problem.values.items() if name.endswith(ending)}
    return sentence.format_map({**problem.values, **own})
