"""The commands that look at rules without or before learners: analyse, diff."""

import json
from argparse import ArgumentParser, Namespace, _SubParsersAction
from collections.abc import Callable
from pathlib import Path

from grammar.declarations import Rule
from grammar.nodes import Span
from rules.analysis.analyser import analyse
from rules.analysis.difference_words import (
    difference_lines,
    difference_record,
    effects_summary,
    impact_line,
    impact_record,
)
from rules.analysis.differences import differences
from rules.analysis.found import Found
from rules.analysis.impact import impact
from rules.analysis.witness_words import witness_record, witness_words
from rules.book import Book
from rules.commands import FOUND, print_problems
from rules.populations import read_catalogue, read_population
from rules.rule_files import RuleFile, problems_of, read_rule_files, rendered
from rules.speech import remark, say

Common = Callable[[ArgumentParser], None]
ALSO = ("  另见 {place} 规则 {code}", "  see also {place} rule {code}")
MOST_PLACES = 10
UNUSABLE = 2


def add_commands(command: "_SubParsersAction[ArgumentParser]", *, day: Common, language: Common) -> None:
    """Teach the command line `analyse` and `diff`; `day` and `language` add the options that all commands share."""
    one = command.add_parser("analyse", help="分析规则之间的冲突 find what rules say together")
    one.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="规则文件或目录 rule files or folders")
    one.add_argument("--catalogue", type=Path, help="名录 CSV catalogue")
    one.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    day(one)
    language(one)
    one.set_defaults(run=analyse_files)
    one = command.add_parser("diff", help="比较两份规则 compare two sets of rules")
    one.add_argument("old", type=Path, metavar="OLD", help="原来的规则 the rules as they were")
    one.add_argument("new", type=Path, metavar="NEW", help="新的规则 the rules as they are now")
    one.add_argument("--outcomes", type=Path, help="学习成果 CSV")
    one.add_argument("--learners", type=Path, help="学习者 CSV")
    one.add_argument("--catalogue", type=Path, help="名录 CSV")
    one.add_argument("--judgements", type=Path, help="人工认定 CSV")
    one.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    day(one)
    language(one)
    one.set_defaults(run=diff)


def analyse_files(options: Namespace) -> int:
    """Print what is found between the rules of some files; 1 when it blocks publishing, or the rules have errors."""
    catalogue = read_catalogue(options.catalogue) if options.catalogue else None
    files = read_rule_files(options.paths)
    errors = [(file, problem) for file, problem in problems_of(files) if problem.severity == "error"]
    if errors:
        return print_problems(errors, options.lang)
    book = Book.gather((file.parsed.file for file in files), catalogue)
    found = analyse(book, on=options.on, catalogue=catalogue)
    homes = {id(rule): file for file in files for rule in Book.gather([file.parsed.file]).rules}
    if options.json:
        say(json.dumps([_record(each, homes) for each in found], ensure_ascii=False, indent=2))
    for each in found if not options.json else ():
        say(_text(each, homes, options.lang))
    return _summary(found, len(book.rules), options.lang)


def _summary(found: tuple[Found, ...], count: int, lang: str) -> int:
    number = {severity: sum(each.severity == severity for each in found) for severity in ("error", "warning", "info")}
    remark(
        f"{count} rules: {number['error']} errors, {number['warning']} warnings, {number['info']} remarks"
        if lang == "en"
        else f"{count} 条规则：{number['error']} 个错误，{number['warning']} 个提醒，{number['info']} 个说明"
    )
    return FOUND if number["error"] else 0


def _text(found: Found, homes: dict[int, RuleFile], lang: str) -> str:
    english = lang == "en"
    lines = [rendered(homes[id(found.rule)], found, lang)]
    for other in found.others[:MOST_PLACES]:
        file, span = homes[id(other)], other.span
        lines.append(ALSO[english].format(place=f"{file.path}:{span.line}:{span.column}", code=other.code))
    if found.witness is not None:
        lines.append(("  例如：", "  for example: ")[english] + witness_words(found.witness, lang))
    return "\n".join(lines)


def _record(found: Found, homes: dict[int, RuleFile]) -> dict[str, object]:
    return {
        "severity": found.severity,
        "code": found.code,
        **_place(found.rule, found.span, homes),
        "message": {lang: found.message(lang) for lang in ("zh", "en")},
        "hint": {lang: found.hint(lang) for lang in ("zh", "en")},
        "others": [_place(other, other.span, homes) for other in found.others],
        "witness": None if found.witness is None else witness_record(found.witness),
    }


def _place(rule: Rule, span: Span, homes: dict[int, RuleFile]) -> dict[str, object]:
    return {
        "rule": rule.code,
        "version": rule.version or 1,
        "path": str(homes[id(rule)].path),
        "line": span.line,
        "column": span.column,
        "start": span.start,
        "end": span.end,
    }


def diff(options: Namespace) -> int:
    """Print what differs between two sets of rules, and with a population what that does to learners."""
    catalogue = read_catalogue(options.catalogue) if options.catalogue else None
    sides = [read_rule_files([path]) for path in (options.old, options.new)]
    errors = [pair for files in sides for pair in problems_of(files) if pair[1].severity == "error"]
    if errors:
        print_problems(errors, options.lang)
        return UNUSABLE
    old, new = (Book.gather((file.parsed.file for file in files), catalogue) for files in sides)
    population = None
    if options.outcomes:
        population = read_population(options.outcomes, options.learners, options.judgements)
    changed = differences(old, new)
    affected = () if population is None else impact(old, new, population, on=options.on)
    if options.json:
        record = {**difference_record(changed), "effects": [impact_record(each) for each in affected]}
        say(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        for line in (*difference_lines(changed, options.lang), *(impact_line(each, options.lang) for each in affected)):
            say(line)
    remark(effects_summary(len(changed.rules), None if population is None else affected, options.lang))
    return 0
