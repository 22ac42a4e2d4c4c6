"""What changed between two books, rule by rule and clause by clause; how it is written does not count."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from grammar.declarations import Declaration, Rule
from grammar.nodes import Reference
from grammar.printer import print_rule
from grammar.words import FIELDS
from rules.analysis.pairs import same_meaning
from rules.analysis.shapes import Shaping
from rules.book import Book
from rules.words import fold

REMARKS = {"title", "basis", "note", "examples"}
CLAUSES = tuple(each.name for each in fields(Rule) if each.name in {"title", *FIELDS})


class Change(StrEnum):
    """What happened to a rule; a rewritten one says the same in other words, a remarked one differs in remarks."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    REWRITTEN = "rewritten"
    REMARKED = "remarked"


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One rule in the old book and in the new one, and the names of the clauses that differ."""

    change: Change
    before: Rule | None
    after: Rule | None
    clauses: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule:
        """The rule as it is now, or as it was last."""
        rule = self.after or self.before
        if rule is None:
            raise ValueError("a change without a rule")
        return rule

    @property
    def acts(self) -> bool:
        """Whether a verdict can come out differently."""
        return self.change is not Change.REMARKED


@dataclass(frozen=True, slots=True)
class Differences:
    """All rules that differ, in the order of the new book and then of the old one; and the other declarations."""

    rules: tuple[RuleChange, ...]
    declarations: tuple[tuple[Change, str], ...]


def differences(old: Book, new: Book) -> Differences:
    """Return what differs between two books; rules are paired by their id, versions of one id by version first."""
    shaping = (Shaping(old), Shaping(new))
    found = [_change(before, after, shaping) for before, after in paired(old.rules, new.rules)]
    return Differences(tuple(each for each in found if each), tuple(_declarations(old, new)))


def paired(old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[tuple[Rule | None, Rule | None]]:
    """Yield each rule with the one it was before; None where there is none."""
    left: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in old:
        left[fold(rule.code)].append(rule)
    waiting = list(new)
    partners: dict[int, Rule] = {}
    for exactly in (True, False):
        for rule in waiting:
            same = left[fold(rule.code)]
            fitting = [each for each in same if not exactly or (each.version or 1) == (rule.version or 1)]
            if id(rule) not in partners and fitting:
                partners[id(rule)] = fitting[0]
                same.remove(fitting[0])
    yield from ((partners.get(id(rule)), rule) for rule in waiting)
    yield from ((rule, None) for rules in left.values() for rule in rules)


def _change(before: Rule | None, after: Rule | None, shaping: tuple[Shaping, Shaping]) -> RuleChange | None:
    if before is None or after is None:
        return RuleChange(Change.NEW if before is None else Change.GONE, before, after)
    if before == after:
        return None
    changed = tuple(name for name in CLAUSES if getattr(before, name) != getattr(after, name))
    if REMARKS.issuperset(changed):
        return RuleChange(Change.REMARKED, before, after, changed)
    rewritten = {"source", "condition", "effective"}.issuperset(changed) and _says_the_same(before, after, shaping)
    return RuleChange(Change.REWRITTEN if rewritten else Change.CHANGED, before, after, changed)


def _says_the_same(before: Rule, after: Rule, shaping: tuple[Shaping, Shaping]) -> bool:
    was, is_ = shaping[0].shape(before, 0), shaping[1].shape(after, 0)
    return was.source == is_.source and was.targets == is_.targets and same_meaning(was, is_)


def _declarations(old: Book, new: Book) -> Iterator[tuple[Change, str]]:
    was, is_ = _named(old), _named(new)
    for key, declaration in is_.items():
        if key not in was:
            yield Change.NEW, key[1]
        elif was[key] != declaration:
            yield Change.CHANGED, key[1]
    yield from ((Change.GONE, key[1]) for key in was if key not in is_)


def _named(book: Book) -> dict[tuple[str, str], Declaration]:
    """Return the declarations beside the rules, by their form and what a reader calls them."""
    aliases = {("alias", f"{_called(each.left)} = {_called(each.right)}"): each for each in book.aliases}
    return {
        **{("scale", each.code): each for each in book.scales.values()},
        **{("set", each.code): each for each in book.sets.values()},
        **{("policy", each.code): each for each in book.policies},
        **aliases,
    }


def _called(reference: Reference) -> str:
    return f"{reference.kind} {reference.title or reference.code or ''}".rstrip()


def clause_words(rule: Rule, clause: str, lang: str) -> str:
    """Return one clause of a rule as it is written in a language; empty where the rule does not have it."""
    if clause == "title":
        return rule.title or ""
    bare = replace(Rule("R"), **{clause: getattr(rule, clause)})
    return " ".join(line.strip() for line in print_rule(bare, lang).splitlines()[1:])
