"""The shapes of clauses: the same terminals in the same order make the same tree, so a shape is learned once.

A shape is learned from the parser alone, and reads exactly the texts that the parser would read so: at each place it
refuses what the lexer, in the state that the parser has there, would rather take.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from lark.parsers.lalr_interactive_parser import InteractiveParser

from grammar.kindred import MOST_REMEMBERED, Following, Kindred, Shape
from grammar.language import END, HEADS, Language, Step, begins_a_word, ended
from grammar.shape_code import Composer, ShapeBuilder

INLINE = "[ \t]*+"
SHORT = 8  # tokens
LONGEST = 80

Terminals = tuple[str, ...]


@dataclass(slots=True)
class Shapes:
    """The shapes learned so far, by kind of declaration and keyword."""

    language: Language
    enough: int = 4  # clauses of a short shape until it is learned; its pattern costs as much as reading some without
    _opening: tuple[re.Pattern[str], Following] | None = None
    _known: dict[str, dict[str, Kindred]] = field(default_factory=dict)
    _seen: dict[tuple[str, Terminals, frozenset[int]], int] = field(default_factory=dict)

    def of(self, head: str) -> Mapping[str, Kindred]:
        """Return what is known of a kind of declaration."""
        return self._known.setdefault(head, {})

    def opening(self, text: str, start: int, end: int) -> tuple[str, int]:
        """Return which declaration begins first in a text and where: none of them at what cannot begin one."""
        if self._opening is None:
            parser = self.language.fed()
            following = self._following(parser, parser.parser_state.position)
            self._opening = re.compile(following.pattern), following
        pattern, following = self._opening
        found = pattern.match(text, start, end)
        return (following.named(found[1]), found.start(1)) if found else ("", start)

    def learn(self, text: str, steps: Sequence[Step], after: int) -> None:
        """Take notice of a declaration that the parser has read; `after` is its state then."""
        if not steps or steps[0].token.type not in HEADS:
            return
        states = [step.before for step in steps[1:]] + [after]
        entered = [self.language.entries.get(step.token.type) for step in steps]
        starts = [place for place, (entry, state) in enumerate(zip(entered, states, strict=True)) if entry == state]
        for start, end in zip(starts, [*starts[1:], len(steps)], strict=True):
            if end - start <= LONGEST:
                self._notice(steps[0].token.type, text, steps[start:end], states[end - 1])

    def _notice(self, head: str, text: str, steps: Sequence[Step], after: int) -> None:
        terminals = tuple(step.token.type for step in steps)
        gaps = frozenset(
            place
            for place, (one, other) in enumerate(pairwise(steps), 2)
            if text[one.token.end_pos : other.token.start_pos].strip(" \t")
        )
        key = (head, terminals, gaps)
        if len(self._seen) > MOST_REMEMBERED:
            self._seen.clear()
        self._seen[key] = self._seen.get(key, 0) + 1
        if self._seen[key] == 1 + (self.enough - 1) * max(1, len(steps) // SHORT):
            kindred = self._known.setdefault(head, {}).setdefault(terminals[0], Kindred())
            kindred.add(self._shape(head, steps, gaps, after))

    def _shape(self, head: str, steps: Sequence[Step], gaps: frozenset[int], after: int) -> Shape:
        terminals = tuple(step.token.type for step in steps)
        before = () if terminals[0] == head else HEADS[head]
        parser = self.language.fed(*before, *terminals, first=1 - len(before))
        following = self._following(parser, after)
        declaration = ShapeBuilder().transform(ended(parser)).declarations[0]
        composer = Composer(gaps)
        build = composer.function(declaration)
        tokens = self._tokens(steps, gaps)
        groups = (f"({'' if place in composer.used else '?:'}" for place in range(1, len(tokens) + 1))
        pattern = "".join(f"{gap}{group}{token})" for (gap, token), group in zip(tokens, groups, strict=True))
        plain = tuple(gap + token for gap, token in tokens)
        return Shape(plain, re.compile(pattern + following.pattern), build, following)

    def _tokens(self, steps: Sequence[Step], gaps: frozenset[int]) -> list[tuple[str, str]]:
        """Return the patterns of a clause's tokens, each behind what may stand before it.

        Each but the first is guarded from what the lexer prefers.
        """
        patterns = []
        for place, step in enumerate(steps, 1):
            preferred = self.language.preferred(step.before, step.token.type) if place > 1 else ()
            gap = "" if place == 1 else self.language.ignored if place in gaps else INLINE
            guard = f"(?!{'|'.join(preferred)})" if preferred else ""
            patterns.append((gap + guard, f"(?>{self.language.patterns(step.before)[step.token.type]})"))
        return patterns

    def _following(self, parser: InteractiveParser, state: int) -> Following:
        """Return what can begin another clause or declaration where the parser stands."""
        patterns = self.language.patterns(state)
        begun = {name: each for name, each in patterns.items() if self.language.begins(name, parser)}
        least = max(place for place, name in enumerate(patterns) if name in begun)
        others = [patterns[name] for name in list(patterns)[:least] if name not in begun and begins_a_word(name)]
        guard = f"(?!{'|'.join(others)})" if others else ""
        pattern = rf"{self.language.ignored}({guard}(?>{'|'.join(begun.values())})|\Z)"
        return Following(pattern, begun, {"": END})
