"""The sentences of problems with drafts of rules and their publication, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "draft_unknown": (
        "没有找到这份草稿或版本，请返回列表查看。",
        "This draft or version was not found. Please go back to the list.",
    ),
    "draft_too_long": (
        "规则文本最多 {limit} 个字，请拆成几条规则。",
        "The text may have at most {limit} characters. Please split it into several rules.",
    ),
    "draft_changed": (
        "您打开之后，{who} 在 {at} 保存了这份草稿，您的文字还在下面，没有写入。请对照后再保存。",
        "{who} saved this draft at {at}, after you opened it. Your text stands below, unsaved. Please compare the two.",
    ),
    "draft_changed_before_publishing": (
        "您打开之后草稿又改过，请看过最新文字再发布。",
        "The draft was changed after you opened it. Please read it again before publishing.",
    ),
    "draft_closed": (
        "这份草稿现为“{state}”，不能再做这一步，请刷新页面查看。",
        "The draft stands at “{state}”; this step is not possible any more. Please reload the page.",
    ),
    "draft_unsound": (
        "还有 {errors} 个错误、{examples} 个不符的例子，改好后才能送审。",
        "{errors} errors and {examples} failing examples are left. Please mend them before handing it in.",
    ),
    "draft_has_errors": (
        "规则文本有 {count} 个错误，请退回起草人改正。",
        "The text has {count} errors. Please send it back to be mended.",
    ),
    "examples_fail": (
        "有 {count} 个例子与规则的结果不符，请退回起草人核对。",
        "{count} examples do not come out as they say. Please send it back to be checked.",
    ),
    "analysis_blocks": (
        "与生效中的规则有 {count} 处冲突，见“问题”，请写明优先、分开条件或删去一条。",
        "It clashes with rules in force in {count} places, see the problems. Give priorities or keep them apart.",
    ),
    "warnings_not_seen": (
        "有 {count} 个提醒，请逐条核对后勾选，并写明理由。",
        "There are {count} warnings. Please go through them, tick the box and say why you publish all the same.",
    ),
    "impact_missing": (
        "还没有算过影响，请先计算。",
        "Its effect on learners has not been computed. Please compute it first.",
    ),
    "impact_failed": (
        "影响没有算完，请重新计算。",
        "The computation of its effect did not finish. Please compute it again.",
    ),
    "impact_outdated": (
        "计算之后草稿或生效中的规则有改动，请重新计算影响。",
        "The draft or the rules in force changed since the effect was computed. Please compute it again.",
    ),
    "impact_running": (
        "影响还在计算，请等它算完。",
        "Its effect is being computed. Please wait until that is done.",
    ),
    "impact_of_no_rule": (
        "文本里没有一条能读懂的规则，无法计算影响；请先改正错误（政策不用计算）。",
        "The text holds no readable rule to compute the effect of. Please mend it first; policies need none.",
    ),
    "writer_publishes": (
        "您起草或修改过这份草稿，须由他人发布。",
        "You wrote at this draft; another person must publish it.",
    ),
    "not_the_writer": (
        "只有起草或修改过的人能撤回，您可以写明意见退回。",
        "Only those who wrote it can take it back. You can send it back with remarks.",
    ),
    "reason_missing": ("请写明理由，办理记录会保留。", "Please write the reason; the record keeps it."),
    "last_day_missing": ("请填写最后生效日，例如 2020-11-30。", "Please give the last day, such as 2020-11-30."),
    "last_day_past": (
        "最后生效日不能早于今天；要立即停用请用“紧急停用”。",
        "The last day may not lie before today. To stop the rule at once use the emergency stop.",
    ),
    "ends_earlier": (
        "这一版本来就只到 {day}，请填更早的一天，或不必停用。",
        "This version ends on {day} as it is. Please give an earlier day, or leave it.",
    ),
    "retirement_open": (
        "这一版已经有人提出停用，正等另一位同事确认，请打开那一份查看。",
        "The end of this version was proposed already and waits to be confirmed. Please open that proposal.",
    ),
    "retirement_changed": (
        "您打开之后，停用的日期或理由又改过，请看过再确认。",
        "The day or the reason was changed after you opened the page. Please read it again before confirming.",
    ),
    "proposer_confirms": (
        "停用是您提出的，须由另一位同事确认。",
        "You proposed this end; another person must confirm it.",
    ),
    "version_ended": (
        "这一版已经停用，或不在已发布的版本中，请刷新页面查看。",
        "This version has ended, or is not published. Please reload the page.",
    ),
    "rule_stopped": (
        "这份申请所用的规则已紧急停用（{why}），不能再按它办理，请撤回后改选其他规则。",
        "The rule of this application was stopped ({why}). It cannot go on; please withdraw and choose another rule.",
    ),
    "fix_gone": (
        "文字已经改过，这一处改法不再合用，请看下面新的检查结果。",
        "The text has changed since, so this fix does not fit any more. Please look at the problems below.",
    ),
    "format_unreadable": (
        "文本还有错误，改正后才能整理格式。",
        "The text still has errors. It can be formatted once they are mended.",
    ),
    "form_unreadable": (
        "文本里没有一条能读懂的规则，表单不能写入；请先改正错误。",
        "The text holds no readable rule, so the form cannot be written into it. Please mend the errors first.",
    ),
    "form_kind": ("请选择成果的类别。", "Please choose the kind of the outcome."),
    "form_day": (
        "没有“{value}”这一天，请写成 2020-11-15 的样子。",
        "There is no day “{value}”. Write it like 2020-11-15.",
    ),
    "form_validity": (
        "有效期“{value}”应为 1 到 999 的整数。",
        "“{value}” is no whole number of years or months from 1 to 999.",
    ),
    "form_number": (
        "“{value}”不是数字，请写成 3 或 2.5 的样子（最多四位小数）。",
        "“{value}” is no number. Write it like 3 or 2.5, with four decimals at most.",
    ),
    "form_unwritable": ("表单的内容不能写入文本：{why}", "The form cannot be written into the text: {why}"),
    "table_missing": ("请选择要导入的表（CSV）。", "Please choose the table (CSV)."),
    "table_format": ("请选择表的样式。", "Please choose what the table is."),
    "table_unreadable": ("表不能读：{why}", "The table cannot be read: {why}"),
    "table_too_long": (
        "一次最多导入 {limit} 条规则，这张表有 {count} 条，请分开导入。",
        "At most {limit} rules at once; this table has {count}. Please split it.",
    ),
}
