"""The commands that apply rules to learners: evaluate, explain."""

import csv
import io
import sys
from argparse import Namespace
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from grammar.declarations import Rule
from rules.book import Book
from rules.case import Verdict
from rules.commands import print_problems
from rules.evaluator import evaluate_each
from rules.explanation import reasons, tree_in_words
from rules.faults import Fault, FaultyFilesError
from rules.nearest import Nearest
from rules.populations import Population, read_catalogue, read_population
from rules.rule_files import problems_of, read_rule_files
from rules.source_index import SourceIndex
from rules.speech import say
from rules.words import fold

HEAD = ("learner_id", "rule_id", "version", "verdict", "credits", "targets", "outcomes", "missing", "reason")
UNUSABLE = 2

Read = TypeVar("Read")


@dataclass(frozen=True)
class Evaluation:
    """A book applied to a population on a day."""

    book: Book
    population: Population
    on: date

    @cached_property
    def index(self) -> SourceIndex:
        """The rules by what they start from."""
        return SourceIndex(self.book.rules, self.book)

    def verdicts(self, learner_id: str, rules: Iterable[Rule]) -> tuple[Verdict, ...]:
        """Return the verdicts of some rules on a learner, in their order."""
        cases = [(rule, self.population.facts(learner_id, rule.code, on=self.on)) for rule in rules]
        return evaluate_each(cases, book=self.book)

    def candidates(self, learner_id: str) -> tuple[Rule, ...]:
        """Return the rules that name anything that a learner holds, in the order of the book."""
        held = self.population.outcomes.get(learner_id, ())
        found = {id(rule) for outcome in held for rule in self.index.candidates(outcome)}
        return tuple(rule for rule in self.book.rules if id(rule) in found)


def evaluate(options: Namespace) -> int:
    """Write every verdict as a row; nothing is written when any file is at fault."""
    known = read_evaluation(options)
    if known is None:
        return UNUSABLE
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(HEAD)
    for learner_id in known.population.learners:
        rules = known.book.rules if options.only == "no" else known.candidates(learner_id)
        for verdict in known.verdicts(learner_id, rules):
            if options.only in {None, verdict.truth}:
                writer.writerow(_row(learner_id, verdict, options.lang))
    if options.out is None:
        sys.stdout.write(table.getvalue())
    else:
        _write(options.out, table.getvalue())
    return 0


def explain(options: Namespace) -> int:
    """Print the verdict of one rule on one learner as a tree in words."""
    known = read_evaluation(options)
    if known is None:
        return UNUSABLE
    codes = list(dict.fromkeys(rule.code for rule in known.book.rules))
    wanted = {code for code in codes if fold(code) == fold(options.rule)}
    faults = []
    if options.learner not in known.population.learners:
        near = near_to(known.population.learners, options.learner, options.lang)
        faults.append(Fault(options.outcomes, "learner_unknown", {"value": options.learner, "near": near}))
    if not wanted:
        near = near_to(codes, options.rule, options.lang)
        faults.append(Fault(options.rules[0], "rule_unknown", {"value": options.rule, "near": near}))
    if faults:
        raise FaultyFilesError(faults)
    verdicts = known.verdicts(options.learner, known.book.rules)
    say("\n\n".join(tree_in_words(each, options.lang) for each in verdicts if each.rule_code in wanted))
    return 0


def near_to(words: Iterable[str], wrong: str, lang: str) -> str:
    """Return the end of the sentence that a word is unknown: what was probably meant."""
    near = Nearest(words).find(wrong)
    if near is None:
        return ". Check its spelling." if lang == "en" else "，请核对。"
    return f"; did you mean “{near}”?" if lang == "en" else f"，是不是“{near}”？"


def read_evaluation(options: Namespace) -> Evaluation | None:
    """Return what to evaluate, all faults of the files named at once; None where a rule has an error."""
    faults: list[Fault] = []

    def tried(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except FaultyFilesError as wrong:
            faults.extend(wrong.faults)
            return None

    files = tried(lambda: read_rule_files(options.rules)) or ()
    population = tried(lambda: read_population(options.outcomes, options.learners, options.judgements))
    catalogue = tried(lambda: read_catalogue(options.catalogue)) if options.catalogue else None
    if population is None or faults:
        raise FaultyFilesError(faults)
    errors = [(file, problem) for file, problem in problems_of(files) if problem.severity == "error"]
    if errors:
        print_problems(errors, options.lang)
        return None
    return Evaluation(Book.gather((file.parsed.file for file in files), catalogue), population, options.on)


def _row(learner_id: str, verdict: Verdict, lang: str) -> tuple[str, ...]:
    said = ("; " if lang == "en" else "；").join(each.sentence for each in reasons(verdict, lang))
    return (
        learner_id,
        verdict.rule_code,
        str(verdict.version),
        verdict.truth.value,
        "" if verdict.credits is None else str(verdict.credits),
        "; ".join(verdict.targets),
        "; ".join(verdict.outcomes),
        "; ".join(verdict.missing),
        said,
    )


def _write(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f".{path.name}.partial")
    try:
        partial.write_text(text, encoding="utf-8", newline="")
        partial.replace(path)
    except OSError as wrong:
        raise FaultyFilesError([Fault(path, "file_unwritable", {"why": wrong.strerror or ""})]) from wrong
