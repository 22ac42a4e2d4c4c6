"""From the parser's reductions to references, values, conditions, sources and targets."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar, cast

from lark import Token
from lark.tree import Meta
from lark.visitors import v_args

from grammar import nodes as n
from grammar.leaf_builder import LeafBuilder
from grammar.leaves import kind_word, operator, quoted_kind_word, unquoted

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
    return unquoted(str(token)) if token.type == "STRING" else str(token)


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


@dataclass(frozen=True, slots=True)
class Named:
    """What follows a word of its own: the scale that a grade is ordered by, a set, or the scope of a cap."""

    name: str


@dataclass(frozen=True, slots=True)
class Amount:
    """Credits written beside a target."""

    credits: Decimal


def where_of(children: Children) -> n.Condition | None:
    """Return the condition of the `where` among the children."""
    found = first_of(children, Filter)
    return found[0] if found else None


class ReferenceBuilder(LeafBuilder):
    """Builds references and values."""

    def kind(self, children: Children) -> Any:  # noqa: ANN401 - as `leaf`
        return self.leaf(quoted_kind_word if children[0].type == "STRING" else kind_word, children[0])

    def code(self, children: Children) -> Place:
        return Place(code=self.words(children[0]))

    def institution(self, children: Children) -> Place:
        return Place(institution=self.words(children[0]))

    def programme(self, children: Children) -> Place:
        return Place(programme=self.words(children[0]))

    def place(self, children: Children) -> Place:
        return Place({key: value for part in children for key, value in part.items()})

    @with_place
    def reference(self, meta: Meta, children: Children) -> n.Reference:
        titles = tokens_of(children, "STRING")
        title = self.words(titles[0]) if titles else None
        return n.Reference(children[0], title, **first_of(children, Place), span=span_of(meta))

    @with_place
    def number(self, meta: Meta, children: Children) -> n.Number:
        return n.Number(self.number_in(children[0]), span=span_of(meta))

    @with_place
    def day(self, meta: Meta, children: Children) -> n.Day:
        return self.day_in(children[0], span_of(meta))

    @with_place
    def text(self, meta: Meta, children: Children) -> n.Text:
        return n.Text(self.words(children[0]), span=span_of(meta))

    @with_place
    def attribute(self, meta: Meta, children: Children) -> n.OutcomeAttribute:
        return n.OutcomeAttribute(OUTCOME_ATTRIBUTES[children[0].type], span=span_of(meta))

    @with_place
    def field(self, meta: Meta, children: Children) -> n.OutcomeAttribute:
        return n.OutcomeAttribute("field", self.words(children[0]), span=span_of(meta))

    @with_place
    def learner_attribute(self, meta: Meta, children: Children) -> n.LearnerAttribute:
        return n.LearnerAttribute(LEARNER_ATTRIBUTES[children[0].type], span=span_of(meta))

    @with_place
    def source_attribute(self, meta: Meta, children: Children) -> n.SourceAttribute:
        return n.SourceAttribute(children[0], span=span_of(meta))

    def on(self, children: Children) -> Named:
        return Named(self.words(children[0]))


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
        subject, value = nodes_of(children)[:2]
        compared = self.leaf(operator, tokens_of(children, "OP", "EQ", "LT")[0])
        return n.Comparison(subject, compared, value, named(children), span=span_of(meta))

    @with_place
    def inclusion(self, meta: Meta, children: Children) -> n.Inclusion:
        subject, *values = [child for child in nodes_of(children) if not isinstance(child, Named)]
        negated = bool(tokens_of(children, "NOTIN"))
        return n.Inclusion(subject, tuple(values), negated, named(children), span=span_of(meta))

    @with_place
    def between(self, meta: Meta, children: Children) -> n.Between:
        subject, low, high = [child for child in nodes_of(children) if not isinstance(child, Named)]
        return n.Between(subject, low, high, named(children), span=span_of(meta))

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

    def in_set(self, children: Children) -> Named:
        return Named(self.words(children[0]))

    @with_place
    def count_of(self, meta: Meta, children: Children) -> n.SourceCount:
        place = first_of(children, Place)
        shared = n.Reference("", **place, span=span_of(meta)) if place else None
        return n.SourceCount(
            self.whole(children[0]),
            first_of(children, tuple) or (),
            named(children),
            shared,
            where_of(children),
            span=span_of(meta),
        )

    def amount(self, children: Children) -> Amount:
        return Amount(self.number_in(children[0]))

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
        return n.Elective(self.words(titles[0]) if titles else None, amount_of(children), span=span_of(meta))

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
    return None if found is None else cast("Decimal", found.credits)


def named(children: Children) -> str | None:
    """Return the name behind a word of its own."""
    found = first_of(children, Named)
    return None if found is None else cast("str", found.name)
