"""Conditions written out in full: a variable for every clause, and what collects the missing facts afterwards."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import assert_never

from grammar import nodes as n
from rules.book import Book
from rules.compiled.expanding import FormsOf
from rules.compiled.holding import Judged, holding_gaps, holding_test
from rules.compiled.leaves import ABSENT, Place, leaf_of
from rules.compiled.naming import forms_of
from rules.compiled.pairs import pairs_of
from rules.compiled.writer import Writer
from rules.conditions import Test
from rules.words import fold


@dataclass(frozen=True, slots=True)
class Setting:
    """The variables of the outcomes that a condition speaks of, and of those that `source …` reads ((): itself)."""

    outcomes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Written:
    """A clause that stands written: the variable of its truth, and its gaps, or the members that have them."""

    variable: str
    gaps: str = ""
    members: tuple["Written", ...] = ()


class ConditionWriter:
    """Writes conditions of one function, and keeps the variables of their leaves in the order of the tree."""

    def __init__(self, writer: Writer, book: Book, forms: FormsOf) -> None:
        self.writer = writer
        self.book = book
        self.forms = forms
        self.codes: list[str] = []

    def condition(self, node: n.Condition, setting: Setting) -> Written:
        """Write a condition; its truth is in the variable then."""
        match node:
            case n.And(members=members):
                return self._joint("max", tuple(self.condition(each, setting) for each in members))
            case n.Or(members=members):
                return self._joint("min", tuple(self.condition(each, setting) for each in members))
            case n.Not(member=member):
                found = self.condition(member, setting)
                return self._assigned(f"2 - {found.variable}", members=(found,))
            case n.MemberOf():
                return self.leaf(membership(node, self.writer), "('learner.memberships',)")
            case n.Holds():
                return self._holding(node)
            case n.Comparison() | n.Inclusion() | n.Between():
                pairs = pairs_of(node, setting.outcomes, setting.sources)
                found_all = tuple(self._test(node, Place(one or ABSENT, other or ABSENT)) for one, other in pairs)
                return found_all[0] if len(found_all) == 1 else self._joint("max", found_all)
            case _ as unknown:
                assert_never(unknown)

    def leaf(self, code: str, gaps: str) -> Written:
        """Write a clause that reads facts itself."""
        found = self._assigned(code, gaps)
        self.codes.append(found.variable)
        return found

    def collect(self, written: Written) -> None:
        """Write what adds the gaps of a pending clause to `m`."""
        with self.writer.block(f"if {written.variable} == 1:"):
            if written.gaps:
                self.writer.line(f"m += {written.gaps}")
            for member in written.members:
                self.collect(member)
            if not written.gaps and not written.members:
                self.writer.line("pass")

    def _test(self, node: Test, place: Place) -> Written:
        leaf = leaf_of(node, place, self.writer, self.book)
        return self.leaf(leaf.code, leaf.gaps)

    def _holding(self, node: n.Holds) -> Written:
        forms = self.forms[node] = forms_of(node.reference, self.book)
        where = condition_of(node.where, self.book, self.forms) if node.where else None
        judged = self.writer.constant(holding_test(node, forms, where))
        waited = self.writer.constant(holding_gaps(node, self.forms))
        found = self.writer.name()
        self.writer.line(f"{found} = {judged}(p)")
        written = self._assigned(f"{found}[0]", f"{waited}(p, {found})")
        self.codes.append(found)
        return written

    def _joint(self, joined: str, members: tuple[Written, ...]) -> Written:
        if not members:
            return self._assigned("0")
        if len(members) == 1:
            return members[0]
        return self._assigned(f"{joined}({', '.join(each.variable for each in members)})", members=members)

    def _assigned(self, code: str, gaps: str = "", members: tuple[Written, ...] = ()) -> Written:
        variable = self.writer.name()
        self.writer.line(f"{variable} = {code}")
        return Written(variable, gaps, members)


def membership(node: n.MemberOf, writer: Writer) -> str:
    """Return the truth of a membership as an expression."""
    return f"1 if {writer.read('p.memberships')} is None else 0 if {belonging(node, writer)} else 2"


def belonging(node: n.MemberOf, writer: Writer) -> str:
    """Return the expression of a membership where memberships are known."""
    named, joined = tuple(map(fold, node.institutions)), writer.read("p.memberships")
    if len(named) == 1:
        return f"{writer.constant(named[0])} {'not in' if node.negated else 'in'} {joined}"
    apart = f"{joined}.isdisjoint({writer.constant(named)})"
    return apart if node.negated else f"not {apart}"


def condition_of(node: n.Condition, book: Book, forms: FormsOf, *, sources: int = 0) -> Callable[..., Judged]:
    """Return a condition on one outcome as a function of the learner, the outcome and so many sources."""
    writer = Writer()
    named = tuple(f"s{place}" for place in range(sources))
    conditions = ConditionWriter(writer, book, forms)
    found = conditions.condition(node, Setting(("o",), named))
    writer.line("m = ()")
    conditions.collect(found)
    writer.line(f"return {found.variable}, {tuple_of(conditions.codes)}, m")
    return writer.function(", ".join(("p", "o", *named)))


def tuple_of(parts: Iterable[str]) -> str:
    """Return the expression of a tuple."""
    return "(" + "".join(f"{part}, " for part in parts) + ")"
