"""Why a row is reported instead of taken, in Chinese and English."""

Pair = tuple[str, str]

SENTENCES: dict[str, Pair] = {
    "row_duplicate": (
        "与第 {line} 行说的完全相同，只取那一行。",
        "This says the same as line {line}; only that one is taken.",
    ),
    "id_twice": (
        "编号“{value}”在第 {line} 行已经用过，请改一个。",
        "The id “{value}” is used in line {line} already. Change one.",
    ),
    "same_start": (
        "与第 {line} 行从同一时间或同一分数起，结果却不同；没有写明以哪一行为准。",
        "This starts where line {line} starts but says something else; nothing tells which one counts.",
    ),
    "neighbour_unread": (
        "第 {line} 行从何时或几分起无法读懂，所以这一行到哪里为止也不知道。",
        "Where line {line} starts cannot be read, so nobody knows where this row ends.",
    ),
    "value_missing": ("{column} 是空的，请填写。", "{column} is empty. Fill it in."),
    "number_unread": (
        "{column} 的“{value}”不是规则能写的数（最多六位整数、四位小数）。",
        "“{value}” in {column} is no number that a rule can hold (six digits and four decimals at most).",
    ),
    "term_unread": (
        "{column} 的“{value}”不是学期，请写成 FALL 2014 的样子。",
        "“{value}” in {column} is no term. Write it like FALL 2014.",
    ),
    "json_unread": (
        "{column} 不是这张表约定的 JSON 列表。",
        "{column} is not the JSON list that this table is made of.",
    ),
    "row_malformed": (
        "表中已注明这一行的原文未能拆开：{value}",
        "The table itself marks this row as one whose text could not be split: {value}",
    ),
    "target_differs": (
        "target_text 与 targets_json 说的不是同样的课程。",
        "target_text and targets_json do not name the same courses.",
    ),
    "shape_differs": (
        "shape 写的是“{value}”，来源却是“{found}”的样子。",
        "The shape says “{value}”, the sources have the shape “{found}”.",
    ),
    "item_unread": (
        "“{value}”读不出唯一的课程号和名称。",
        "“{value}” does not read as one code and one title.",
    ),
    "denied_unclear": (
        "“{value}”没有指明一门课程，或没有说明是每门拒绝还是合在一起拒绝。",
        "“{value}” names no course, or does not say whether each is denied or all of them together.",
    ),
    "course_twice": (
        "同一个组合里“{value}”出现了两次，一项成果只能用一次。",
        "“{value}” stands twice in one combination, and an outcome fills one place only.",
    ),
    "all_or_any": (
        "“{value}”没有说明是全部授予还是任选其一。",
        "“{value}” does not say whether all are granted or any one of them.",
    ),
    "target_unclear": (
        "“{value}”看不出是哪一门课程还是选修学分。",
        "“{value}” does not tell which course it is, or whether it is an elective.",
    ),
    "target_open": (
        "“{value}”没有写出具体的课程名。",
        "“{value}” does not name its courses.",
    ),
    "refusal_with_credits": (
        "写明不予转换，却又给了 {value} 学分。",
        "This refuses, and grants {value} credits all the same.",
    ),
    "codes_differ": (
        "课程号“{value}”与课程名的个数或顺序对不上。",
        "The codes “{value}” do not match the courses that are named.",
    ),
    "source_absent": (
        "“{value}”不是一项学习成果，规则必须有来源。",
        "“{value}” is no outcome, and a rule needs one to start from.",
    ),
    "kind_unclear": (
        "类别“{value}”不对应任何成果类别。",
        "“{value}” is none of the kinds of outcomes.",
    ),
    "id_unfit": (
        "编号“{value}”不能作规则编号，请以字母或汉字开头，只用字母、数字、汉字、_ 和 -。",
        "“{value}” cannot be a rule's id. Begin with a letter or a Han character; use these, digits, _ and - only.",
    ),
    "text_unfit": (
        "有的文字规则里不能写：引号内不能换行，不能有控制字符，最多 200 字。",
        "Some text cannot stand in a rule: no line breaks, no control characters, 200 characters at most.",
    ),
    "rule_too_long": ("写成规则超过 16 kB。", "Its rule would be longer than 16 kB."),
}
