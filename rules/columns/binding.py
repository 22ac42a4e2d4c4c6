"""Programs made ready for a population: which outcomes each starts from, and which denials reach it."""

from dataclasses import dataclass

from grammar.declarations import Rule
from rules.columns.denials import NotDenied
from rules.columns.identities import Identities, Listing, NameSet, listing
from rules.columns.programs import ArmNames, OneDenial, Program, Programs
from rules.denying import courses_of, same_target


@dataclass(frozen=True, slots=True)
class Bound:
    """A program with what denials ask beside it, as one formula and as its conjuncts, and the leaves of these."""

    program: Program
    node: int
    conjuncts: tuple[int, ...]
    leaves: frozenset[int]


@dataclass(frozen=True, slots=True)
class Binding:
    """The programs by what they start from: single outcomes by name set, joined ones by their alternatives.

    `walked` are left to the tree walker; `reaching` are the denying rules that may reach each program, by its place.
    """

    programs: Programs
    sets: dict[NameSet, int]
    listing: Listing
    singles: dict[int, list[Bound]]
    joined: dict[tuple[ArmNames, ...], list[Bound]]
    walked: tuple[Program, ...]
    reaching: dict[int, tuple[Rule, ...]]


def bind(programs: Programs, identities: Identities) -> Binding:
    """Make programs ready for a population with these identities."""
    sets: dict[NameSet, int] = {}
    for program in programs.programs:
        for names in program.names:
            sets.setdefault(names, len(sets))
    found = Binding(programs, sets, listing(identities, sets), {}, {}, (), {})
    reach = _Reach(programs, identities, sets)
    walked = []
    for program in programs.programs:
        denials, joint = reach.of(program)
        rules = tuple(dict.fromkeys([*(each.rule for each in denials), *(each.rule for each in joint)]))
        found.reaching[program.place] = rules
        if program.payment is None or joint or (denials and program.payment.chooses):
            walked.append(program)
        else:
            _place(found, _with(programs, program, denials))
    return Binding(programs, sets, found.listing, found.singles, found.joined, tuple(walked), found.reaching)


def _place(binding: Binding, bound: Bound) -> None:
    program = bound.program
    if program.single:
        binding.singles.setdefault(binding.sets[program.arms[0][0]], []).append(bound)
    else:
        binding.joined.setdefault(program.arms, []).append(bound)


def _with(programs: Programs, program: Program, denials: list[OneDenial]) -> Bound:
    formulas, payment = programs.formulas, program.payment
    places = payment.places if payment else 1
    free = [formulas.add(NotDenied(each.names, each.applies, places)) for each in denials]
    node = formulas.every([program.applies, *free])
    conjuncts = formulas.conjuncts(node)
    return Bound(program, node, conjuncts, formulas.leaves((*conjuncts, *program.bands)))


class _Reach:
    """Finds the denials that may reach a program: those that share an outcome of the population and a target."""

    def __init__(self, programs: Programs, identities: Identities, sets: dict[NameSet, int]) -> None:
        self._book = programs.book
        self._denials: dict[int, list[OneDenial]] = {}
        self._joint: dict[int, list[Program]] = {}
        self._identities: dict[NameSet, list[int]] = {}
        if programs.denials or programs.joint_denials:
            self._identities = {names: identities.named(names) for names in sets}
        for denial in programs.denials:
            for identity in self._identities[denial.names]:
                self._denials.setdefault(identity, []).append(denial)
        for joint in programs.joint_denials:
            for identity in {each for names in joint.names for each in self._identities[names]}:
                self._joint.setdefault(identity, []).append(joint)

    def of(self, program: Program) -> tuple[list[OneDenial], list[Program]]:
        """Return the denials of single outcomes, and the other ones, that may reach a program."""
        if program.rule.refusal or not self._identities:
            return [], []
        named = dict.fromkeys(each for names in program.names for each in self._identities[names])
        single = {id(each): each for identity in named for each in self._denials.get(identity, ())}
        joint = {id(each): each for identity in named for each in self._joint.get(identity, ())}
        touching = [each for each in joint.values() if each.payment is None or not program.single]
        return (
            [each for each in single.values() if self._forbids(each.rule, program.rule)],
            [each for each in touching if self._forbids(each.rule, program.rule)],
        )

    def _forbids(self, denying: Rule, rule: Rule) -> bool:
        if denying.code == rule.code or not rule.targets:
            return False
        denied, granted = list(courses_of(denying.targets)), list(courses_of(rule.targets))
        return not denied or any(same_target(one, other, self._book) for one in denied for other in granted)

