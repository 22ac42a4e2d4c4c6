"""What is wrong with the files that a command is given."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

Pair = tuple[str, str]

SENTENCES: dict[str, Pair] = {
    "file_missing": ("没有这个文件，请核对路径。", "There is no such file. Check the path."),
    "file_unreadable": (
        "文件不能读取（{why}），请确认它不是文件夹，并且您有读取的权限。",
        "The file cannot be read ({why}). Make sure that it is no folder, and that you may read it.",
    ),
    "file_unwritable": (
        "文件不能写入（{why}），请确认文件夹存在，并且您有写入的权限。",
        "The file cannot be written ({why}). Make sure that its folder exists, and that you may write there.",
    ),
    "folder_filled": (
        "文件夹里已有文件，请另选一个新的或空的文件夹。",
        "The folder is not empty. Choose a new or an empty one.",
    ),
    "not_utf8": (
        "文件不是 UTF-8 编码，请另存为 UTF-8。",
        "The file is not UTF-8 text. Save it as UTF-8.",
    ),
    "table_broken": (
        "从这一行起不是合格的 CSV（{why}），请检查引号是否成对。",
        "From this line on it is no CSV ({why}). Check that every quote is closed.",
    ),
    "column_missing": ("缺少 {column} 列，请补上。", "The column {column} is missing. Add it."),
    "column_twice": ("{column} 列出现了两次，请留一列。", "The column {column} stands twice. Keep one."),
    "column_unknown": (
        "没有名为“{column}”的列；可用的列：{known}。",
        "There is no column “{column}”. The columns are: {known}.",
    ),
    "row_length": (
        "这一行有 {found} 格，表头有 {wanted} 列，请补齐或删去。",
        "This row has {found} cells, the head has {wanted}. Add or remove some.",
    ),
    "cell_empty": ("{column} 不能为空，请填写。", "{column} is empty. Fill it in."),
    "bad_number": (
        "{column} 的“{value}”不是数，请写成 85 或 2.5 的样子。",
        "“{value}” in {column} is no number. Write it like 85 or 2.5.",
    ),
    "bad_date": (
        "{column} 的“{value}”不是日期，请写成 2020-01-31 的样子。",
        "“{value}” in {column} is no date. Write it like 2020-01-31.",
    ),
    "bad_answer": (
        "{column} 的“{value}”不是 yes 或 no，请改成其中之一。",
        "“{value}” in {column} is neither yes nor no. Write one of them.",
    ),
    "judgement_rule_unknown": (
        "没有规则“{value}”，这一行没有用上{near}",
        "There is no rule “{value}”; this row is not used{near}",
    ),
    "judgement_unasked": (
        "规则“{rule}”不须认定“{value}”，这一行没有用上{near}",
        "Rule “{rule}” does not require “{value}”; this row is not used{near}",
    ),
    "row_twice": (
        "{value} 已经在前面出现过，请删去一行。",
        "{value} stands in a row above already. Remove one.",
    ),
    "two_programmes": (
        "这张表只能有一个专业，这里又出现了“{value}”；请分成两个文件。",
        "This table holds one programme, and “{value}” is another. Make two files of it.",
    ),
    "two_totals": (
        "专业总学分“{value}”与前面的行不同，请统一。",
        "The total credits “{value}” differ from those of the rows above. Make them equal.",
    ),
    "outcome_unknown": (
        "学习者没有编号为“{value}”的成果，请核对。",
        "The learner holds no outcome “{value}”. Check its id.",
    ),
    "rule_unknown": ("没有规则“{value}”{near}", "There is no rule “{value}”{near}"),
    "learner_unknown": ("没有学习者“{value}”{near}", "There is no learner “{value}”{near}"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend in a file; line and column count from 1, the column being that of the cell in a table.

    A warning is told and nothing else; an error keeps the file from being used.
    """

    path: Path
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    line: int = 1
    column: int = 1
    severity: str = "error"

    def text(self, lang: str = "zh") -> str:
        """Return the line `path:line:column: severity code message`."""
        sentence = SENTENCES[self.code][lang == "en"].format_map(self.values)
        return f"{self.path}:{self.line}:{self.column}: {self.severity} {self.code} {sentence}"


class FaultyFilesError(Exception):
    """Files that cannot be used; raised before anything is written."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.text("en") for fault in self.faults))


def text_of_file(path: Path) -> str:
    """Return the text of a UTF-8 file; raise FaultyFilesError when there is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = path.read_bytes()[: wrong.start].count(b"\n") + 1
        raise FaultyFilesError([Fault(path, "not_utf8", line=line)]) from wrong
    except FileNotFoundError as wrong:
        raise FaultyFilesError([Fault(path, "file_missing")]) from wrong
    except OSError as wrong:
        raise FaultyFilesError([Fault(path, "file_unreadable", {"why": wrong.strerror or ""})]) from wrong
