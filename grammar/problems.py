"""What is wrong in a text: where, why, and how to mend it, in Chinese and English."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from grammar.hints import hint_of
from grammar.nodes import Span
from grammar.words import FIELDS, spelling

SENTENCES: dict[str, tuple[str, str]] = {
    "unexpected_word": ("这里不能写“{found}”。", "“{found}” cannot stand here."),
    "unexpected_end": ("这条声明在这里还没有写完。", "The declaration is not complete here."),
    "unreadable": ("这里的字符“{found}”无法识别。", "The character “{found}” is not understood here."),
    "mark_not_needed": ("这里不用写标点“{found}”。", "No “{found}” is needed here."),
    "comma_in_source": ("来源之间不能用逗号。", "Sources are not separated by a comma."),
    "quote_not_closed": ("这个引号没有结束。", "This quote is not closed."),
    "quote_single": ("文字要写在双引号里。", "Texts stand between double quotes."),
    "quote_not_opened": ("这里的文字前面没有开始的引号。", "No quote was opened before this text."),
    "text_too_long": ("引号里的文字超过 200 字。", "The text in quotes is longer than 200 characters."),
    "bracket_not_closed": ("这个括号“{found}”没有结束。", "This bracket {found} is not closed."),
    "number_unreadable": ("这里的数字无法识别。", "The number is not understood here."),
    "count_unfit": ("“{found}”在这里不能用。", "{found} cannot be used here."),
    "refusal_twice": (
        "一条规则只能写一次“不予转换”或“拒绝”。",
        "A rule can say “none” or “deny” only once.",
    ),
    "clause_twice": ("“{clause}”在同一声明中写了两次。", "“{clause}” stands twice in one declaration."),
    "hidden_character": ("这里有看不见的控制字符 {found}。", "There is an invisible character {found} here."),
    "rule_too_long": ("这条声明超过 16 kB。", "This declaration is longer than 16 kB."),
    "file_too_long": ("文件超过 8 MB。", "The file is longer than 8 MB."),
    "nested_too_deep": ("括号或“非”嵌套超过 32 层。", "More than 32 levels of brackets or “not”."),
    "too_many_problems": ("问题太多，后面的没有列出。", "There are too many problems; those below are not listed."),
}
HEADS = ("提示：", "hint: ")
MOST_BEFORE, MOST_BEHIND = 120, 120  # letters of a line that are shown on either side of a place
CUT = "…"
NO_WIDTH = frozenset({"Mn", "Me"})  # marks that stand on the letter before them
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # controls, which a terminal would obey instead of showing them


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a stable code, its place, what its sentence names, and the terminals expected there."""

    code: str
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    severity: str = "error"
    expected: tuple[str, ...] = ()

    def message(self, lang: str = "zh") -> str:
        """Return the sentence; `lang` is "zh" or "en"."""
        words = dict(self.values)
        if "clause" in words:
            words["clause"] = spelling(FIELDS[words["clause"]], lang)
        return SENTENCES[self.code][lang == "en"].format_map(words)

    def hint(self, lang: str = "zh") -> str:
        """Return how to mend it; empty where the message says so itself."""
        return hint_of(self.code, self.values, self.expected, lang)


def width_of(text: str) -> int:
    """Return how many terminal columns a text takes; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.category(letter) in NO_WIDTH else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def shown(line: str) -> str:
    """Return a line as a terminal can show it, letter for letter: tabs as blanks, unseen letters as �."""
    visible = line.rstrip("\r").replace("\t", " ")
    return "".join("�" if unicodedata.category(letter) in UNSEEN else letter for letter in visible)


def excerpt(text: str, span: Span) -> tuple[str, str]:
    """Return the line that a span begins in and what of it stands before the span; a very long one is cut around it."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.start)
    end = len(text) if end < 0 else end
    first, last = max(start, span.start - MOST_BEFORE), min(end, span.start + MOST_BEHIND)
    cut, more = CUT * (first > start), CUT * (last < end)
    return cut + shown(text[first:last]) + more, cut + shown(text[first : span.start])


def render(problem: Problem, text: str, path: str, lang: str = "zh") -> str:
    """Return `path:line:column: severity code message`, the line of the text, a caret below it, and the hint."""
    span = problem.span
    line, before = excerpt(text, span)
    caret = " " * width_of(before) + "^"
    head = f"{path}:{span.line}:{span.column}: {problem.severity} {problem.code} {problem.message(lang)}"
    hint = problem.hint(lang)
    return "\n".join([head, line, caret, *([HEADS[lang == "en"] + hint] if hint else [])])
