"""From clauses to declarations; a clause written twice is a problem, not a guess."""

from collections.abc import Iterable
from typing import Any

from lark.tree import Meta

from grammar import declarations as d
from grammar.builder import Children, day_of, nodes_of, span_of, text_of, tokens_of, with_place
from grammar.clause_builder import Clause, ClauseBuilder, clause, span_of_token
from grammar.problems import Problem

REPEATED = frozenset({"caps", "judgements", "basis", "examples"})
ONE_CAP = frozenset({"judgements", "basis", "examples"})


class TreeBuilder(ClauseBuilder):
    """Builds the declarations of a file."""

    @with_place
    def scope(self, meta: Meta, children: Children) -> Clause:
        return clause("scope", children[0].type.lower(), meta)

    @with_place
    def among_set(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "set", map(str, children))

    @with_place
    def among_kinds(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "kind", children)

    @with_place
    def among_rules(self, meta: Meta, children: Children) -> Clause:
        return among(meta, "rules", map(str, children))

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
        start, end = (day_of(token, span_of_token(token)) for token in children)
        return clause("during", d.During(None, start, end, span=span_of(meta)), meta)

    @with_place
    def excess(self, meta: Meta, children: Children) -> Clause:
        return clause("excess", children[0].type.lower(), meta)

    @with_place
    def rule(self, meta: Meta, children: Children) -> d.Rule:
        values = self._clauses(children, REPEATED)
        return d.Rule(text_of(children[0]), title_of(children), **values, span=span_of(meta))

    @with_place
    def policy(self, meta: Meta, children: Children) -> d.Policy:
        values = self._clauses(children, ONE_CAP)
        if "caps" in values:
            values["cap"] = values.pop("caps")
        return d.Policy(text_of(children[0]), title_of(children), **values, span=span_of(meta))

    @with_place
    def scale(self, meta: Meta, children: Children) -> d.Scale:
        grades = tuple(str(getattr(node, "value", "")) for node in nodes_of(children))
        return d.Scale(str(children[0]), grades, span=span_of(meta))

    @with_place
    def alias(self, meta: Meta, children: Children) -> d.Alias:
        left, right = nodes_of(children)
        return d.Alias(left, right, span=span_of(meta))

    @with_place
    def named_set(self, meta: Meta, children: Children) -> d.NamedSet:
        return d.NamedSet(str(children[0]), title_of(children), tuple(nodes_of(children)), span=span_of(meta))

    @with_place
    def start(self, meta: Meta, children: Children) -> d.File:
        return d.File(tuple(children), span=span_of(meta))

    def _clauses(self, children: Children, repeated: frozenset[str]) -> dict[str, Any]:
        """Return the fields of a declaration from its clauses."""
        values: dict[str, Any] = {}
        found = [child for child in children if isinstance(child, Clause)]
        for name, value, span in found:
            if name in repeated:
                values[name] = (*values.get(name, ()), value)
            elif name in values:
                code = "refusal_twice" if name == "refusal" else "clause_twice"
                self.problems.append(Problem(code, span, {"clause": name}))
            else:
                values[name] = value
        values["clauses"] = tuple((name, span) for name, _, span in found)
        return values


def title_of(children: Children) -> str | None:
    """Return the title beside a declaration's name."""
    titles = tokens_of(children[1:2], "STRING")
    return text_of(titles[0]) if titles else None


def among(meta: Meta, what: str, names: Iterable[str]) -> Clause:
    """Return the clause of what a policy speaks of."""
    return clause("among", d.Among(what, tuple(names), span=span_of(meta)), meta)
