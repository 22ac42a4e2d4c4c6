"""What a Chinese mapping grants: courses together, one of several, or elective credits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from grammar import nodes as n
from rules.imports.rows import RowRefused

BLANKET = re.compile(r"\(([^()]+)\)")
OPEN = re.compile(r"(?:全部|所有|相应|应考|有关).*|.*等[^()]*")
RESTRICTED = re.compile(r"(.+)\([^()]*专业课程\)")
OR, AND, SEMICOLON = " 或 ", " 和 ", re.compile(r"[;；]")
CODE = re.compile(r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Granted:
    """The targets of a row, what must be noted of their credits, and what a person must judge of them."""

    targets: tuple[n.Target, ...]
    note: str | None = None
    judgements: tuple[str, ...] = ()


def granted_by(words: str, codes: str, constructs: Sequence[str], credits_: Decimal | None) -> Granted:
    """Return what a row grants, read from its words and codes."""
    blanket = BLANKET.fullmatch(words)
    if blanket and "blanket" in constructs:
        return Granted((n.Elective(blanket[1], credits_),))
    if OPEN.fullmatch(words):
        raise RowRefused("target_open", value=words)
    restricted = RESTRICTED.fullmatch(words)
    named = [_together(each, constructs) for each in (restricted[1] if restricted else words).split(OR)]
    options = _coded(named, codes)
    only = credits_ if len(options) == len(options[0]) == 1 else None
    references = tuple(tuple(n.TargetReference(each, only) for each in option) for option in options)
    note = None if credits_ is None or only is not None else f"表中共 {credits_:f} 学分，未给出各门课程的学分"
    targets = references[0] if len(references) == 1 else (n.Choice(1, references),)
    return Granted(targets, note, (f"目标为：{words}",) if restricted else ())


def _together(words: str, constructs: Sequence[str]) -> list[str]:
    """Return the titles of the courses that are granted together."""
    titles = [each.strip() for each in SEMICOLON.split(words)]
    if len(titles) > 1 and "one-to-many" not in constructs:
        raise RowRefused("all_or_any", value=words)
    titles = [title for each in titles for title in each.split(AND)]
    if not all(titles) or BLANKET.fullmatch(words):
        raise RowRefused("target_unclear", value=words)
    return titles


def _coded(named: Sequence[Sequence[str]], codes: str) -> list[tuple[n.Reference, ...]]:
    """Return the references of every alternative; several codes of one title are parts granted together."""
    options = [tuple(code.strip() for code in each.split("+")) for each in codes.split("|")] if codes else []
    fitting = len(options) == len(named) and all(
        len(titles) in {1, len(parts)} and all(map(CODE.fullmatch, parts))
        for titles, parts in zip(named, options, strict=False)
    )
    if options and not fitting:
        raise RowRefused("codes_differ", value=codes)
    if not options:
        return [tuple(n.Reference("课程", title) for title in titles) for titles in named]
    return [
        tuple(
            n.Reference("课程", title, code)
            for title, code in zip(titles if len(titles) == len(parts) else [*titles] * len(parts), parts, strict=True)
        )
        for titles, parts in zip(named, options, strict=True)
    ]
