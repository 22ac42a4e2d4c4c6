"""Canonical text: of a file as it is written, and of a declaration from its tree."""

from grammar.declaration_writer import words_of_declaration
from grammar.declarations import Declaration, Rule
from grammar.layout import laid_out
from grammar.parser import parse
from grammar.problems import Problem

LANGUAGES = ("zh", "en")


class NotParsed(ValueError):  # noqa: N818 - the word that the commands know
    """The text cannot be read; `problems` says where and why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"{each.span.line}:{each.span.column} {each.message('en')}" for each in problems))
        self.problems = problems


def format_text(text: str, lang: str | None = None) -> str:
    """Return the canonical text of a file; its tree and its comments stay.

    Every declaration is written in the language of its own keyword, or in `lang` ("zh" or "en"); data stay as
    written. Raises NotParsed.
    """
    if lang not in {None, *LANGUAGES}:
        raise ValueError(f"no such language: {lang}")
    parsed = parse(text)
    errors = tuple(problem for problem in parsed.problems if problem.severity == "error")
    if errors:
        raise NotParsed(errors)
    return laid_out(text, parsed.file, lang)


def print_declaration(declaration: Declaration, lang: str) -> str:
    """Return a declaration's text without a line end, its clauses in the order of the specification.

    Raises NotParsed when the tree says what no text can, such as a title of two lines.
    """
    return format_text(words_of_declaration(declaration), lang).rstrip("\n")


def print_rule(rule: Rule, lang: str) -> str:
    """Return a rule's text."""
    return print_declaration(rule, lang)
