"""Judgements in a table that no rule asks for."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from grammar.declarations import Rule
from rules.faults import Fault
from rules.populations import JUDGEMENTS
from rules.tables import Row, read_table
from rules.words import fold

Near = Callable[[Iterable[str], str], str]


def unused_judgements(path: Path, rules: Iterable[Rule], near: Near) -> Iterator[Fault]:
    """Yield a warning for each row whose rule is not there, or requires no such judgement in any version.

    `near` ends a sentence about a wrong word with what was probably meant.
    """
    codes: dict[str, str] = {}
    asked: dict[str, list[str]] = {}
    for rule in rules:
        codes.setdefault(fold(rule.code), rule.code)
        asked.setdefault(fold(rule.code), []).extend(judgement.name for judgement in rule.judgements)
    for row in read_table(path, JUDGEMENTS).rows:
        code, name = row.text("rule_id"), row.text("judgement")
        names = asked.get(fold(code))
        if names is None:
            values = {"value": code, "near": near(codes.values(), code)}
            yield _warning(row, "judgement_rule_unknown", "rule_id", values)
        elif name not in names:
            values = {"rule": codes[fold(code)], "value": name, "near": near(names, name)}
            yield _warning(row, "judgement_unasked", "judgement", values)


def _warning(row: Row, code: str, column: str, values: dict[str, str]) -> Fault:
    place = row.table.head.index(column) + 1
    return Fault(row.table.path, code, values, row.line, place, severity="warning")
