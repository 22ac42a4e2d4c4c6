"""The rules of a book as programs for one day."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rules.book import Book
from rules.columns.batches import Batch, Bound, batch_of
from rules.columns.compiling import Compiler
from rules.columns.formulas import Formulas
from rules.columns.identities import NameSet
from rules.columns.programs import ArmSets, OneDenial, Program

Source = int | tuple[ArmSets, ...]  # a set of names for a single outcome, else the alternatives


@dataclass(frozen=True, slots=True)
class Programs:
    """The rules of a book as programs; rules without a source have none, for they never match.

    `batches` are the programs by what they start from, as long as no denial reaches them. `denials` are those of single
    outcomes, `joint_denials` those of several together, and those that the tree walker alone can judge.
    """

    book: Book
    on: date
    formulas: Formulas
    sets: Mapping[NameSet, int]
    programs: tuple[Program, ...]
    batches: Mapping[Source, Batch]
    denials: tuple[OneDenial, ...]
    joint_denials: tuple[Program, ...]


def programs_of(book: Book, on: date) -> Programs:
    """Return the rules of a book as programs."""
    compiler = Compiler(book, on)
    sourced = ((place, rule) for place, rule in enumerate(book.rules) if rule.source is not None)
    programs = tuple(compiler.program(place, rule) for place, rule in sourced)
    denying = [each for each in programs if each.rule.refusal and each.rule.refusal.name == "deny"]
    by_source: defaultdict[Source, list[Bound]] = defaultdict(list)
    for program in programs:
        if program.payment is not None:
            by_source[source_of(program)].append(Bound(program, program.applies))
    return Programs(
        book,
        on,
        compiler.formulas,
        compiler.sets,
        programs,
        {source: batch_of(compiler.formulas, bounds) for source, bounds in by_source.items()},
        tuple(denial for each in denying for denial in compiler.denials(each)),
        tuple(each for each in denying if each.payment is None or any(len(arm) > 1 for arm in each.arms)),
    )


def source_of(program: Program) -> Source:
    """Return what a program starts from."""
    return program.arms[0][0] if program.single else program.arms
