"""The commands that look at rules alone: check, format, test."""

import json
from argparse import Namespace

from grammar.printer import format_text
from grammar.problems import Problem
from rules.book import Book
from rules.examples import Ran, run_examples
from rules.populations import read_catalogue
from rules.rule_files import RuleFile, problems_of, read_rule_files, rendered
from rules.speech import remark, say
from rules.truth import Truth

FOUND = 1
EXPECTED = {"not_applicable": ("不适用", "not applicable"), "pending": ("待补", "pending")}
GOT = {Truth.NO: EXPECTED["not_applicable"], Truth.PENDING: EXPECTED["pending"]}


def check(options: Namespace) -> int:
    """Print every problem of the files; 1 when any is an error."""
    catalogue = read_catalogue(options.catalogue) if options.catalogue else None
    files = read_rule_files(options.paths)
    found = problems_of(files, catalogue)
    if options.json:
        say(json.dumps([_record(file, problem) for file, problem in found], ensure_ascii=False, indent=2))
    for file, problem in found if not options.json else ():
        say(rendered(file, problem, options.lang))
    errors = sum(problem.severity == "error" for _, problem in found)
    count = sum(len(file.parsed.file.declarations) for file in files)
    _say(
        options.lang,
        f"{len(files)} 个文件，{count} 条声明：{errors} 个错误，{len(found) - errors} 个提醒",
        f"{len(files)} files, {count} declarations: {errors} errors, {len(found) - errors} warnings",
    )
    return FOUND if errors else 0


def _record(file: RuleFile, problem: Problem) -> dict[str, object]:
    span = problem.span
    return {
        "path": str(file.path),
        "line": span.line,
        "column": span.column,
        "start": span.start,
        "end": span.end,
        "severity": problem.severity,
        "code": problem.code,
        "message": {lang: problem.message(lang) for lang in ("zh", "en")},
        "hint": {lang: problem.hint(lang) for lang in ("zh", "en")},
    }


def format_files(options: Namespace) -> int:
    """Write the files in canonical form; with --check only name those that are not, and return 1."""
    files = read_rule_files(options.paths)
    unreadable = [(file, problem) for file in files for problem in file.parsed.problems]
    if unreadable:
        return print_problems(unreadable, options.lang_of_messages)
    changed = [(file, text) for file in files if (text := format_text(file.text, lang=options.lang)) != file.text]
    for file, text in changed:
        say(str(file.path))
        if not options.check:
            file.path.write_text(text, encoding="utf-8", newline="\n")
    return FOUND if changed and options.check else 0


def test(options: Namespace) -> int:
    """Run the examples inside the rules; print those that fail, and return 1 when any does."""
    files = read_rule_files(options.paths)
    errors = [(file, problem) for file, problem in problems_of(files) if problem.severity == "error"]
    if errors:
        return print_problems(errors, options.lang)
    book = Book.gather(file.parsed.file for file in files)
    passed = failed = 0
    for file in files:
        own = Book.gather([file.parsed.file])
        for rule in own.rules:
            for ran in run_examples(rule, book=book, today=options.on):
                passed, failed = passed + ran.passed, failed + (not ran.passed)
                if not ran.passed:
                    say(_failure(file, rule.code, ran, options.lang))
    _say(options.lang, f"{passed} 个例子成立，{failed} 个不成立", f"{passed} examples hold, {failed} do not")
    return FOUND if failed else 0


def print_problems(found: list[tuple[RuleFile, Problem]], lang: str) -> int:
    """Print problems on the error stream; return 1."""
    for file, problem in found:
        remark(rendered(file, problem, lang))
    return FOUND


def _failure(file: RuleFile, code: str, ran: Ran, lang: str) -> str:
    english, span = lang == "en", ran.example.span
    expected = ran.example.expected
    wanted = EXPECTED[expected][english] if isinstance(expected, str) else _credits(expected, english=english)
    truth = ran.verdict.truth
    got = GOT[truth][english] if truth in GOT else _credits(ran.verdict.credits, english=english)
    place = f"{file.path}:{span.line}:{span.column}: failed {code} "
    return place + (f"expected {wanted}, got {got}" if english else f"应为{wanted}，得到{got}")


def _credits(granted: object, *, english: bool) -> str:
    shown = ("未知", "unknown")[english] if granted is None else str(granted)
    return f"{shown} credits" if english else f" {shown} 学分"


def _say(lang: str, chinese: str, english: str) -> None:
    remark(english if lang == "en" else chinese)
