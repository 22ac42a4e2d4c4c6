"""The sentences of problems with outcomes, their recognition and their conversion, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
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
    "verified_file_missing": ("请先选择要核验的 PDF 文件。", "Please choose the PDF file to check first."),
    "verified_file_too_large": (
        "文件超过 {limit} MB，不会是我们出具的证明或成绩单。",
        "The file is larger than {limit} MB; no paper of ours is.",
    ),
    "verified_file_no_pdf": (
        "这不是 PDF 文件。拍的照片请对照编号和校验码核验。",
        "This is no PDF. Please check a photo by the number and the check code on it.",
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
    # the review desks
    "recused": (
        "您已回避这份申请，不能再办理。",
        "You stepped back from this application; you can no longer decide it.",
    ),
    "cases_not_ticked": ("请先勾选要办理的申请。", "Please tick the applications to decide first."),
    "recusal_reason_missing": (
        "请写明回避原因，例如与学习者有亲属关系。",
        "Please write why you step back, such as being related to the learner.",
    ),
    "assessor_not_chosen": ("请选择一位第三方评审人员。", "Please choose a third-party assessor."),
    "assessor_of_own_case": (
        "评审人员不能评审自己的申请，请另选一位。",
        "An assessor cannot judge a case of their own. Please choose another one.",
    ),
    "request_missing": (
        "请写明请评审人员看什么，例如成果水平是否对应目标成果。",
        "Please write what the assessor should look at, such as whether the level fits the target.",
    ),
    "assessment_open": (
        "已请这位评审人员出具意见，请等待结果。",
        "This assessor has been asked already. Please wait for the opinion.",
    ),
    "assessment_given": ("意见已经出具，不能再改。", "The opinion has been given; it cannot be changed any more."),
    "assessment_taken_back": (
        "这项评审已经收回，不需要再出具意见。",
        "This assessment has been taken back; no opinion is needed any more.",
    ),
    "conclusion_missing": ("请选择结论。", "Please choose a conclusion."),
    "opinion_missing": ("请写明评审意见和依据。", "Please write the opinion and what it stands on."),
    "granted_used": (
        "不能撤销：转换所得的“{title}”已用于申请 {number}（{state}），请先处理那份申请。",
        "“{title}”, which it granted, serves application {number} ({state}). Please settle that one first.",
    ),
    "outcome_of_revoked": (
        "这项成果来自已撤销的转换，不能申请认定。",
        "This outcome came from a conversion that was revoked; it cannot be recognised.",
    ),
    "assigned_to_other": (
        "这份申请已分派给{name}，请由承办人办理，或先改派给自己。",
        "This application is assigned to {name}, who decides it; or assign it to yourself first.",
    ),
    "assignee_not_chosen": ("请选择承办人。", "Please choose who should decide."),
    "collided": (
        "办理时与其他操作冲突，没有办成，请稍后单独办理。",
        "Something else changed it at the same moment. Please decide it by itself in a while.",
    ),
    "programme_unknown": (
        "没有找到这个专业，请在列表中选择。",
        "This programme was not found. Please choose it from the list.",
    ),
}
