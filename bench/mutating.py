"""Texts gone wrong in every way that a seed can think of: the same seed and number, the same text."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

from grammar.resumption import DECLARATION_START
from grammar.words import KEYWORDS

LONGEST = 8_000  # characters of an input before it is changed
WHOLE = 0.002  # how often an input is a whole file
TOKENS = re.compile(r"\s+|[A-Za-z0-9_.\-]+|[\u3400-\u9fff]+|.", re.DOTALL)
NUMBERS = re.compile(r"[0-9]+(?:[.-][0-9]+)*")
QUOTES = "\"“”「」《》'"
OTHER_QUOTES: tuple[str, ...] = ("", *QUOTES)
BRACKETS = (("(", ")"), ("（", "）"), ("{", "}"), ("[", "]"), ("｛", "｝"))
HIDDEN = "\x00\x07\x1b\x7f\x85\u061c\u200b\u200d\u200e\u2028\u2029\u202a\u202e\u2060\u2066\u2069\ufeff\ud800\udfff"
STRANGE = "\t\r\n\u3000#\\%@/{}()=<>.,;且与或非至按任第𠀀😀é\u0301ﬁ①"
WORDS = tuple(word for pair in KEYWORDS.values() for word in pair if word)
NUMERALS = (
    "0",
    "00",
    "-1",
    "1e9",
    "0.00001",
    "999999.9999",
    "1000000",
    "9" * 400,
    "٣",
    "１２",
    "0000-00-00",
    "9999-12-31",
    "2021-02-29",
    "2020-02-30",
    "12.",
    ".5",
)
LIKELY = ("0", "1", "2", "3", "7", "33", "60", "85", "100", "2.5", "0.01", "00018")
LIKELY_DAYS = ("2018-09-01", "2020-11-15", "2020-02-29", "2019-01-01")
Change = Callable[[str, Random, Sequence[str]], str]


def pieces_of(texts: Sequence[str]) -> tuple[str, ...]:
    """Return the declarations of some texts, one by one."""
    found: list[str] = []
    for text in texts:
        starts = [each.start() for each in DECLARATION_START.finditer(text)]
        found += [text[start:end] for start, end in pairwise([*starts, len(text)])]
    return tuple(dict.fromkeys(found))


def mutated(texts: Sequence[str], pieces: Sequence[str], seed: int, number: int) -> str:
    """Return the input of a number: a few declarations, or a whole text, changed one to six times."""
    random = Random(f"{seed}:{number}")
    if random.random() < WHOLE:
        text = random.choice([each for each in texts if len(each) <= LONGEST])
    else:
        text = "".join(random.choice(pieces) for _ in range(random.choice((1, 1, 1, 2, 3))))[:LONGEST]
    changes = random.choice((GENTLE, CHANGES))
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        text = random.choice(changes)(text, random, pieces)
    return text


def _cut(text: str, random: Random, longest: int) -> tuple[str, str, str]:
    """Return a text in three parts; the middle one is up to so long."""
    start = random.randint(0, len(text))
    end = min(len(text), start + random.randint(0, longest))
    return text[:start], text[start:end], text[end:]


def _drop(text: str, random: Random, _pieces: Sequence[str]) -> str:
    before, _, after = _cut(text, random, random.choice((1, 8, 80)))
    return before + after


def _double(text: str, random: Random, _pieces: Sequence[str]) -> str:
    before, middle, after = _cut(text, random, random.choice((1, 8, 80)))
    return before + middle * random.choice((2, 2, 3, 40)) + after


def _insert(text: str, random: Random, _pieces: Sequence[str]) -> str:
    before, middle, after = _cut(text, random, random.choice((0, 1)))
    return before + random.choice(QUOTES + HIDDEN + STRANGE) + random.choice((middle, "")) + after


def _swap_tokens(text: str, random: Random, _pieces: Sequence[str]) -> str:
    tokens = TOKENS.findall(text)
    for _ in range(random.choice((1, 1, 5)) if tokens else 0):
        here, there = random.randrange(len(tokens)), random.randrange(len(tokens))
        tokens[here], tokens[there] = tokens[there], tokens[here]
    return "".join(tokens)


def _drop_token(text: str, random: Random, _pieces: Sequence[str]) -> str:
    tokens = TOKENS.findall(text)
    for _ in range(min(len(tokens), random.choice((1, 1, 4)))):
        del tokens[random.randrange(len(tokens))]
    return "".join(tokens)


def _other_word(text: str, random: Random, _pieces: Sequence[str]) -> str:
    """Put a keyword where any token was, or before it."""
    tokens = TOKENS.findall(text)
    if tokens:
        place = random.randrange(len(tokens))
        tokens[place] = f" {random.choice(WORDS)} " + random.choice((tokens[place], ""))
    return "".join(tokens)


def _shuffle_lines(text: str, random: Random, _pieces: Sequence[str]) -> str:
    lines = text.split("\n")
    if random.random() < 0.5:
        random.shuffle(lines)
        return "\n".join(lines)
    place = random.randrange(len(lines))
    lines[place : place + 1] = random.choice(([], [lines[place]] * 2, [lines[place], random.choice(lines)]))
    return "\n".join(lines)


def _other_clause(text: str, random: Random, pieces: Sequence[str]) -> str:
    """Put a line of another declaration below one of this."""
    lines, others = text.split("\n"), random.choice(pieces).split("\n")
    lines.insert(random.randint(1, len(lines)), random.choice(others))
    return "\n".join(lines)


def _splice_at_lines(text: str, random: Random, pieces: Sequence[str]) -> str:
    lines, others = text.split("\n"), random.choice(pieces).split("\n")
    return "\n".join(lines[: random.randint(1, len(lines))] + others[random.randint(1, len(others)) :])


def _splice(text: str, random: Random, pieces: Sequence[str]) -> str:
    other = random.choice(pieces)
    return text[: random.randint(0, len(text))] + other[random.randint(0, len(other)) :]


def _nest(text: str, random: Random, _pieces: Sequence[str]) -> str:
    """Put a stretch between many brackets, or many negations before it."""
    before, middle, after = _cut(text, random, 60)
    depth = random.choice((1, 2, 20, 31, 32, 33, 34, 500))
    if random.random() < 0.3:
        return before + random.choice(("非 ", "not ", "非", "not\n")) * depth + middle + after
    opening, closing = random.choice(BRACKETS)
    return before + opening * depth + middle + closing * random.choice((depth, depth - 1, 0)) + after


def _widen(text: str, random: Random, _pieces: Sequence[str]) -> str:
    """Write ASCII as full width, or full width as ASCII, here and there."""
    share = random.choice((0.01, 0.1, 1.0))
    return "".join((_turned(letter) if random.random() < share else letter) for letter in text)


def _turned(letter: str) -> str:
    if "!" <= letter <= "~":
        return chr(ord(letter) + 0xFEE0)
    if "！" <= letter <= "～":
        return chr(ord(letter) - 0xFEE0)
    return "\u3000" if letter == " " else letter


def _number(text: str, random: Random, _pieces: Sequence[str]) -> str:
    found = list(NUMBERS.finditer(text))
    if not found:
        return text
    place = random.choice(found)
    return text[: place.start()] + random.choice(NUMERALS) + text[place.end() :]


def _likely_number(text: str, random: Random, _pieces: Sequence[str]) -> str:
    found = list(NUMBERS.finditer(text))
    if not found:
        return text
    place = random.choice(found)
    other = random.choice(LIKELY_DAYS if place[0].count("-") == 2 else LIKELY)
    return text[: place.start()] + other + text[place.end() :]


def _translate(text: str, random: Random, _pieces: Sequence[str]) -> str:
    """Say a keyword in the other language, wherever it stands."""
    said = [pair for pair in KEYWORDS.values() if all(pair) and (pair[0] in text or pair[1] in text)]
    if not said:
        return text
    pair = random.choice(said)
    here, there = pair if pair[0] in text else (pair[1], pair[0])
    return text.replace(here, f" {there} ")


def _unquote(text: str, random: Random, _pieces: Sequence[str]) -> str:
    places = [place for place, letter in enumerate(text) if letter in QUOTES]
    if not places:
        return text
    place = random.choice(places)
    return text[:place] + random.choice(OTHER_QUOTES) + text[place + 1 :]


def _lengthen(text: str, random: Random, _pieces: Sequence[str]) -> str:
    """Repeat a short stretch until it is longer than a text, a word or a rule should be."""
    before, middle, after = _cut(text, random, 12)
    size = random.choice((199, 201, 2_000, 20_000 if random.random() < 0.05 else 500))
    return before + (middle or "长") * (size // max(1, len(middle)) + 1) + after


CHANGES: tuple[Change, ...] = (
    _drop,
    _double,
    _insert,
    _swap_tokens,
    _drop_token,
    _other_word,
    _shuffle_lines,
    _other_clause,
    _other_clause,
    _splice,
    _nest,
    _widen,
    _number,
    _unquote,
    _lengthen,
)
GENTLE: tuple[Change, ...] = (_other_clause, _other_clause, _likely_number, _translate, _splice_at_lines)
