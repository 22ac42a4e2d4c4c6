"""From text to declarations: by the shapes that are known, else by the parser itself, which teaches new ones."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from grammar.clause_builder import Said
from grammar.counts import Unfit
from grammar.declaration_builder import TreeBuilder, policy_of, rule_of
from grammar.declarations import Declaration, File
from grammar.language import END, Place, Step, ended, language
from grammar.limits import DECLARATION_BYTES
from grammar.making import maker_of
from grammar.nodes import Span
from grammar.problems import Problem
from grammar.shapes import Shapes
from grammar.words import DECLARATIONS

ENDING = frozenset({*DECLARATIONS, END})
make_span = maker_of(Span)
MADE = {"_RULE": rule_of, "_POLICY": policy_of}


@dataclass(frozen=True, slots=True)
class Read:
    """A declaration, or none in an empty text; and what follows it where."""

    declarations: tuple[Declaration, ...]
    following: str
    place: Place


@cache
def learned() -> Shapes:
    """Return what this process has learned."""
    return Shapes(language())


class TooLong(Exception):  # noqa: N818 - what the declaration is
    """A declaration is longer than the limit; the reader stands before it."""


class Reader:
    """Reads the declarations of a text from a place on, and stands before the next one.

    `problems` gathers what the grammar alone cannot refuse. Raises lark's UnexpectedInput before the first declaration
    that cannot be read.
    """

    def __init__(self, text: str, place: Place, end: int, shapes: Shapes | None = None) -> None:
        self.text = text
        self.end = end
        self.shapes = shapes or learned()
        self.problems: list[Problem] = []
        self.kind, start = self.shapes.opening(text, place.start, end)
        self.place = place.moved(text, start)

    def known(self) -> Iterator[Declaration]:
        """Yield declarations as long as the shapes of all their clauses are known."""
        while self.kind != END and (read := self._known(self.kind, self.place)):
            self.kind, self.place = read.following, read.place
            yield from read.declarations

    def declarations(self) -> Iterator[Declaration]:
        """Yield all declarations."""
        yield from self.known()
        while self.kind != END:
            read = self._by_parser(self.place)
            self.kind, self.place = read.following, read.place
            yield from read.declarations
            yield from self.known()

    def _known(self, head: str, place: Place) -> Read | None:
        try:
            return self._by_shapes(head, place)
        except Unfit:
            return None

    def _by_shapes(self, head: str, place: Place) -> Read | None:
        """Return what a declaration says; None when a clause of it has no known shape."""
        text, end = self.text, self.end
        start, line, line_start = place.start, place.line, place.line_start
        kind, known = head, self.shapes.of(head)
        clauses: list[Said] = []
        longest = start + DECLARATION_BYTES
        while not clauses or kind not in ENDING:
            kindred = known.get(kind)
            fit = kindred.fitting(text, start, end) if kindred else None
            if fit is None:
                return None
            shape, found = fit
            clauses.append(shape.build(found, text, line, line_start))
            after, until = found.span(found.re.groups)
            kind = shape.following.named(text[after:until])
            if lines := text.count("\n", start, after):
                line += lines
                line_start = text.rfind("\n", start, after) + 1
            start = after
            if start > longest:
                return None
        return Read((self._declared(head, clauses),), kind, Place(start, line, line_start))

    def _declared(self, head: str, clauses: list[Said]) -> Declaration:
        """Return a declaration from its head, which stands among the clauses as the first, and the others."""
        _, named, first = clauses[0]
        span = make_span(first.start, clauses[-1][2].end, first.line, first.column)
        return cast("Declaration", MADE[head](named, clauses[1:], span, self.problems))

    def _by_parser(self, place: Place) -> Read:
        """Return what the declaration at a place says, and let the shapes of its clauses be learned."""
        parser = language().opened(self.text, place, self.end)
        steps: list[Step] = []
        following = None
        for token in parser.iter_parse():
            if steps and token.type in DECLARATIONS and language().begins(token.type, parser):
                following = token
                break
            steps.append(Step(token, parser.parser_state.position))
            if (token.end_pos or 0) - place.start > DECLARATION_BYTES:
                raise TooLong
        after = parser.parser_state.position
        builder = TreeBuilder()
        file = cast("File", builder.transform(ended(parser, steps[-1].token if steps else None)))
        self.problems += builder.problems
        self.shapes.learn(self.text, steps, after)
        if following is None:
            return Read(file.declarations, END, Place(self.end, place.line, place.line_start))
        start, column = following.start_pos or 0, following.column or 1
        return Read(file.declarations, following.type, Place(start, following.line or 1, start - column + 1))
