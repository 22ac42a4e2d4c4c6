"""From clauses to declarations; a clause written twice is a problem, not a guess."""

from collections.abc import Iterable, Sequence
from typing import Any

from lark.tree import Meta

from grammar import declarations as d
from grammar.builder import Children, nodes_of, span_of, tokens_of, with_place
from grammar.clause_builder import Clause, ClauseBuilder, Said, clause, span_of_token
from grammar.making import maker_of
from grammar.nodes import Span
from grammar.problems import Problem

Head = tuple[str, str | None]
make_rule = maker_of(d.Rule)
make_policy = maker_of(d.Policy)

REPEATED = frozenset({"caps", "judgements", "basis", "examples"})
ONE_CAP = frozenset({"judgements", "basis", "examples"})


class TreeBuilder(ClauseBuilder):
    """Builds the declarations of a file."""

    def title(self, children: Children) -> str | None:
        """Return the title beside a declaration's name."""
        titles = tokens_of(children[1:2], "STRING")
        return self.words(titles[0]) if titles else None

    @with_place
    def scope(self, meta: Meta, children: Children) -> Clause:
        return clause("scope", children[0].type.lower(), meta)

    @with_place
    def among_set(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "set", map(self.words, children))

    @with_place
    def among_kinds(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "kind", children)

    @with_place
    def among_rules(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "rules", map(self.words, children))

    @with_place
    def most_uses(self, meta: Meta, children: Children) -> Clause:
        return clause("most_uses", self.whole(children[0]), meta)

    @with_place
    def best(self, meta: Meta, children: Children) -> Clause:
        return clause("best", self.whole(children[0]), meta)

    @with_place
    def during_period(self, meta: Meta, children: Children) -> Clause:
        return clause("during", d.During(children[0].type.lower(), span=span_of(meta)), meta)

    @with_place
    def during_days(self, meta: Meta, children: Children) -> Clause:
        start, end = (self.day_in(token, span_of_token(token)) for token in children)
        return clause("during", d.During(None, start, end, span=span_of(meta)), meta)

    @with_place
    def excess(self, meta: Meta, children: Children) -> Clause:
        return clause("excess", children[0].type.lower(), meta)

    def head(self, children: Children) -> Head:
        """Return a declaration's name, and the title beside it."""
        return self.words(children[0]), self.title(children)

    @with_place
    def rule(self, meta: Meta, children: Children) -> Any:  # noqa: ANN401 - a rule, or the shape of a part of one
        return rule_of(self.head(children), clauses_in(children), span_of(meta), self.problems)

    @with_place
    def policy(self, meta: Meta, children: Children) -> Any:  # noqa: ANN401 - as `rule`
        return policy_of(self.head(children), clauses_in(children), span_of(meta), self.problems)

    @with_place
    def scale(self, meta: Meta, children: Children) -> d.Scale:
        grades = tuple(str(getattr(node, "value", "")) for node in nodes_of(children))
        return d.Scale(self.words(children[0]), grades, span=span_of(meta))

    @with_place
    def alias(self, meta: Meta, children: Children) -> d.Alias:
        left, right = nodes_of(children)
        return d.Alias(left, right, span=span_of(meta))

    @with_place
    def named_set(self, meta: Meta, children: Children) -> d.NamedSet:
        return d.NamedSet(self.words(children[0]), self.title(children), tuple(nodes_of(children)), span=span_of(meta))

    @with_place
    def start(self, meta: Meta, children: Children) -> d.File:
        return d.File(tuple(children), span=span_of(meta))


def clauses_in(children: Children) -> list[Clause]:
    """Return the clauses among the children."""
    return [child for child in children if isinstance(child, Clause)]


def rule_of(head: Head, clauses: Sequence[Said], span: Span, problems: list[Problem]) -> d.Rule:
    """Return a rule from its head and clauses; a clause too many is added to the problems."""
    rule: d.Rule = make_rule(*head, **_fields(clauses, REPEATED, problems), span=span)
    return rule


def policy_of(head: Head, clauses: Sequence[Said], span: Span, problems: list[Problem]) -> d.Policy:
    """Return a policy from its head and clauses; a clause too many is added to the problems."""
    values = _fields(clauses, ONE_CAP, problems)
    if "caps" in values:
        values["cap"] = values.pop("caps")
    policy: d.Policy = make_policy(*head, **values, span=span)
    return policy


def _fields(clauses: Sequence[Said], repeated: frozenset[str], problems: list[Problem]) -> dict[str, Any]:
    """Return the fields of a declaration from its clauses."""
    values: dict[str, Any] = {}
    for name, value, span in clauses:
        if name in repeated:
            values[name] = (*values.get(name, ()), value)
        elif name in values:
            code = "refusal_twice" if name == "refusal" else "clause_twice"
            problems.append(Problem(code, span, {"clause": name}))
        else:
            values[name] = value
    values["clauses"] = tuple([(name, span) for name, _, span in clauses])
    return values


def among(meta: Meta, what: str, names: Iterable[str]) -> Clause:
    """Return the clause of what a policy speaks of."""
    return clause("among", d.Among(what, tuple(names), span=span_of(meta)), meta)
