"""The peers' forms of the workload's rules for one learner, each as its own users would write it.

Every peer finds the rules by the title of an outcome in a dictionary. It is given numbers made ready beforehand, and
gives back the value of each rule, the best of the outcomes that fit.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

import celpy
import rule_engine
import zen
from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_NUMERIC
from business_rules.variables import BaseVariables, numeric_rule_variable
from cel import compile as compile_cel
from json_logic import jsonLogic

from bench.plain_rules import NO, PENDING, Box, PlainRule, Values

Evaluated = Callable[[PlainRule], Callable[[Any], int]]
Answers = dict[str, int]
Peer = Callable[[list[tuple[str, Values]]], Answers]
ATTRIBUTES = ("score", "level", "awarded", "school")


def peers_of(rules: Iterable[PlainRule], *, gaps: bool) -> dict[str, Peer]:
    """Return the peers with these rules; without gaps their forms need not ask what is known."""
    by_title: dict[str, list[PlainRule]] = {}
    for rule in rules:
        by_title.setdefault(rule.title, []).append(rule)
    return {
        "common-expression-language": _each(by_title, lambda rule: _cel(rule, gaps=gaps)),
        "zen-engine": _tables(by_title, gaps=gaps),
        "rule-engine": _each(by_title, lambda rule: rule_engine.Rule(_words(rule, gaps=gaps)).evaluate),
        "business-rules": _each(by_title, lambda rule: _business(rule, gaps=gaps)),
        "json-logic": _each(by_title, lambda rule: _json_logic(rule, gaps=gaps)),
        "cel-python": _celpy(by_title, gaps=gaps),
    }


def rank(value: int) -> tuple[int, int]:
    """Order values: the most credits, then pending, then no."""
    return (0 if value >= 0 else 1 if value == PENDING else 2), -value


def _each(by_title: dict[str, list[PlainRule]], form: Evaluated) -> Peer:
    ready = {title: [(rule.code, form(rule)) for rule in rules] for title, rules in by_title.items()}

    def answered(held: list[tuple[str, Values]]) -> Answers:
        found: Answers = {}
        for title, values in held:
            for code, evaluated in ready.get(title, ()):
                value = int(evaluated(values))
                if code not in found or rank(value) < rank(found[code]):
                    found[code] = value
        return found

    return answered


def expression(rule: PlainRule, *, gaps: bool, both: str, one: str) -> str:
    """Return a rule as one conditional expression, with the words for `and` and `or`."""
    tests = [test.yes for test in rule.always]
    joined = [test.yes for test in rule.joined]
    if rule.either:
        joined = ["(" + one.join(_known(test.attribute, test.yes, both) for test in rule.joined) + ")"]
    elif gaps:
        joined = [_known(test.attribute, test.yes, both) for test in rule.joined]
    if gaps:
        tests = [_known(test.attribute, test.yes, both) for test in rule.always]
    value = str(rule.bands[0][1])
    if rule.by_score:
        value = "".join(f"score >= {low} ? {credit} : " for low, credit in rule.bands) + str(PENDING if gaps else NO)
    last = PENDING if gaps else NO
    whole = both.join([*tests, *joined])
    granted = f"({whole} ? ({value}) : {last})" if whole else f"({value})"
    against = _against(rule, both, one) if gaps else ""
    return f"{against} ? {NO} : {granted}" if against else granted


def _against(rule: PlainRule, both: str, one: str) -> str:
    found = [f"({_known(test.attribute, test.no, both)})" for test in rule.always]
    joined = [f"({_known(test.attribute, test.no, both)})" for test in rule.joined]
    found += ["(" + both.join(joined) + ")"] if rule.either else joined
    if rule.by_score:
        found.append(f"(score >= 0{both}score < {rule.bands[-1][0]})")
    return "(" + one.join(found) + ")" if found else ""


def _known(attribute: str, test: str, both: str) -> str:
    return f"({attribute} >= 0{both}{test})" if " < " in test or " != " in test else f"{test}"


def _cel(rule: PlainRule, *, gaps: bool) -> Callable[[Any], int]:
    executed: Callable[[Any], int] = compile_cel(expression(rule, gaps=gaps, both=" && ", one=" || ")).execute
    return executed


def _words(rule: PlainRule, *, gaps: bool) -> str:
    return expression(rule, gaps=gaps, both=" and ", one=" or ")


def _celpy(by_title: dict[str, list[PlainRule]], *, gaps: bool) -> Peer:
    environment = celpy.Environment()

    def form(rule: PlainRule) -> Callable[[Any], int]:
        program = environment.program(environment.compile(expression(rule, gaps=gaps, both=" && ", one=" || ")))
        evaluated: Callable[[Any], int] = program.evaluate
        return evaluated

    inner = _each(by_title, form)
    typed = celpy.celtypes.IntType

    def answered(held: list[tuple[str, Values]]) -> Answers:
        return inner([(title, {name: typed(value) for name, value in values.items()}) for title, values in held])

    return answered


def _json_logic(rule: PlainRule, *, gaps: bool) -> Callable[[Any], int]:
    def inside(box: Box) -> dict[str, Any]:
        return {"and": [{"<=": [low, {"var": name}, top]} for name, (low, top) in box.items()] or [True]}

    parts: list[Any] = []
    for box in rule.refusals() if gaps else []:
        parts += [inside(box), NO]
    for box, value in rule.boxes():
        parts += [inside(box), value]
    logic = {"if": [*parts, PENDING if gaps else NO]}
    return lambda values: int(jsonLogic(logic, values))


class Numbers(BaseVariables):  # type: ignore[misc]
    """The numbers of one outcome."""

    def __init__(self, values: Values) -> None:
        self.values = values

    @numeric_rule_variable  # type: ignore[untyped-decorator]
    def score(self) -> int:
        """In points."""
        return self.values["score"]

    @numeric_rule_variable  # type: ignore[untyped-decorator]
    def level(self) -> int:
        """Its place on the ladder."""
        return self.values["level"]

    @numeric_rule_variable  # type: ignore[untyped-decorator]
    def awarded(self) -> int:
        """In days."""
        return self.values["awarded"]

    @numeric_rule_variable  # type: ignore[untyped-decorator]
    def school(self) -> int:
        """Of the learner, by place."""
        return self.values["school"]


class Said(BaseActions):  # type: ignore[misc]
    """What the first rule that fires says."""

    def __init__(self, value: int) -> None:
        self.value = value

    @rule_action(params={"value": FIELD_NUMERIC})  # type: ignore[untyped-decorator]
    def say(self, value: int) -> None:
        """Keep the value."""
        self.value = value


def _business(rule: PlainRule, *, gaps: bool) -> Callable[[Any], int]:
    def fires(box: Box, value: int) -> dict[str, Any]:
        tests = [
            {"name": name, "operator": operator, "value": number}
            for name, (low, top) in box.items()
            for operator, number in (("greater_than_or_equal_to", low), ("less_than_or_equal_to", top))
        ]
        conditions = {"all": tests or [{"name": "score", "operator": "greater_than_or_equal_to", "value": -1}]}
        return {"conditions": conditions, "actions": [{"name": "say", "params": {"value": value}}]}

    listed = [fires(box, NO) for box in rule.refusals()] if gaps else []
    listed += [fires(box, value) for box, value in rule.boxes()]
    otherwise = PENDING if gaps else NO

    def evaluated(values: Values) -> int:
        said = Said(otherwise)
        run_all(listed, Numbers(values), said, stop_on_first_trigger=True)
        return said.value

    return evaluated


def _tables(by_title: dict[str, list[PlainRule]], *, gaps: bool) -> Peer:
    """Return one decision table for each title, that collects the rows which hold."""
    engine = zen.ZenEngine()
    ready = {title: engine.create_decision(_table(rules, gaps=gaps)) for title, rules in by_title.items()}
    codes = {title: [rule.code for rule in rules] for title, rules in by_title.items()}
    otherwise = PENDING if gaps else NO

    def answered(held: list[tuple[str, Values]]) -> Answers:
        found: Answers = {}
        for title, values in held:
            if title not in ready:
                continue
            said = {row["rule"]: int(row["value"]) for row in ready[title].evaluate(values)["result"] or ()}
            for code in codes[title]:
                value = said.get(code, otherwise)
                if code not in found or rank(value) < rank(found[code]):
                    found[code] = value
        return found

    return answered


def _table(rules: list[PlainRule], *, gaps: bool) -> str:
    rows = [
        {"_id": f"{place}-{number}", "rule": json.dumps(rule.code), "value": str(value), **_cells(box)}
        for place, rule in enumerate(rules)
        for number, (box, value) in enumerate([*rule.boxes(), *((each, NO) for each in rule.refusals() if gaps)])
    ]
    inputs = [{"id": name, "name": name, "field": name} for name in ATTRIBUTES]
    outputs = [{"id": name, "name": name, "field": name} for name in ("rule", "value")]
    content = {"hitPolicy": "collect", "inputs": inputs, "outputs": outputs, "rules": rows}
    place = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "type": "inputNode", "name": "in", "position": place},
        {"id": "table", "type": "decisionTableNode", "name": "table", "position": place, "content": content},
        {"id": "out", "type": "outputNode", "name": "out", "position": place},
    ]
    edges = [
        {"id": f"{one}-{other}", "sourceId": one, "targetId": other, "type": "edge"}
        for one, other in (("in", "table"), ("table", "out"))
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def _cells(box: Box) -> dict[str, str]:
    return {name: f"[{box[name][0]}..{box[name][1]}]" if name in box else "" for name in ATTRIBUTES}
