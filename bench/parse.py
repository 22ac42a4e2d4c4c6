"""Rules read per second, beside `ast.parse` on Python functions that say the same; errors and completion in ms."""

import ast
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter

from bench.options import Options
from bench.report import Report
from bench.workload import Workload
from grammar.clauses import RatioByScore
from grammar.completion import complete
from grammar.declarations import File, Rule
from grammar.nodes import And, Comparison, Condition, MemberOf, Or, Source, SourceAll, SourceReference, TargetReference
from grammar.parser import parse
from grammar.vocabulary import declared

ROUNDS = 5
OPERATORS = {"=": "=="}
SAMPLES = Path(__file__).parents[1] / "backoffice/sample/files"
MISTAKES = (("来源", "来原"), ("比例", "比列"), ("目标", "目际"))


def run(options: Options) -> Report:
    """Parse the workload's rules and their Python functions in turn; agree when both hold every rule."""
    texts = Workload(options.rules, 1).texts
    text = "\n\n".join(texts) + "\n"
    parsed = parse(text)
    rules = [each for each in parsed.file.declarations if isinstance(each, Rule)]
    python = "\n\n".join(map(as_function, rules)) + "\n"
    ours, theirs = in_turn(lambda: parse(text), lambda: ast.parse(python))
    agrees = len(rules) == len(ast.parse(python).body) == len(texts) and not parsed.problems
    figures: dict[str, object] = {"characters of rules": len(text), "characters of Python": len(python)}
    figures |= _errors(texts, text) | _completions(text, parsed.file) | _samples()
    rates = len(texts) / ours, len(texts) / theirs
    return Report("parse", rates[0], "rules", agrees, {"ast.parse": rates[1]}, figures)


def in_turn(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """Return the seconds that each work takes, the median of some rounds in turn."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(rounds):
        for work, seconds in zip(works, taken, strict=True):
            begun = perf_counter()
            work()
            seconds.append(perf_counter() - begun)
    return [median(each) for each in taken]


def as_function(rule: Rule) -> str:
    """Return a rule as a Python function: a call for each clause, with the same names, numbers and comparisons."""
    lines = [f"def {rule.code}(learner):", f'    """{rule.title}"""']
    if rule.source:
        lines.append(f"    source({_source(rule.source)})")
    targets = [each for each in rule.targets if isinstance(each, TargetReference)]
    for target in targets:
        of = target.reference
        lines.append(f'    target({of.kind}("{of.title}", institution="{of.institution}"), credits={target.credits})')
    if isinstance(rule.ratio, RatioByScore):
        bands = ", ".join(f"({band.low}, {band.high}, {band.percent})" for band in rule.ratio.bands)
        lines.append(f"    ratio_by_score({bands})")
    elif rule.ratio:
        lines.append(f"    ratio({rule.ratio.percent})")
    if rule.condition:
        lines.append(f"    when({_condition(rule.condition)})")
    if rule.validity:
        lines.append(f'    valid({rule.validity.count}, "{rule.validity.unit}")')
    return "\n".join(lines)


def _source(source: Source) -> str:
    if isinstance(source, SourceAll):
        return " and ".join(map(_source, source.members))
    if not isinstance(source, SourceReference):
        raise TypeError("the workload's sources are references")
    where = f", where={_condition(source.where)}" if source.where else ""
    return f'{source.reference.kind}("{source.reference.title}"{where})'


def _condition(condition: Condition) -> str:
    if isinstance(condition, And | Or):
        connector = " and " if isinstance(condition, And) else " or "
        return connector.join(map(_condition, condition.members))
    if isinstance(condition, MemberOf):
        return f"learner in ({', '.join(map(repr, condition.institutions))},)"
    if not isinstance(condition, Comparison):
        raise TypeError("the workload's tests are comparisons and memberships")
    value = getattr(condition.value, "text", None) or getattr(condition.value, "value", None)
    written = repr(value) if isinstance(value, str) else str(value)
    name = getattr(condition.subject, "name", "")
    return f"{name} {OPERATORS.get(condition.operator, condition.operator)} {written}"


def _errors(texts: tuple[str, ...], text: str) -> dict[str, object]:
    """Return how long three errors in three rules take, in ten rules and among all."""
    small = _spoilt("\n\n".join(texts[:10]), texts[:10])
    large = _spoilt(text, texts)
    few, many = in_turn(lambda: parse(small), lambda: parse(large))
    return {
        "errors found in 10 rules": len(parse(small).problems),
        "ms for 3 errors in 10 rules": round(few * 1000, 2),
        "errors found among all rules": len(parse(large).problems),
        "ms for 3 errors among all rules": round(many * 1000, 1),
    }


def _spoilt(text: str, texts: tuple[str, ...]) -> str:
    """Return the text with a misspelt keyword in three of its rules."""
    for (word, misspelt), place in zip(MISTAKES, (1, len(texts) // 2, len(texts) - 2), strict=True):
        text = text.replace(texts[place], texts[place].replace(f"  {word} ", f"  {misspelt} ", 1))
    return text


def _completions(text: str, file: File) -> dict[str, object]:
    """Return how long a completion takes: amid all rules, and at the end of rules of 16 kB."""
    words = declared(file.declarations)
    middle = text.index("  目标 ", len(text) // 2) + len("  目标 ")
    members = ", ".join(f"课程 “课程{number:03d}” @“第一开放大学”" for number in range(280))
    long = f"规则 A\n  来源 任 1 {{ {members} "
    many = "规则 A\n  来源 课程 “x”\n" + "  例 成绩 = 60, 层次 = 本科 => 2.4 学分\n" * 300 + "  条"
    places = {
        "amid all rules": (text, middle),
        "behind one long clause": (long, len(long)),
        "behind many clauses": (many, len(many)),
    }
    measured: dict[str, object] = {}
    for name, (written, place) in places.items():
        work = partial(complete, written, place, words)
        (first,), (taken,) = in_turn(work, rounds=1), in_turn(work)
        measured[f"ms for the first completion {name}"] = round(first * 1000, 2)
        measured[f"ms for another completion {name}"] = round(taken * 1000, 2)
    return measured


def _samples() -> dict[str, object]:
    """Return the rate at which the sample's own files are read."""
    measured: dict[str, object] = {}
    for path in sorted(SAMPLES.glob("*.rule")):
        text = path.read_text(encoding="utf-8")
        count = len(parse(text).file.declarations)
        (taken,) = in_turn(partial(parse, text))
        measured[f"declarations/s of {path.name}"] = round(count / taken)
    return measured
