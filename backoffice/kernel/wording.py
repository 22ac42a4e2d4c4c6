"""The sentences of every problem, in Chinese and English."""

from backoffice.kernel.problems import Problem

SENTENCES: dict[str, tuple[str, str]] = {
    "field_missing": ("请填写{label}。", "Please fill in {label}."),
    "field_too_long": (
        "{label}最多{limit}个字，请缩短。",
        "{label} may have at most {limit} characters. Please shorten it.",
    ),
    "field_not_a_number": ("{label}应为数字，例如 85 或 85.5。", "{label} must be a number, such as 85 or 85.5."),
    "score_out_of_range": ("成绩应在 0 到 {highest} 之间。", "The score must lie between 0 and {highest}."),
    "field_not_a_date": ("{label}应写成年-月-日，例如 2020-11-15。", "{label} must be a date such as 2020-11-15."),
    "date_in_future": ("{label}不能晚于今天。", "{label} may not lie in the future."),
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
    "glyph_missing": (
        "证明所用字体缺少“{characters}”，请联系管理中心。",
        "The proof's font lacks “{characters}”. Please tell the centre.",
    ),
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
    # outcomes, recognition and conversion by judgement
    "row_not_chosen": ("请先在列表中选择一项成果。", "Please choose an outcome from the list first."),
    "outcome_fixed": (
        "这项成果现为“{state}”，或已用于申请，不能再修改或删除。",
        "This outcome stands at “{state}” or serves an application; it can no longer be changed or deleted.",
    ),
    "changed_meanwhile": (
        "您打开这个页面之后，这项成果已在别处改过。下面是最新内容，请核对后再提交。",
        "The outcome was changed elsewhere after you opened this page. Please check what it holds now.",
    ),
    "file_known": (
        "文件“{name}”已用作您的另一项成果“{title}”的材料。如确实要再用一次，请勾选确认后重新选择文件并提交。",
        "The file “{name}” already proves your outcome “{title}”. To use it again, tick the box, choose it and submit.",
    ),
    "recognised_already": (
        "这项成果现为“{state}”，无需再申请认定。",
        "This outcome stands at “{state}” and needs no application.",
    ),
    "recognition_applied": (
        "这项成果已经申请认定，请等待结果；需要修改可先撤回。",
        "Recognition has been applied for already. Please wait, or withdraw the application to change it.",
    ),
    "recognition_with_conversion": (
        "这项成果正在申请转换，转换评审会一并认定，无需另外申请。",
        "This outcome is being converted; that review recognises it too, so no application is needed.",
    ),
    "institution_not_chosen": (
        "请选择接收纸质原件、做材料审查的资历名册机构。",
        "Please choose the registered institution that will see the paper originals.",
    ),
    "originals_not_checked": (
        "材料审查结果为“与原件一致”后才能认定，请先等待机构审查。",
        "An outcome can be recognised once the institution has found the originals to agree.",
    ),
    "proposal_answered": (
        "没有找到这条建议，或已经办理，请返回列表查看。",
        "This proposal was not found or has been answered. Please go back to the list.",
    ),
    "institution_unknown": (
        "没有找到机构“{text}”，请填写完整的名称或机构代码。",
        "There is no institution “{text}”. Please write its full name or its code.",
    ),
    "programme_of_none": (
        "该机构没有项目“{text}”，请填写完整的名称，或留空。",
        "The institution has no programme “{text}”. Please write its full name, or leave it empty.",
    ),
    "entry_taken": (
        "该机构已有编号为“{code}”的同类名录成果，请改编号或选择不采纳。",
        "The institution already has such an entry with the code “{code}”. Please change the code, or decline.",
    ),
    "performance_alone": (
        "只有业绩类成果在这里转换，其他成果请到转换成果申请。",
        "Performance outcomes alone are converted here; please convert others by a rule.",
    ),
    "recognition_under_way": (
        "这项成果正在认定（{state}），请等待结果，或先撤回认定申请。",
        "This outcome is being recognised ({state}). Please wait, or withdraw that application first.",
    ),
    "judged_already": (
        "这项成果已申请转换或已经转换，不能重复申请。",
        "This outcome is being converted or has been; it cannot be applied for again.",
    ),
    # conversion: ticked rows, appeals, joint proofs
    "nothing_ticked": ("请先勾选要办理的成果。", "Please tick an outcome first."),
    "not_converted": (
        "“{title}”尚未转换，已转换的成果才能打印证明，请取消勾选后再打印。",
        "“{title}” is not converted yet. Only converted outcomes can be printed; please untick it.",
    ),
    "too_many_on_paper": (
        "一份证明最多列 {limit} 项转换，请分次打印。",
        "A proof holds at most {limit} conversions. Please print them in parts.",
    ),
    "appealed_already": (
        "这份申请已经申诉过，每份申请只能申诉一次。",
        "This application has been appealed already; that is possible once.",
    ),
    "appeal_reason_missing": (
        "请写明申诉理由，例如哪一条意见与事实不符。",
        "Please write why you appeal, such as which remark is not true.",
    ),
    "appeal_needs_others": (
        "您参与过原审核，申诉须由其他人员办理。",
        "You had a part in the decision appealed against; somebody else must decide.",
    ),
    "programme_unknown": (
        "没有找到这个专业，请在列表中选择。",
        "This programme was not found. Please choose it from the list.",
    ),
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


def message(problem: Problem, lang: str = "zh") -> str:
    """Return the problem's sentence; `lang` is "zh" or "en". A value `why_en` stands for `{why}` in English alone."""
    chinese, english = SENTENCES[problem.code]
    ending, sentence = ("_en", english) if lang.startswith("en") else ("_zh", chinese)
    own = {name.removesuffix(ending): value for name, value in problem.values.items() if name.endswith(ending)}
    return sentence.format_map({**problem.values, **own})
