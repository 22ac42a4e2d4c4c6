"""Programs made ready for a population: which outcomes each starts from, and which denials reach it."""

from collections.abc import Mapping
from dataclasses import dataclass

from grammar.declarations import Rule
from rules.columns.batches import Batch, Bound, batch_of
from rules.columns.denials import NotDenied
from rules.columns.identities import Identities, Listing, listing
from rules.columns.programming import Programs
from rules.columns.programs import ArmSets, OneDenial, Program
from rules.denying import courses_of, same_target


@dataclass(frozen=True, slots=True)
class Binding:
    """The programs by what they start from: single outcomes by set of names, joined ones by their alternatives.

    `walked` are left to the tree walker; `reaching` are the denying rules that may reach a program, by its place.
    """

    programs: Programs
    listing: Listing
    singles: Mapping[int, Batch]
    joined: Mapping[tuple[ArmSets, ...], Batch]
    walked: tuple[Program, ...]
    reaching: Mapping[int, tuple[Rule, ...]]


def bind(programs: Programs, identities: Identities) -> Binding:
    """Make programs ready for a population with these identities."""
    reach = _Reach(programs, identities)
    walked, reaching, beside = [], {}, {}
    for program in programs.programs:
        denials, joint = reach.of(program)
        if denials or joint:
            reaching[program.place] = _rules_of(denials, joint)
        if program.payment is None or joint or (denials and program.payment.chooses):
            walked.append(program)
        elif denials:
            beside[program.place] = _free(programs, program, denials)
    left = frozenset(program.place for program in walked)
    batches = {source: _reached(programs, batch, beside, left) for source, batch in programs.batches.items()}
    return Binding(
        programs,
        listing(identities, programs.sets),
        {source: batch for source, batch in batches.items() if isinstance(source, int)},
        {source: batch for source, batch in batches.items() if not isinstance(source, int)},
        tuple(walked),
        reaching,
    )


def _reached(programs: Programs, batch: Batch, beside: Mapping[int, int], left: frozenset[int]) -> Batch:
    """Return a batch with what denials ask beside, and without the programs that are left to the tree walker."""
    if not (left or beside) or not any(
        each.program.place in beside or each.program.place in left for each in batch.bounds
    ):
        return batch
    kept = [each for each in batch.bounds if each.program.place not in left]
    return batch_of(
        programs.formulas,
        [Bound(each.program, beside.get(each.program.place, each.node)) for each in kept],
    )


def _rules_of(denials: list[OneDenial], joint: list[Program]) -> tuple[Rule, ...]:
    rules = [*(each.rule for each in denials), *(each.rule for each in joint)]
    return tuple({id(rule): rule for rule in rules}.values())


def _free(programs: Programs, program: Program, denials: list[OneDenial]) -> int:
    """Return the formula of a program, and that no denial forbids it."""
    places = program.payment.places if program.payment else 1
    free = [programs.formulas.add(NotDenied(each.names, each.applies, places)) for each in denials]
    return programs.formulas.every([program.applies, *free])


class _Reach:
    """Finds the denials that may reach a program: those that share an outcome of the population and a target."""

    def __init__(self, programs: Programs, identities: Identities) -> None:
        self._book = programs.book
        self._denials: dict[int, list[OneDenial]] = {}
        self._joint: dict[int, list[Program]] = {}
        self._identities: list[list[int]] = []
        if programs.denials or programs.joint_denials:
            self._identities = [identities.named(names) for names in programs.sets]
        for denial in programs.denials:
            for identity in self._identities[denial.set]:
                self._denials.setdefault(identity, []).append(denial)
        for joint in programs.joint_denials:
            for identity in {each for number in joint.sets for each in self._identities[number]}:
                self._joint.setdefault(identity, []).append(joint)

    def of(self, program: Program) -> tuple[list[OneDenial], list[Program]]:
        """Return the denials of single outcomes, and the other ones, that may reach a program."""
        if program.rule.refusal or not self._identities:
            return [], []
        named = dict.fromkeys(each for number in program.sets for each in self._identities[number])
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
