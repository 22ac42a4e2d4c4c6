"""From the parser's reductions to clauses."""

from typing import Any

from lark import Token
from lark.tree import Meta

from grammar import clauses as c
from grammar import nodes as n
from grammar.builder import (
    Children,
    Named,
    SourceBuilder,
    as_source,
    first_of,
    named,
    nodes_of,
    span_of,
    tokens_of,
    with_place,
)

CREDIT_MODES = {"M_TARGET": "target", "M_SOURCE": "source", "M_LESSER": "lesser", "HOURS": "hours"}
EXPECTED_WORDS = {"NOTAPP": "not_applicable", "PENDING": "pending"}


Said = tuple[str, Any, n.Span]  # of a clause: its name, what it says, and where


class Clause(Said):
    """A clause among the children of a declaration."""

    __slots__ = ()


def clause(name: str, value: object, meta: Meta) -> Clause:
    """Return a clause."""
    return Clause((name, value, span_of(meta)))


class ClauseBuilder(SourceBuilder):
    """Builds the clauses of rules; each method is named after its production."""

    def words_in(self, children: Children) -> str | None:
        """Return the text of an optional string."""
        return self.words(children[0]) if children else None

    def effective(self, meta: Meta, start: Token | None, end: Token | None) -> Clause:
        """Return the clause of the days on which a declaration holds."""
        days = [None if token is None else self.day_in(token, span_of_token(token)) for token in (start, end)]
        return clause("effective", c.Effective(*days, span=span_of(meta)), meta)

    def cap(self, meta: Meta, children: Children, unit: str) -> Clause:
        """Return the clause of a cap."""
        amount = self.number_in(tokens_of(children, "NUM")[0])
        return clause("caps", c.Cap(amount, unit, named(children), span=span_of(meta)), meta)

    @with_place
    def version(self, meta: Meta, children: Children) -> Clause:
        return clause("version", self.whole(children[0]), meta)

    @with_place
    def source(self, meta: Meta, children: Children) -> Clause:
        return clause("source", as_source(children[0]), meta)

    @with_place
    def targets(self, meta: Meta, children: Children) -> Clause:
        return clause("targets", tuple(children), meta)

    @with_place
    def none(self, meta: Meta, children: Children) -> Clause:
        return clause("refusal", c.Refusal("none", self.words_in(children), span=span_of(meta)), meta)

    @with_place
    def deny(self, meta: Meta, children: Children) -> Clause:
        reason = self.words_in(tokens_of(children, "STRING"))
        return clause("refusal", c.Refusal("deny", reason, span=span_of(meta)), meta)

    @with_place
    def waive(self, meta: Meta, children: Children) -> Clause:
        return clause("waiver", c.Waiver(self.words_in(children), span=span_of(meta)), meta)

    @with_place
    def ratio(self, meta: Meta, children: Children) -> Clause:
        return clause("ratio", c.Ratio(self.number_in(children[0]), span=span_of(meta)), meta)

    def included(self, children: Children) -> bool:
        del children
        return True

    def excluded(self, children: Children) -> bool:
        del children
        return False

    @with_place
    def band(self, meta: Meta, children: Children) -> c.Band:
        opened, closed = nodes_of(children)
        low, high, percent = (self.number_in(token) for token in tokens_of(children, "NUM"))
        return c.Band(low, high, percent, opened, closed, span=span_of(meta))

    @with_place
    def bands(self, meta: Meta, children: Children) -> Clause:
        return clause("ratio", c.RatioByScore(tuple(nodes_of(children)), span=span_of(meta)), meta)

    @with_place
    def credits(self, meta: Meta, children: Children) -> Clause:
        mode = tokens_of(children, *CREDIT_MODES)[0]
        divisors = tokens_of(children, "NUM")
        divisor = self.number_in(divisors[0]) if divisors else None
        return clause("credits", c.CreditsMode(CREDIT_MODES[mode.type], divisor, span=span_of(meta)), meta)

    @with_place
    def condition(self, meta: Meta, children: Children) -> Clause:
        return clause("condition", children[0], meta)

    @with_place
    def effective_from(self, meta: Meta, children: Children) -> Clause:
        return self.effective(meta, children[0], None)

    @with_place
    def effective_between(self, meta: Meta, children: Children) -> Clause:
        return self.effective(meta, children[0], children[1])

    @with_place
    def effective_until(self, meta: Meta, children: Children) -> Clause:
        return self.effective(meta, None, children[0])

    @with_place
    def validity(self, meta: Meta, children: Children) -> Clause:
        unit = "years" if children[1].type == "YEAR" else "months"
        return clause("validity", c.Validity(self.whole(children[0]), unit, span=span_of(meta)), meta)

    @with_place
    def once(self, meta: Meta, children: Children) -> Clause:
        del children
        return clause("once", value=True, meta=meta)

    @with_place
    def consume(self, meta: Meta, children: Children) -> Clause:
        del children
        return clause("consume", value=True, meta=meta)

    def per(self, children: Children) -> Named:
        return Named(children[0].type.lower())

    @with_place
    def cap_percent(self, meta: Meta, children: Children) -> Clause:
        return self.cap(meta, children, "percent")

    @with_place
    def cap_credits(self, meta: Meta, children: Children) -> Clause:
        return self.cap(meta, children, "credits")

    @with_place
    def priority(self, meta: Meta, children: Children) -> Clause:
        return clause("priority", self.whole(children[0], least=0), meta)

    @with_place
    def judgement(self, meta: Meta, children: Children) -> Clause:
        return clause("judgements", c.Judgement(self.words(children[0]), span=span_of(meta)), meta)

    @with_place
    def record(self, meta: Meta, children: Children) -> Clause:
        return clause("record", self.words(children[0]), meta)

    @with_place
    def basis(self, meta: Meta, children: Children) -> Clause:
        return clause("basis", self.words(children[0]), meta)

    @with_place
    def note(self, meta: Meta, children: Children) -> Clause:
        return clause("note", self.words(children[0]), meta)

    def expected_credits(self, children: Children) -> Any:  # noqa: ANN401 - a number among facts and words
        return self.number_in(children[0])

    @with_place
    def example(self, meta: Meta, children: Children) -> Clause:
        last = children[-1]
        expected = EXPECTED_WORDS[last.type] if isinstance(last, Token) else last
        return clause("examples", c.Example(tuple(children[:-1]), expected, span=span_of(meta)), meta)

    @with_place
    def fact(self, meta: Meta, children: Children) -> c.Fact:
        built = nodes_of(children)
        reference = built.pop(0) if isinstance(built[0], n.Reference) else None
        return c.Fact(built[1], subject=built[0], reference=reference, scale=named(children), span=span_of(meta))

    @with_place
    def fact_applied(self, meta: Meta, children: Children) -> c.Fact:
        day = self.day_in(tokens_of(children, "DATE")[0], span_of(meta))
        return c.Fact(day, applied_on=True, span=span_of(meta))

    @with_place
    def fact_membership(self, meta: Meta, children: Children) -> c.Fact:
        return c.Fact(membership=children[0], span=span_of(meta))

    @with_place
    def fact_holding(self, meta: Meta, children: Children) -> c.Fact:
        negated = bool(tokens_of(children, "NOTHOLDS"))
        held = n.Holds(first_of(children, n.Reference), None, negated, span=span_of(meta))
        return c.Fact(holding=held, span=span_of(meta))

    @with_place
    def fact_judgement(self, meta: Meta, children: Children) -> c.Fact:
        name = self.words(tokens_of(children, "STRING")[0])
        return c.Fact(nodes_of(children)[0], judgement=name, span=span_of(meta))


def span_of_token(token: Token) -> n.Span:
    """Return the span of one token."""
    return n.Span(token.start_pos or 0, token.end_pos or 0, token.line or 1, token.column or 1)
