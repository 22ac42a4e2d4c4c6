"""How each token is written in the house form of a language, and what stands between two of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from lark import Token

from grammar.builder import text_of
from grammar.leaves import operator
from grammar.quotes import quoted
from grammar.words import KEYWORDS, MARKS, PLURAL, SINGULAR

FULL_WIDTH: Mapping[str, str] = MappingProxyType({"_LPAR": "（", "_RPAR": "）"})
CLOSE_BEFORE = frozenset({"_COMMA", "_RPAR", "_RSQ", "_PERCENT", "_DOTS"})
CLOSE_AFTER = frozenset({"_LPAR", "_LSQ", "_AT", "_DOTS"})
COUNTED = ("_ANYOF", "_CHOOSE")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where a token stands: the tokens of its clause before it, the clause's name, and the language to write."""

    before: Sequence[Token]
    clause: str
    lang: str

    def comes_after(self, *types: str) -> bool:
        """Return whether the tokens just before are of these types, the nearest last."""
        return tuple(token.type for token in self.before[-len(types) :]) == types


def written(token: Token, setting: Setting) -> str:
    """Return a token's canonical spelling; empty for a word that the language does without."""
    if token.type in KEYWORDS:
        return _keyword(token.type, setting) + _of(token, setting)
    if token.type == "STRING":
        return quoted(text_of(token), setting.lang)
    if token.type in FULL_WIDTH and setting.lang == "zh" and setting.clause != "ratio":
        return FULL_WIDTH[token.type]
    if token.type == "OP":
        return operator(str(token))
    return MARKS.get(token.type, str(token)) + _of(token, setting)


def _keyword(kind: str, setting: Setting) -> str:
    if kind == "_OF":
        return ""
    chinese, english = KEYWORDS[kind]
    if kind in {"_ANDS", "_UNTIL"} and _between(setting.before):
        chinese, english = "至", "and"
    elif kind == "_ANDS" and setting.clause != "source":
        chinese, _ = KEYWORDS["_ANDC"]
    elif setting.comes_after("NUM"):
        english = (SINGULAR if Decimal(setting.before[-1]) == 1 else PLURAL).get(kind, english)
    return english if setting.lang == "en" else chinese


def _between(before: Sequence[Token]) -> bool:
    """Return whether a `between` still waits for its upper end."""
    types = [token.type for token in before]
    return "_BETWEEN" in types and not {"_ANDS", "_UNTIL"} & set(types[len(types) - types[::-1].index("_BETWEEN") :])


def _of(token: Token, setting: Setting) -> str:
    """Return the `of` that English puts after the number of `any n` and `choose n`."""
    counted = token.type == "NUM" and any(setting.comes_after(word) for word in COUNTED)
    return " of" if counted and setting.lang == "en" else ""


def gap(token: Token, setting: Setting) -> str:
    """Return what stands between a token and the one before it on its line."""
    if not setting.before or token.type in CLOSE_BEFORE or setting.before[-1].type in CLOSE_AFTER:
        return ""
    place = setting.comes_after("_SLASH") and not setting.comes_after("HOURS", "_SLASH")
    return "" if place else " "
