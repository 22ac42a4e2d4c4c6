"""The words that can come next at a place of a text, by the parser's own states."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from grammar.automaton import Automaton, Word
from grammar.builder import LEARNER_ATTRIBUTES, OUTCOME_ATTRIBUTES
from grammar.quotes import quoted
from grammar.situations import Situation, situations
from grammar.vocabulary import ANSWERS, LEVELS, Vocabulary
from grammar.words import CLAUSES, DECLARATIONS, INNER, KEYWORDS, MARKS

MOST = 50
AT_LINE_START = (*CLAUSES, *DECLARATIONS, *INNER)
WITHIN_LINE = (*INNER, *CLAUSES, *DECLARATIONS)
MARKS_IN_ORDER = ("EQ", "OP", *MARKS)
ATTRIBUTES = OUTCOME_ATTRIBUTES | LEARNER_ATTRIBUTES
COMPARISONS = (">=", "<=", ">", "!=")
UNQUOTED = frozenset({"kind", "scale", "set", "rule", "value"})  # kinds of words that stand without quotes if they can
LISTS = {
    "kind": ("kind", "kinds"),
    "place": ("title", "titles"),
    "institution": ("institution", "institutions"),
    "programme": ("programme", "programmes"),
    "code": ("code", "codes"),
    "on": ("scale", "scales"),
    "in_set": ("set", "sets"),
    "among_set": ("set", "sets"),
    "among_rules": ("rule", "rules"),
    "field": ("attribute", "fields"),
}


@dataclass(frozen=True, slots=True)
class Completion:
    """A word to write over the text from `start` to `end`, and the kind of word that it is.

    Kinds are keyword, attribute, mark, kind, title, institution, programme, code, scale, set, rule and value.
    """

    text: str
    kind: str
    start: int
    end: int


def complete(text: str, place: int, vocabulary: Vocabulary) -> tuple[Completion, ...]:
    """Return the words that can stand at a place of a text, what is expected there most first; 50 at most."""
    for situation in situations(text, place):
        found = tuple(islice(_completions(situation, vocabulary), MOST))
        if found:
            return found
    return ()


def _completions(situation: Situation, vocabulary: Vocabulary) -> Iterator[Completion]:
    accepted = situation.automaton.accepted()
    for kind, words in _data(situation, accepted, vocabulary):
        for word in _fitting(words, situation.written):
            written = _as_data(word, kind, situation, accepted)
            if written != situation.standing:
                yield Completion(written, kind, situation.start, situation.end)
    if situation.quote:
        return
    for terminal, word in _keywords(accepted, situation):
        if word.startswith(situation.written) and word != situation.written:
            kind = "attribute" if terminal in ATTRIBUTES else "keyword"
            yield Completion(word, kind, situation.start, situation.end)
    if not situation.written:
        for mark in _marks(accepted):
            yield Completion(mark, "mark", situation.start, situation.end)


def _data(
    situation: Situation, accepted: dict[str, Automaton], vocabulary: Vocabulary
) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the kinds of data that can stand here, and their words."""
    roles = dict.fromkeys(accepted[each].role() for each in ("STRING", "WORD") if each in accepted)
    for role in roles:
        if role == "text":
            yield _values(situation, vocabulary)
        elif role in LISTS:
            kind, words = LISTS[role]
            yield kind, getattr(vocabulary, words)


def _values(situation: Situation, vocabulary: Vocabulary) -> tuple[str, Iterable[str]]:
    """Return the values of what is compared: of the nearest attribute before, or of a membership or a judgement."""
    english = situation.lang == "en"
    for word in reversed(situation.words):
        if word.terminal == "LEVEL":
            return "value", LEVELS[english] + LEVELS[not english]
        if word.terminal in ATTRIBUTES:
            return "value", vocabulary.values.get(ATTRIBUTES[word.terminal], ())
        if word.terminal == "LEARNER":
            return "institution", vocabulary.institutions
        if word.terminal == "_REQUIRES":
            return "value", ANSWERS[english]
    return "value", ()


def _fitting(words: Iterable[str], written: str) -> Iterator[str]:
    """Yield the words that begin with what is written, then those that hold it further on."""
    sought = written.casefold()
    within = []
    for word in words:
        folded = word.casefold()
        if folded.startswith(sought):
            yield word
        elif sought in folded:
            within.append(word)
    yield from within


def _as_data(word: str, kind: str, situation: Situation, accepted: dict[str, Automaton]) -> str:
    """Return how a word of data is written here: bare where it reads back as one word, else in quotes."""
    bare = kind in UNQUOTED and not situation.quote and "WORD" in accepted
    if bare and Automaton(situation.automaton.stack).read(word, 0, len(word)).words == (Word("WORD", 0, len(word)),):
        return word
    return quoted(word, situation.lang)


def _keywords(accepted: Iterable[str], situation: Situation) -> list[tuple[str, str]]:
    """Return the keywords of both languages, the text's first, and what a declaration has already last of each."""
    order = AT_LINE_START if situation.at_line_start else WITHIN_LINE
    english = situation.lang == "en"
    known = sorted(
        (each for each in accepted if each in KEYWORDS), key=lambda each: (each in situation.used, order.index(each))
    )
    both = [(each, KEYWORDS[each][language]) for language in (english, not english) for each in known]
    distinct = {word: each for each, word in reversed(both) if word}
    return [(each, word) for word, each in reversed(distinct.items())]


def _marks(accepted: Iterable[str]) -> Iterator[str]:
    known = [each for each in accepted if each in MARKS or each == "OP"]
    for terminal in sorted(known, key=MARKS_IN_ORDER.index):
        yield from COMPARISONS if terminal == "OP" else (MARKS[terminal],)
