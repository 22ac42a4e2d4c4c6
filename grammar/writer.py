"""From nodes back to words: references, values, conditions, sources and targets, in English keywords."""

import re
from decimal import Decimal
from typing import assert_never

from grammar import nodes as n
from grammar.quotes import quoted
from grammar.words import KEYWORDS, PLURAL, SINGULAR

WORD = re.compile(r"[A-Za-z_\u3400-\u9fff][A-Za-z0-9_\u3400-\u9fff\-]*")
NUMBER = re.compile(r"[0-9]{1,6}(?:\.[0-9]{1,4})?")
LATIN = re.compile(r"[A-Za-z0-9_\-]*")
CONNECTED = re.compile("[且与或](?:资历等级|获取时间|成绩|等级|层次|学分|学时)")
CHINESE_WORDS = tuple({chinese for chinese, _ in KEYWORDS.values() if chinese} | {"月"})
ENGLISH_WORDS = frozenset(
    word
    for written in (*(english for _, english in KEYWORDS.values()), *SINGULAR.values(), *PLURAL.values(), "month")
    for word in written.split()
)


def string(text: str) -> str:
    """Return a text between quotes."""
    return quoted(text, "en")


def word(text: str) -> str:
    """Return a word as it is, or between quotes where it could be read as something else."""
    latin = LATIN.match(text)
    keyword = text.startswith(CHINESE_WORDS) or (latin is not None and latin[0] in ENGLISH_WORDS)
    return text if WORD.fullmatch(text) and not keyword and not CONNECTED.search(text) else string(text)


def number(value: Decimal) -> str:
    """Return a number without an exponent."""
    return f"{value:f}"


def listed(words: tuple[str, ...]) -> str:
    """Return words between braces."""
    return f"{{ {', '.join(words)} }}"


def place(reference: n.Reference) -> str:
    """Return where a reference's outcome is: its code, institution and programme."""
    words = ""
    if reference.code is not None:
        words += f" code {reference.code if NUMBER.fullmatch(reference.code) else word(reference.code)}"
    if reference.institution is not None:
        words += f" @{string(reference.institution)}"
    if reference.programme is not None:
        words += f" /{string(reference.programme)}"
    return words


def reference_words(reference: n.Reference) -> str:
    """Return a reference."""
    title = "" if reference.title is None else f" {string(reference.title)}"
    return word(reference.kind) + title + place(reference)


def subject_words(subject: n.Subject) -> str:
    """Return the name of an attribute."""
    if isinstance(subject, n.LearnerAttribute):
        return f"learner {subject.name}"
    return subject.name if subject.label is None else f"field {string(subject.label)}"


def value_words(value: n.Value, *, bare: bool = False) -> str:
    """Return a value; a text stands between quotes unless `bare`."""
    match value:
        case n.Number():
            return number(value.value)
        case n.Day():
            return value.text
        case n.Text():
            return word(value.value) if bare else string(value.value)
        case n.SourceAttribute():
            return f"source {subject_words(value.attribute)}"
        case _ as unknown:
            assert_never(unknown)


def fits_bare(subject: n.Subject) -> bool:
    """Return whether a subject's values are usually written without quotes."""
    return subject.name == "level"


def on(scale: str | None) -> str:
    """Return the scale that grades are ordered by."""
    return "" if scale is None else f" on {scale}"


def condition_words(condition: n.Condition) -> str:
    """Return a condition."""
    match condition:
        case n.Or():
            return " or ".join(
                _bracketed(each) if isinstance(each, n.Or) else condition_words(each) for each in condition.members
            )
        case n.And():
            return " and ".join(map(_bracketed, condition.members))
        case n.Not():
            return f"not {_bracketed(condition.member)}"
        case n.MemberOf():
            operator = "not in" if condition.negated else "in"
            return f"learner {operator} {listed(tuple(map(string, condition.institutions)))}"
        case n.Holds():
            operator = "not holds" if condition.negated else "holds"
            where = "" if condition.where is None else f" where ({condition_words(condition.where)})"
            return f"learner {operator} {reference_words(condition.reference)}{where}"
        case n.Comparison() | n.Inclusion() | n.Between():
            return _test_words(condition)
        case _ as unknown:
            assert_never(unknown)


def _bracketed(condition: n.Condition) -> str:
    words = condition_words(condition)
    return f"({words})" if isinstance(condition, n.And | n.Or) else words


def _test_words(test: n.Comparison | n.Inclusion | n.Between) -> str:
    subject, bare = subject_words(test.subject), fits_bare(test.subject)
    match test:
        case n.Comparison():
            words = f"{test.operator} {value_words(test.value, bare=bare)}"
        case n.Inclusion():
            operator = "not in" if test.negated else "in"
            words = f"{operator} {listed(tuple(value_words(value, bare=bare) for value in test.values))}"
        case n.Between():
            words = f"between {value_words(test.low, bare=bare)} and {value_words(test.high, bare=bare)}"
        case _ as unknown:
            assert_never(unknown)
    return f"{subject} {words}{on(test.scale)}"


def filter_words(where: n.Condition | None) -> str:
    """Return the condition after `where`."""
    return "" if where is None else f" where {condition_words(where)}"


def source_words(source: n.Source) -> str:
    """Return a source."""
    match source:
        case n.SourceReference():
            return reference_words(source.reference) + filter_words(source.where)
        case n.SourcePool():
            return f"any {reference_words(source.reference)}{filter_words(source.where)}"
        case n.SourceEither():
            return " or ".join(_bracketed_source(each, either=True) for each in source.members)
        case n.SourceAll():
            return " and ".join(_bracketed_source(each, either=False) for each in source.members)
        case n.SourceCount():
            named = source.named_set
            among = listed(tuple(map(source_words, source.members))) if named is None else f"set {named}"
            shared = "" if source.shared is None else place(source.shared)
            return f"any {source.count} of {among}{shared}{filter_words(source.where)}"
        case _ as unknown:
            assert_never(unknown)


def _bracketed_source(source: n.Source, *, either: bool) -> str:
    """Return a member of an either, or of an all; only an all within an either needs no brackets."""
    words = source_words(source)
    bracketed = isinstance(source, n.SourceEither) or (isinstance(source, n.SourceAll) and not either)
    return f"({words})" if bracketed else words


def amount(credits_: Decimal | None) -> str:
    """Return the credits beside a target."""
    return "" if credits_ is None else f" {number(credits_)} credits"


def target_words(target: n.Target) -> str:
    """Return a target."""
    match target:
        case n.TargetReference():
            return reference_words(target.reference) + amount(target.credits) + filter_words(target.where)
        case n.TargetPool():
            return f"any {reference_words(target.reference)}{amount(target.credits)}{filter_words(target.where)}"
        case n.Elective():
            title = "" if target.title is None else f" {string(target.title)}"
            return f"elective{title}{amount(target.credits)}"
        case n.Choice():
            return f"choose {target.count} of {listed(tuple(map(_option, target.options)))}"
        case _ as unknown:
            assert_never(unknown)


def _option(targets: tuple[n.Target, ...]) -> str:
    words = ", ".join(map(target_words, targets))
    return words if len(targets) == 1 else f"({words})"
