"""From the parser's reductions to references, values, conditions, sources and targets."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from lark import Token
from lark.tree import Meta
from lark.visitors import v_args

from grammar import nodes as n
from grammar.counts import Counting

Children = list[Any]
Method = TypeVar("Method", bound=Callable[..., Any])

LEARNER_ATTRIBUTES = {"MAJOR": "major", "LEVEL": "level", "AGE": "age", "ENROLLED": "enrolled_on"}
OUTCOME_ATTRIBUTES = {
    "SCORE": "score",
    "GRADE": "grade",
    "LEVEL": "level",
    "QF": "qf_level",
    "CREDITS": "credits",
    "HOURS": "hours",
    "AWARDED": "awarded_on",
}
OPERATORS = {"＝": "=", "＜": "<", "＞": ">", "≥": ">=", "≤": "<=", "≠": "!="}
OPERATORS |= {less + equal: f"{OPERATORS.get(less, less)}=" for less in "<>＜＞" for equal in "=＝"}


def with_place(method: Method) -> Method:
    """Hand the method the place of its construct, then the children."""
    return cast("Method", v_args(meta=True)(method))


def span_of(meta: Meta) -> n.Span:
    """Return the span of a reduction; an empty one stands nowhere."""
    if meta.empty:
        return n.NOWHERE
    return n.Span(meta.start_pos, meta.end_pos, meta.line, meta.column)


def text_of(token: Token) -> str:
    """Return a word as written, or what stands between the quotes of a string."""
    if token.type != "STRING":
        return str(token)
    return token[1:-1].replace('""', '"') if token.startswith('"') else token[1:-1]


def number_of(token: Token) -> Decimal:
    """Return the exact number; full-width digits are refused by the lexer already."""
    return Decimal(str(token))


def tokens_of(children: Children, *types: str) -> list[Token]:
    """Return the children that are tokens of the given types."""
    return [child for child in children if isinstance(child, Token) and child.type in types]


def nodes_of(children: Children) -> list[Any]:
    """Return the children that are built already."""
    return [child for child in children if not isinstance(child, Token)]


def first_of(children: Children, kind: Any) -> Any:  # noqa: ANN401 - a node class, or a union of them
    """Return the first child of a class, or None."""
    return next((child for child in children if isinstance(child, kind)), None)


class Place(dict[str, str]):
    """Code, institution and programme of a reference, as far as they are written."""


class Filter(list[n.Condition]):
    """The condition after `where`."""


class OnScale(str):
    """The scale that a grade is ordered by."""

    __slots__ = ()


class Amount(Decimal):
    """Credits written beside a target."""


def where_of(children: Children) -> n.Condition | None:
    """Return the condition of the `where` among the children."""
    found = first_of(children, Filter)
    return found[0] if found else None


class ReferenceBuilder(Counting):
    """Builds references and values."""

    def kind(self, children: Children) -> str:
        return unicodedata.normalize("NFKC", text_of(children[0]))

    def code(self, children: Children) -> Place:
        return Place(code=text_of(children[0]))

    def institution(self, children: Children) -> Place:
        return Place(institution=text_of(children[0]))

    def programme(self, children: Children) -> Place:
        return Place(programme=text_of(children[0]))

    def place(self, children: Children) -> Place:
        return Place({key: value for part in children for key, value in part.items()})

    @with_place
    def reference(self, meta: Meta, children: Children) -> n.Reference:
        titles = tokens_of(children, "STRING")
        title = text_of(titles[0]) if titles else None
        return n.Reference(children[0], title, **first_of(children, Place), span=span_of(meta))

    @with_place
    def number(self, meta: Meta, children: Children) -> n.Number:
        return n.Number(number_of(children[0]), span=span_of(meta))

    @with_place
    def day(self, meta: Meta, children: Children) -> n.Day:
        return day_of(children[0], span_of(meta))

    @with_place
    def text(self, meta: Meta, children: Children) -> n.Text:
        return n.Text(text_of(children[0]), span=span_of(meta))

    @with_place
    def attribute(self, meta: Meta, children: Children) -> n.OutcomeAttribute:
        return n.OutcomeAttribute(OUTCOME_ATTRIBUTES[children[0].type], span=span_of(meta))

    @with_place
    def field(self, meta: Meta, children: Children) -> n.OutcomeAttribute:
        return n.OutcomeAttribute("field", text_of(children[0]), span=span_of(meta))

    @with_place
    def learner_attribute(self, meta: Meta, children: Children) -> n.LearnerAttribute:
        return n.LearnerAttribute(LEARNER_ATTRIBUTES[children[0].type], span=span_of(meta))

    @with_place
    def source_attribute(self, meta: Meta, children: Children) -> n.SourceAttribute:
        return n.SourceAttribute(children[0], span=span_of(meta))

    def on(self, children: Children) -> OnScale:
        return OnScale(children[0])


class ConditionBuilder(ReferenceBuilder):
    """Builds conditions."""

    @with_place
    def or_(self, meta: Meta, children: Children) -> n.Or:
        return n.Or(tuple(nodes_of(children)), span=span_of(meta))

    @with_place
    def and_(self, meta: Meta, children: Children) -> n.And:
        return n.And(tuple(nodes_of(children)), span=span_of(meta))

    @with_place
    def not_(self, meta: Meta, children: Children) -> n.Not:
        return n.Not(children[0], span=span_of(meta))

    @with_place
    def comparison(self, meta: Meta, children: Children) -> n.Comparison:
        subject, operator, value = (
            nodes_of(children)[0],
            tokens_of(children, "OP", "EQ", "LT")[0],
            nodes_of(children)[1],
        )
        return n.Comparison(
            subject, OPERATORS.get(operator, str(operator)), value, first_of(children, OnScale), span=span_of(meta)
        )

    @with_place
    def inclusion(self, meta: Meta, children: Children) -> n.Inclusion:
        subject, *values = [child for child in nodes_of(children) if not isinstance(child, OnScale)]
        negated = bool(tokens_of(children, "NOTIN"))
        return n.Inclusion(subject, tuple(values), negated, first_of(children, OnScale), span=span_of(meta))

    @with_place
    def between(self, meta: Meta, children: Children) -> n.Between:
        subject, low, high = [child for child in nodes_of(children) if not isinstance(child, OnScale)]
        return n.Between(subject, low, high, first_of(children, OnScale), span=span_of(meta))

    @with_place
    def member_of(self, meta: Meta, children: Children) -> n.MemberOf:
        names = tuple(value.value for value in nodes_of(children) if isinstance(value, n.Text))
        return n.MemberOf(names, bool(tokens_of(children, "NOTIN")), span=span_of(meta))

    def parenthesis(self, children: Children) -> Filter:
        return Filter(children)

    def filter(self, children: Children) -> Filter:
        return Filter(children)

    @with_place
    def holds(self, meta: Meta, children: Children) -> n.Holds:
        reference = first_of(children, n.Reference)
        return n.Holds(reference, where_of(children), bool(tokens_of(children, "NOTHOLDS")), span=span_of(meta))


class SourceBuilder(ConditionBuilder):
    """Builds sources and targets."""

    @with_place
    def either(self, meta: Meta, children: Children) -> n.SourceEither:
        return n.SourceEither(tuple(map(as_source, nodes_of(children))), span=span_of(meta))

    @with_place
    def every(self, meta: Meta, children: Children) -> n.SourceAll:
        return n.SourceAll(tuple(map(as_source, nodes_of(children))), span=span_of(meta))

    @with_place
    def filtered(self, meta: Meta, children: Children) -> n.SourceReference:
        return n.SourceReference(children[0], where_of(children), span=span_of(meta))

    @with_place
    def pool(self, meta: Meta, children: Children) -> n.SourcePool:
        return n.SourcePool(pool_reference(children, meta), where_of(children), span=span_of(meta))

    def members(self, children: Children) -> tuple[n.Source, ...]:
        return tuple(map(as_source, children))

    def in_set(self, children: Children) -> OnScale:
        return OnScale(children[0])

    @with_place
    def count_of(self, meta: Meta, children: Children) -> n.SourceCount:
        place = first_of(children, Place)
        shared = n.Reference("", **place, span=span_of(meta)) if place else None
        return n.SourceCount(
            self.whole(children[0]),
            first_of(children, tuple) or (),
            first_of(children, OnScale),
            shared,
            where_of(children),
            span=span_of(meta),
        )

    def amount(self, children: Children) -> Amount:
        return Amount(str(children[0]))

    @with_place
    def target(self, meta: Meta, children: Children) -> n.TargetReference:
        return n.TargetReference(children[0], amount_of(children), where_of(children), span=span_of(meta))

    @with_place
    def target_pool(self, meta: Meta, children: Children) -> n.TargetPool:
        reference = pool_reference(children, meta)
        return n.TargetPool(reference, amount_of(children), where_of(children), span=span_of(meta))

    @with_place
    def elective(self, meta: Meta, children: Children) -> n.Elective:
        titles = tokens_of(children, "STRING")
        return n.Elective(text_of(titles[0]) if titles else None, amount_of(children), span=span_of(meta))

    def option(self, children: Children) -> tuple[n.Target, ...]:
        return tuple(children)

    @with_place
    def choice(self, meta: Meta, children: Children) -> n.Choice:
        return n.Choice(self.whole(children[0]), tuple(nodes_of(children)), span=span_of(meta))


def as_source(node: Any) -> n.Source:  # noqa: ANN401 - a reference or a source
    """Return a bare reference as the source that it is."""
    if isinstance(node, n.Reference):
        return n.SourceReference(node, span=node.span)
    return cast("n.Source", node)


def pool_reference(children: Children, meta: Meta) -> n.Reference:
    """Return the reference of a pool, which names no title."""
    return n.Reference(children[0], None, **first_of(children, Place), span=span_of(meta))


def amount_of(children: Children) -> Decimal | None:
    """Return the credits written beside a target."""
    found = first_of(children, Amount)
    return None if found is None else Decimal(found)


def day_of(token: Token, span: n.Span) -> n.Day:
    """Return a day; one that the calendar does not know keeps its text for the message."""
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", token)  # noqa: S101 - the lexer's own promise
    try:
        return n.Day(str(token), date.fromisoformat(str(token)), span=span)
    except ValueError:
        return n.Day(str(token), None, span=span)
