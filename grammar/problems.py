"""What is wrong in a text: where, why, and how to mend it, in Chinese and English."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from grammar.nodes import Span

SENTENCES: dict[str, tuple[str, str]] = {
    "unexpected_word": ("这里不能写“{found}”。", "“{found}” cannot stand here."),
    "unexpected_end": ("文件在这里结束得太早。", "The text ends too early here."),
    "unreadable": ("这里的字符“{found}”无法识别。", "The character “{found}” is not understood here."),
    "comma_in_source": (
        "来源里不能用逗号连接。",
        "Sources cannot be joined by a comma.",
    ),
    "quote_open": ("这里的引号没有配对。", "This quotation mark has no counterpart."),
    "bracket_open": ("这之前缺少“{missing}”。", "A “{missing}” is missing before this."),
    "clause_twice": (
        "“{clause}”在同一声明中写了两次，请留一处。",
        "“{clause}” stands twice in one declaration. Keep one.",
    ),
    "hidden_character": (
        "这里有看不见的控制字符 {found}，请删去。",
        "There is an invisible character {found} here. Remove it.",
    ),
    "rule_too_long": ("这条声明超过 16 kB，请拆成几条。", "This declaration is longer than 16 kB. Split it."),
    "file_too_long": ("文件超过 8 MB，请拆成几个文件。", "The file is longer than 8 MB. Split it."),
    "nested_too_deep": (
        "括号或“非”嵌套超过 32 层，请简化。",
        "More than 32 levels of brackets or “not”. Make it simpler.",
    ),
}


HINTS: dict[str, tuple[str, str]] = {
    "comma_in_source": (
        "都要具备用“与”，具备任一项用“或”。",
        "Write “and” when all are needed, “or” when one is enough.",
    ),
    "quote_open": (
        "名称写在同一行的一对引号里，不超过 200 个字。",
        "Write a title between two quotation marks on one line, at most 200 characters.",
    ),
    "bracket_open": ("请补上后括号，或去掉前括号。", "Close the bracket, or take the opening one away."),
    "clause_twice": ("请把两处合为一处。", "Join the two."),
    "hidden_character": ("可以重新键入这一行。", "Typing the line again helps."),
}
EXPECTED = ("这里可以写：{expected}。", "What can stand here: {expected_en}.")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend: a stable code, its place, and what its sentence names."""

    code: str
    span: Span
    values: Mapping[str, str] = field(default_factory=dict)
    severity: str = "error"

    def message(self, lang: str = "zh") -> str:
        """Return the sentence; `lang` is "zh" or "en"."""
        return SENTENCES[self.code][lang == "en"].format_map(self.values)

    def hint(self, lang: str = "zh") -> str:
        """Return what helps to mend it; empty when the sentence says it already."""
        pair = HINTS.get(self.code) or (EXPECTED if "expected" in self.values else ("", ""))
        return pair[lang == "en"].format_map(self.values)


def width_of(text: str) -> int:
    """Return how many terminal columns a text takes; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def render(problem: Problem, text: str, path: str, lang: str = "zh") -> str:
    """Return `path:line:column: severity code message`, the line of the text, a caret below it, and the hint."""
    span = problem.span
    lines = text.split("\n")
    line = lines[span.line - 1].replace("\t", " ") if span.line <= len(lines) else ""
    caret = " " * width_of(line[: span.column - 1]) + "^"
    head = f"{path}:{span.line}:{span.column}: {problem.severity} {problem.code} {problem.message(lang)}"
    hint = problem.hint(lang)
    return f"{head}\n{line}\n{caret}" + (f"\n{hint}" if hint else "")
