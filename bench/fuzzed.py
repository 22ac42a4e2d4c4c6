"""What is done with one fuzzed input: everything that the product does with a text of rules."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from grammar.declarations import File
from grammar.nodes import Reference
from grammar.parser import parse
from grammar.printer import format_text
from grammar.problems import render
from rules.answers import answer_of
from rules.book import Book
from rules.case import Verdict
from rules.checker import check_files
from rules.compiled.prepared import Prepared
from rules.compiled.programs import Programs
from rules.evaluator import evaluate_all
from rules.examples import run_examples
from rules.explanation import reasons, tree_in_words
from rules.facts import Facts, Learner, Outcome
from rules.walk import found_in

ON = date(2020, 11, 15)
HELD = 6  # outcomes of the learner that the rules are tried on
LANGUAGES = ("zh", "en")
READ, REFUSED, EVALUATED = "read", "refused", "evaluated"


class NotKept(AssertionError):  # noqa: N818 - it is what the bench looks for
    """Formatting changed the tree or its own result, or the compiled rule answers otherwise."""


def tried(text: str) -> str:
    """Take a text as far as it goes: refused, read, or evaluated; raise whatever the product raises."""
    parsed = parse(text)
    for problem in parsed.problems:
        for lang in LANGUAGES:
            render(problem, text, "x.rule", lang)
    (found,) = check_files([parsed.file])
    for problem in found:
        for lang in LANGUAGES:
            render(problem, text, "x.rule", lang)
    if any(problem.severity == "error" for problem in parsed.problems):
        return REFUSED
    _format(text, parsed.file)
    if any(problem.severity == "error" for problem in found):
        return READ
    _evaluate(parsed.file)
    return EVALUATED


def _format(text: str, file: File) -> None:
    lang = (None, *LANGUAGES)[len(text) % 3]  # over many inputs each is tried as often
    formatted = format_text(text, lang)
    again = parse(formatted)
    if again.file != file:
        raise NotKept(f"another tree in {lang}")
    if not again.problems and format_text(formatted, lang) != formatted:
        raise NotKept(f"not canonical in {lang}")


def _evaluate(file: File) -> None:
    book = Book.gather([file])
    for rule in book.rules:
        run_examples(rule, book=book, today=ON)
    facts = _facts(file)
    verdicts = evaluate_all(book, facts)
    _compile(book, facts, verdicts)
    for verdict in verdicts:
        for lang in LANGUAGES:
            reasons(verdict, lang)
            tree_in_words(verdict, lang)


def _compile(book: Book, facts: Facts, verdicts: tuple[Verdict, ...]) -> None:
    walked = {id(rule): answer_of(verdict) for rule, verdict in zip(book.rules, verdicts, strict=True)}
    for program, answer in Programs.of(book).answers(Prepared(facts)):
        if answer != walked[id(program.rule)]:
            raise NotKept(f"{program.head.code} compiled answers otherwise")


def _facts(file: File) -> Facts:
    """Return a learner who holds what the rules name first, each time with other gaps."""
    held = tuple(outcome for outcome, _ in zip(_outcomes(file), range(HELD), strict=False))
    return Facts(Learner("L", frozenset({"X"}), birth_date=date(1990, 2, 28)), held, on=ON)


def _outcomes(file: File) -> Iterator[Outcome]:
    for place, reference in enumerate(dict.fromkeys(found_in(file.declarations, Reference))):
        yield Outcome(
            f"o{place}",
            reference.kind,
            reference.title or "",
            reference.code or "",
            reference.institution or "",
            reference.programme or "",
            level="本科" if place % 2 else "",
            score=Decimal(80) if place % 3 else None,
            grade="二级" if place % 3 == 1 else "",
            credits=Decimal("2.5") if place % 2 else None,
            hours=Decimal(32),
            awarded_on=date(2018, 9, 1) if place % 4 else None,
        )
