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
