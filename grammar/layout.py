"""The canonical page: one clause on a line, declarations apart, every comment kept at its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from lark import Token

from grammar.declarations import File, Policy, Rule
from grammar.language import language
from grammar.token_words import Setting, gap, written

CLAUSE = "  "
CONTINUED = "    "
WHITE = " \t\r\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\ufeff"


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: at the end of a line or on its own, indented or not, after a blank line or not."""

    text: str
    trailing: bool
    indented: bool
    apart: bool


class Page:
    """The lines written so far; `open` while the last one can still grow."""

    __slots__ = ("lines", "open")

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.open = False

    def line(self, text: str, indent: str = "") -> None:
        """Begin a line."""
        self.lines.append(indent + text)
        self.open = True

    def comment(self, text: str, indent: str = "") -> None:
        """Write a comment on a line of its own."""
        self.line(text, indent)
        self.open = False

    def trail(self, text: str) -> None:
        """End the line with a comment; behind a word that is left out the line may have ended already."""
        if self.open:
            self.lines[-1] += CLAUSE + text
            self.open = False
        else:
            self.comment(text, CONTINUED)

    def blank(self) -> None:
        """Leave a line empty, once and never at the top."""
        if self.lines and self.lines[-1]:
            self.lines.append("")
        self.open = False

    def word(self, text: str, space: str) -> None:
        """Go on with the line, or with the one below where a comment ended it."""
        if text and self.open:
            self.lines[-1] += space + text
        elif text:
            self.line(text, CONTINUED)


def laid_out(text: str, file: File, lang: str | None) -> str:
    """Return the canonical text of a file that has been read without an error."""
    page, starts = Page(), _starts(file)
    before: list[Token] = []
    clause, spoken, end = "", lang or "zh", 0
    for token in _tokens(text):
        comments, apart = comments_in(text[end : token.start_pos], top=end == 0)
        opened = starts.get(token.start_pos or 0)
        if opened is not None:
            before, clause = [], opened
        if opened == "":
            spoken = lang or ("en" if token.isascii() else "zh")
        _comment(page, comments, opened)
        setting = Setting(before, clause, spoken)
        if opened == "" and comments and not comments[-1].trailing and apart:
            page.blank()
        if opened is None:
            page.word(written(token, setting), gap(token, setting))
        else:
            page.line(written(token, setting), CLAUSE if opened else "")
        before.append(token)
        end = token.end_pos or 0
    _comment(page, comments_in(text[end:], top=end == 0)[0], "")
    return "\n".join(page.lines).rstrip("\n") + "\n" if page.lines else ""


def _tokens(text: str) -> Iterator[Token]:
    return language().lark.parse_interactive(text).iter_parse()


def _starts(file: File) -> dict[int, str]:
    """Return where lines begin: at a clause, with its name, or at a declaration, with none."""
    starts = {declaration.span.start: "" for declaration in file.declarations}
    for declaration in file.declarations:
        if isinstance(declaration, Rule | Policy):
            starts |= {span.start: name for name, span in declaration.clauses}
    return starts


def comments_in(text: str, *, top: bool) -> tuple[list[Comment], bool]:
    """Return the comments between two tokens, and whether an empty line follows them."""
    found: list[Comment] = []
    first, *rest = text.split("\n")
    if first.strip(WHITE):
        found.append(Comment(first.strip(WHITE).rstrip(), not top, indented=False, apart=False))
    apart = False
    for place, line in enumerate(rest):
        comment = line.strip(WHITE).rstrip()
        if comment:
            found.append(Comment(comment, trailing=False, indented=line[0] in WHITE, apart=apart))
        apart = not comment and (apart or place < len(rest) - 1)
    return found, apart


def _comment(page: Page, comments: list[Comment], opened: str | None) -> None:
    """Write the comments before a token: of a declaration, of a clause (`opened` names it), or within one."""
    own = [comment for comment in comments if not comment.trailing]
    for comment in comments[: len(comments) - len(own)]:
        page.trail(comment.text)
    if opened != "":
        for comment in own:
            page.comment(comment.text, CONTINUED if opened is None else CLAUSE)
        return
    while page.lines and own and own[0].indented and not own[0].apart:
        page.comment(own.pop(0).text, CLAUSE)
    page.blank()
    for comment in own:
        if comment.apart:
            page.blank()
        page.comment(comment.text)
