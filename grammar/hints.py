"""How to mend each problem, in Chinese and English."""

from collections.abc import Mapping, Sequence

from grammar.words import spelling

EXPECTED = ("{near}这里可以写：{expected}。", "{near}Expected here: {expected}.")
NEAR = ("是不是想写“{near}”？", "Did you mean “{near}”? ")

HINTS: Mapping[str, tuple[str, str]] = {
    "unexpected_word": EXPECTED,
    "unexpected_end": EXPECTED,
    "unreadable": EXPECTED,
    "mark_not_needed": (
        "请删去它；子句以关键词开头，不用标点隔开。",
        "Remove it: clauses begin with a keyword, and nothing stands between them.",
    ),
    "comma_in_source": (
        "用“与”表示都要，用“或”表示任一。",
        "Say “and” where all are needed, “or” where one is enough.",
    ),
    "quote_not_closed": ("请在文字末尾补上 {closing} 。", "Write {closing} at the end of the text."),
    "quote_single": ('请把单引号换成“ ”或 " "。', 'Write “ ” or " " in place of the single quotes.'),
    "quote_not_opened": (
        "请在文字开头补上引号，或删去结尾的引号。",
        "Write a quote before the text, or remove the one behind it.",
    ),
    "text_too_long": ("请缩短到 200 字以内。", "Shorten it to 200 characters."),
    "bracket_not_closed": ("请补上 {closing} 。", "Write the closing {closing}."),
    "number_unreadable": (
        "请用半角数字，整数最多六位，小数最多四位。",
        "Use digits 0 to 9, at most six before the point and four behind it.",
    ),
    "count_unfit": ("请写不小于 {least} 的整数。", "Write a whole number, {least} or more."),
    "refusal_twice": ("请留一处，删去另一处。", "Keep one and remove the other."),
    "clause_twice": ("请留一处，删去另一处。", "Keep one and remove the other."),
    "hidden_character": (
        "它多半是复制粘贴带来的；请删去这里的文字，用键盘重新输入。",
        "It probably came with copied text. Delete the words here and type them again.",
    ),
    "rule_too_long": ("请拆成几条。", "Split it into several."),
    "file_too_long": ("请拆成几个文件。", "Split it into several files."),
    "nested_too_deep": (
        "请拆成几条规则，或去掉多余的括号。",
        "Split the rule, or remove brackets that are not needed.",
    ),
    "too_many_problems": ("请先改正以上各处，再检查一次。", "Mend those above, then check again."),
}


def hint_of(code: str, values: Mapping[str, str], expected: Sequence[str], lang: str) -> str:
    """Return how to mend a problem; empty for a code whose message says it already."""
    if code not in HINTS:
        return ""
    english = lang == "en"
    between = ", " if english else "、"
    words = dict.fromkeys(word for terminal in expected if (word := spelling(terminal, lang)))
    near = NEAR[english].format(near=values["near"]) if "near" in values else ""
    return HINTS[code][english].format_map({**values, "near": near, "expected": between.join(words)})
