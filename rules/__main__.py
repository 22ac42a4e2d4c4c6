"""The command line: `python -m rules COMMAND`."""

import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from rules import commands, evaluation_commands
from rules.analysis.commands import add_commands as add_analysis
from rules.faults import FaultyFilesError
from rules.imports import commands as import_commands
from rules.planning import commands as planning_commands
from rules.speech import remark
from rules.tables import day_of

UNUSABLE = 2


def arguments() -> ArgumentParser:
    """Return what the command line understands."""
    parser = ArgumentParser(prog="python -m rules", description="转换规则 Conversion rules")
    command = parser.add_subparsers(dest="command", required=True)
    one = command.add_parser("check", help="检查规则 check rules")
    _rule_paths(one)
    one.add_argument("--catalogue", type=Path, help="名录 CSV catalogue")
    one.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    _language(one, commands.check)
    one = command.add_parser("format", help="统一格式 write rules in canonical form")
    _rule_paths(one)
    one.add_argument("--check", action="store_true", help="只检查，不改写 only name the files that differ")
    one.add_argument("--lang", choices=("zh", "en"), help="把关键词译成 translate keywords to")
    one.set_defaults(run=commands.format_files, lang_of_messages="zh")
    one = command.add_parser("test", help="运行规则里的例子 run the examples inside rules")
    _rule_paths(one)
    _day(one)
    _language(one, commands.test)
    one = command.add_parser("evaluate", help="逐人判断 apply rules to learners")
    _population(one)
    one.add_argument("--out", type=Path, help="结果文件 write to this file")
    one.add_argument("--only", choices=("yes", "no", "pending"), help="只要一种结论 only these verdicts")
    _language(one, evaluation_commands.evaluate)
    one = command.add_parser("explain", help="说明一个结论 explain one verdict")
    _population(one)
    one.add_argument("--learner", required=True)
    one.add_argument("--rule", required=True)
    _language(one, evaluation_commands.explain)
    add_analysis(command, day=_day, language=_messages)
    one = command.add_parser("import", help="把表变成规则 turn a table into rules")
    import_commands.add_arguments(one)
    _language(one, import_commands.import_rules)
    one = command.add_parser("plan", help="规划学分最多的转换 plan the conversions of most credits")
    _population(one)
    planning_commands.add_arguments(one)
    _language(one, planning_commands.plan)
    return parser


def _rule_paths(parser: ArgumentParser) -> None:
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="规则文件或目录 rule files or folders")


def _population(parser: ArgumentParser) -> None:
    parser.add_argument("--rules", nargs="+", type=Path, required=True, metavar="PATH")
    parser.add_argument("--outcomes", type=Path, required=True, help="学习成果 CSV")
    parser.add_argument("--learners", type=Path, help="学习者 CSV")
    parser.add_argument("--catalogue", type=Path, help="名录 CSV")
    parser.add_argument("--judgements", type=Path, help="人工认定 CSV")
    _day(parser)


def _day(parser: ArgumentParser) -> None:
    parser.add_argument(
        "--on", type=_date, default=None, help="申请日期，默认今天 day of application, today if left out"
    )


def _date(word: str) -> date:
    found = day_of(word)
    if found is None:
        message = f"“{word}”不是日期，请写成 2020-01-31 的样子 (write a date like 2020-01-31)"
        raise ArgumentTypeError(message)
    return found


def _language(parser: ArgumentParser, run: Callable[[Namespace], int]) -> None:
    _messages(parser)
    parser.set_defaults(run=run)


def _messages(parser: ArgumentParser) -> None:
    parser.add_argument("--lang", choices=("zh", "en"), default="zh", help="提示的语言 language of messages")


def main(words: Sequence[str]) -> int:
    """Run one command; return 2 when a file cannot be used."""
    options = arguments().parse_args(words)
    if getattr(options, "on", None) is None:
        options.on = date.today()  # noqa: DTZ011 - the day where the command is typed
    try:
        code: int = options.run(options)
    except FaultyFilesError as wrong:
        for fault in wrong.faults:
            remark(fault.text(options.lang or "zh"))
        return UNUSABLE
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
