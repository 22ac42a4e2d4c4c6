"""The one table of words agrees with the grammar."""

import re

import pytest

from grammar.hints import HINTS
from grammar.language import language
from grammar.problems import SENTENCES
from grammar.quotes import STRING
from grammar.words import CLAUSES, DATA, DECLARATIONS, FIELDS, INNER, KEYWORDS, MARKS, PLURAL, SINGULAR

PATTERNS = {terminal.name: terminal.pattern.to_regexp() for terminal in language().lark.terminals}
BEHIND = {
    "_ANYOF": " 2",
    "_CHOOSE": " 2",
    "_SRC": " {attribute}",
    "_ANDC": " {attribute} = 1",
    "_ORC": " {attribute} = 1",
}


def test_every_terminal_has_its_words():
    """A terminal of the grammar is a keyword, a mark or a piece of data, and only one of them."""
    ignored = {"COMMENT", *(name for name in PATTERNS if name.startswith("__IGNORE"))}
    named = [*DECLARATIONS, *CLAUSES, *INNER, *MARKS, *DATA]

    assert sorted(named) == sorted(PATTERNS.keys() - ignored)


@pytest.mark.parametrize("terminal", KEYWORDS)
def test_a_keyword_is_spelled_as_the_grammar_reads_it(terminal):
    """Both spellings of a keyword are read as its terminal."""
    spelled = [*KEYWORDS[terminal], *(table[terminal] for table in (SINGULAR, PLURAL) if terminal in table)]
    behind = BEHIND.get(terminal, "")

    for word, attribute in ((word, name) for word in spelled if word for name in ("成绩", "score")):
        found = re.match(PATTERNS[terminal], word + behind.format(attribute=attribute))
        assert found
        assert found[0] == word


@pytest.mark.parametrize("terminal", MARKS)
def test_a_mark_is_written_as_the_grammar_reads_it(terminal):
    """A mark's ASCII form is read as its terminal."""
    assert re.fullmatch(PATTERNS[terminal], MARKS[terminal])


def test_texts_in_quotes_are_one_pattern():
    """What skips a text in quotes skips what the grammar reads as one."""
    assert PATTERNS["STRING"] == STRING.replace("\\n", "\n")


def test_every_clause_that_can_stand_twice_has_a_name():
    """Each field that a clause fills is named by its keyword."""
    assert set(FIELDS.values()) | {"DENY"} == set(CLAUSES)


def test_every_problem_has_a_hint():
    """A code has a sentence and a hint, each in both languages."""
    assert SENTENCES.keys() == HINTS.keys()
    assert all(all(pair) for pair in (*SENTENCES.values(), *HINTS.values()))
