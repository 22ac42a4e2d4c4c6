"""A text in its canonical form: one clause a line, one spelling of everything, comments where they were.

The form is made from the tokens of the text itself, so it says the same as before, token by token.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from lark import Lark, Token, Tree

from grammar.keywords import KEYWORDS, OPERATORS, SIGNS
from grammar.parser import GRAMMAR, parse
from grammar.problems import Problem

INDENT = "  "
PARAGRAPH = 2
DECLARATIONS_WITH_CLAUSES = {"rule", "policy"}
ONE_LINERS = {"scale", "alias"}
CLOSE_TO_THE_LEFT = {",", ")", "]", "%", "..", "）"}
PLURALS = {"credits", "years", "months", "uses"}
CLOSE_TO_THE_RIGHT = {"(", "[", "..", "@", "（"}


class NotParsed(ValueError):  # noqa: N818 - the text's fault, told by its problems
    """The text cannot be read, so it has no canonical form; `problems` says why."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems[0].message("en"))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Line:
    """One line to be: its tokens with the construct that each belongs to, and how deep it stands."""

    tokens: tuple[tuple[Token, str], ...]
    depth: int

    @property
    def start(self) -> int:
        """Where it begins in the text."""
        return self.tokens[0][0].start_pos or 0

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.tokens[-1][0].end_pos or 0


def format_text(text: str, lang: str | None = None) -> str:
    """Return a file in its canonical form; with `lang` ("zh" or "en") its keywords are translated.

    Titles, kinds and codes stay as written. Raises NotParsed for a text with errors.
    """
    problems = tuple(problem for problem in parse(text).problems if problem.severity == "error")
    if problems:
        raise NotParsed(problems)
    comments = _comments(text)
    printed: list[str] = []
    before = ""
    for declaration in _tree(text).children:
        if not isinstance(declaration, Tree):
            continue
        lines = list(_lines(declaration))
        english = lang == "en" if lang else str(lines[0].tokens[0][0]).isascii()
        if printed and not (declaration.data in ONE_LINERS and declaration.data == before):
            printed.append("")
        before = declaration.data
        for line in lines:
            printed += _with_comments(line, comments, text, english=english)
    printed += [str(comment) for comment in comments if comment.start_pos is not None]
    return "\n".join(printed) + "\n" if printed else ""


@cache
def _parser() -> tuple[Lark, list[Token]]:
    """Return a parser that keeps every token, and the list that its comments come into."""
    comments: list[Token] = []

    def keep(comment: Token) -> Token:
        comments.append(comment)
        return comment

    parser = Lark(
        GRAMMAR.read_text(encoding="utf-8"),
        parser="lalr",
        keep_all_tokens=True,
        maybe_placeholders=False,
        lexer_callbacks={"COMMENT": keep},
    )
    return parser, comments


def _tree(text: str) -> Tree[Token]:
    return _parser()[0].parse(text)


def _comments(text: str) -> list[Token]:
    parser, comments = _parser()
    comments.clear()
    parser.parse(text)
    return list(comments)


def _lines(declaration: Tree[Token]) -> Iterator[Line]:
    """Yield the head of a declaration, then each of its clauses."""
    if declaration.data not in DECLARATIONS_WITH_CLAUSES:
        yield Line(tuple(_tokens(declaration)), 0)
        return
    head = tuple((child, str(declaration.data)) for child in declaration.children if isinstance(child, Token))
    yield Line(head, 0)
    for child in declaration.children:
        if isinstance(child, Tree):
            yield Line(tuple(_tokens(child)), 1)


def _tokens(tree: Tree[Token]) -> Iterator[tuple[Token, str]]:
    for child in tree.children:
        if isinstance(child, Token):
            yield child, str(tree.data)
        else:
            yield from _tokens(child)


def _with_comments(line: Line, comments: list[Token], text: str, *, english: bool) -> Iterator[str]:
    """Yield the comments that stand before a line or within it, the line, and beside it what stood beside it."""
    indent = INDENT * line.depth
    own, beside = [], ""
    while comments and (comments[0].start_pos or 0) < line.end:
        comment = comments.pop(0)
        own.append(f"{indent}{comment.rstrip()}")
        if _paragraph_ends(text, comment) and line.depth == 0:
            own.append("")
    if comments and "\n" not in text[line.end : comments[0].start_pos]:
        beside = f"{INDENT}{comments.pop(0)}"
    yield from own
    yield f"{indent}{_printed(line, english=english)}{beside.rstrip()}"


def _paragraph_ends(text: str, comment: Token) -> bool:
    """Tell whether a blank line follows a comment."""
    following = text[comment.end_pos or 0 :].split("\n", 2)
    return len(following) > PARAGRAPH and not following[1].strip()


def _printed(line: Line, *, english: bool) -> str:
    printed, left = "", ""
    for token, within in line.tokens:
        for word in _words(token, within, english=english):
            counted = word[:-1] if left == "1" and word in PLURALS else word
            close = not printed or word in CLOSE_TO_THE_LEFT or left in CLOSE_TO_THE_RIGHT
            printed += counted if close else f" {counted}"
            left = "@" if token.type == "_SLASH" and within == "programme" else word
    return printed


def _words(token: Token, within: str, *, english: bool) -> Iterator[str]:
    """Yield the canonical words of one token; `within` is the construct that it belongs to."""
    kind, written = token.type, str(token)
    if kind == "_OF":
        return  # English says it in every choice, Chinese never
    if kind in KEYWORDS:
        yield _keyword(kind, within, english=english)
    elif kind in {"_LPAR", "_RPAR"}:
        full = not english and within not in {"included", "excluded"}
        yield {"_LPAR": "（" if full else "(", "_RPAR": "）" if full else ")"}[kind]
    elif kind == "STRING":
        yield _quoted(written, english=english)
    else:
        yield SIGNS.get(kind, OPERATORS.get(written, written))
    if english and kind == "NUM" and within in {"count_of", "choice"}:
        yield "of"


def _keyword(kind: str, within: str, *, english: bool) -> str:
    if within == "validity" and kind == "YEAR" and english:
        return "years"
    if within == "every" and kind in {"_ANDS", "_ANDC"} and not english:
        return "与"
    if within == "between" and kind in {"_ANDS", "_UNTIL"}:
        return "and" if english else "至"
    return KEYWORDS[kind][english]


def _quoted(written: str, *, english: bool) -> str:
    """Return a string in the quotes of its language, unless it holds such quotes itself."""
    inner = written[1:-1].replace('""', '"') if written.startswith('"') else written[1:-1]
    if english or set(inner) & set("“”"):
        return '"' + inner.replace('"', '""') + '"'
    return f"“{inner}”"
