"""What is wrong in a text: where, why, and how to mend it, in Chinese and English."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

from grammar.nodes import Span

SENTENCES: dict[str, tuple[str, str]] = {
    "unexpected_word": ("这里不能写“{found}”。", "“{found}” cannot stand here."),
    "unexpected_end": ("文件在这里结束得太早。", "The text ends too early here."),
    "unreadable": ("这里的字符“{found}”无法识别。", "The character “{found}” is not understood here."),
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


def width_of(text: str) -> int:
    """Return how many terminal columns a text takes; East Asian wide characters take two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def render(problem: Problem, text: str, path: str, lang: str = "zh") -> str:
    """Return the line `path:line:column: severity code message`, the line of the text, and a caret below it."""
    span = problem.span
    lines = text.split("\n")
    line = lines[span.line - 1].replace("\t", " ") if span.line <= len(lines) else ""
    caret = " " * width_of(line[: span.column - 1]) + "^"
    head = f"{path}:{span.line}:{span.column}: {problem.severity} {problem.code} {problem.message(lang)}"
    return f"{head}\n{line}\n{caret}"
