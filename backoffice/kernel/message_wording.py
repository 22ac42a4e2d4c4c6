"""The sentences of problems with messages, their words, notices and questions, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "words_missing": ("请填写消息内容。", "Please write the message."),
    "placeholder_unknown": (
        "这条消息没有占位符“{{{place}}}”，请改用下方列出的占位符。",
        "This message has no placeholder “{{{place}}}”. Please use those listed below.",
    ),
    "placeholder_missing": (
        "缺少占位符“{{{place}}}”，收件人需要这项内容，请补上。",
        "The placeholder “{{{place}}}” is missing. The recipient needs it; please put it in.",
    ),
    "braces_open": (
        "花括号不成对，或括号内有空格。占位符请写成 {{签名}} 的样子。",
        "A brace stands alone or has blanks inside. Placeholders look like {{signature}}.",
    ),
    "words_unreadable": (
        "消息含有无法显示的控制字符，请删去后重填。",
        "The message contains invisible control characters. Please remove them.",
    ),
    "words_too_long": (
        "消息最多{limit}个字，请缩短。",
        "The message may have at most {limit} characters. Please shorten it.",
    ),
    "message_not_failed": (
        "只有发送失败或不再发送的消息才能重发，这条消息的状态已变化，请刷新页面。",
        "Only failed messages can be sent again, and this one has changed. Please reload the page.",
    ),
    "message_forgotten": (
        "这条消息的号码和内容已按规定删除，不能重发，请本人重新获取。",
        "The number and the text of this message are deleted, so it cannot be sent again. They must be asked for anew.",
    ),
    "notice_institution_missing": (
        "请选择公告面向哪个机构的学习者。",
        "Please choose the institution whose learners the notice is for.",
    ),
    "notice_days_turned": (
        "结束日期不能早于开始日期，请核对。",
        "The last day lies before the first. Please check both.",
    ),
    "question_closed": (
        "这个问题已关闭，请先重新打开。",
        "This question is closed. Please open it again first.",
    ),
    "question_place_unknown": (
        "请在列表中选择要提问的机构，或选择管理中心。",
        "Please choose an institution from the list, or the centre.",
    ),
    "assignee_unknown": ("请在列表中选择解答人。", "Please choose from the list who shall answer."),
    "learner_named": (
        "公开的文字里有提问人的姓名或账户号“{text}”，请去掉后再公开。",
        "The public text names the learner (“{text}”). Please take that out first.",
    ),
}
