"""The sentences of problems with printed papers, in Chinese and English."""

SENTENCES: dict[str, tuple[str, str]] = {
    "paper_letters_missing": (
        "印不出来：字体里没有“{letters}”。请改掉这些字再打印{places_zh}。",
        "This cannot be printed: the typefaces lack “{letters}”. Please change these characters{places_en}.",
    ),
    "paper_text_unprintable": (
        "印不出来：有一处文字太长，或含有看不见的字符（{field}）。请修改后再打印。",
        "This cannot be printed: a text is too long or holds invisible characters ({field}). Please change it.",
    ),
    # the same two for readers who cannot change the text
    "paper_letters_missing_for_centre": (
        "现有字体没有这些字：{letters}。请联系管理中心，不要改用别的字。",
        "No typeface has these characters: {letters}. Please contact the centre; do not write them otherwise.",
    ),
    "paper_text_unprintable_for_centre": (
        "“{text}”过长或含有不能打印的字符，请联系管理中心更正后再出具。",
        "“{text}” is too long or holds a character that cannot be printed. Please ask the centre to correct it.",
    ),
    "paper_beyond_bounds": (
        "这份文件没有在限定的时间和内存内印成。请过几分钟再试；内容很多的，请缩小范围再打印。",
        "This was not printed within its bounds of time and memory. Please try again later; narrow down what is long.",
    ),
    "transcript_empty": (
        "账户里还没有入账学分或已认定的成果，暂时不能出具成绩单。",
        "The account holds neither credits nor recognised outcomes yet, so there is no transcript to issue.",
    ),
    "transcript_too_long": (
        "一份成绩单最多列 {entries} 笔账目和 {outcomes} 项成果，这个账户已超过，请联系管理中心。",
        "A transcript holds at most {entries} entries and {outcomes} outcomes. Please contact the centre.",
    ),
    "print_too_many": (
        "一次最多打印 {limit} 份证明，请缩小日期、机构或目标成果。",
        "At most {limit} proofs at once. Please narrow the days, the institution or the target.",
    ),
    "print_too_many_runs": (
        "您已有 {limit} 个打印任务没有做完，请等其中一个完成，或先取消它。",
        "{limit} of your runs are not done yet. Please wait for one of them, or cancel it.",
    ),
    "print_nothing": (
        "选中的证明都已失效或不在您的范围内，没有可打印的。",
        "None of the chosen proofs is valid and within your reach, so there is nothing to print.",
    ),
    "print_not_cancellable": (
        "这次打印已经是“{state}”，不能取消。",
        "This run is “{state}” already and cannot be cancelled.",
    ),
}
