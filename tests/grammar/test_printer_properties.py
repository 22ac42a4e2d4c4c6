"""Over trees and texts drawn at random, formatting keeps the tree and every comment."""

import re
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from grammar import clauses as c
from grammar import declarations as d
from grammar import nodes as n
from grammar.language import language
from grammar.parser import parse
from grammar.printer import format_text, print_declaration
from tests.effort import examples

SPECIFICATION = Path(__file__).with_name("specification.rule").read_text(encoding="utf-8")
LANGUAGES = st.sampled_from(["zh", "en"])
TEXTS = st.text(st.sampled_from('ab1 课程学分来源与且或不在（）(){}“”"「」《》#@/,，=%-《'), max_size=12)
NAMES = st.from_regex(r"[A-Za-z_课规则年与且或不属在任][A-Za-z0-9_课规则成绩学分与且或不属在任-]{0,6}", fullmatch=True)
KINDS = st.sampled_from(
    ["课程", "course", "业绩类-竞赛奖励", "成绩单", "学分", "any", "条件", "甲且学分", "not-x", "x 年", "1级"]
)
NUMBERS = st.decimals(0, 999_999, places=2).map(abs)
COUNTS = st.integers(1, 999)
DAYS = st.dates(date(1, 1, 1)).map(lambda day: n.Day(day.isoformat(), day))
CODES = st.one_of(st.none(), TEXTS, st.sampled_from(["00018", "AB-1", "3.50", "2018-09-01"]))
REFERENCES = st.builds(n.Reference, KINDS, st.none() | TEXTS, CODES, st.none() | TEXTS, st.none() | TEXTS)
POOLS = st.builds(n.Reference, KINDS, st.none(), CODES, st.none() | TEXTS, st.none() | TEXTS)

ATTRIBUTES = st.one_of(
    st.sampled_from(["score", "grade", "level", "qf_level", "credits", "hours", "awarded_on"]).map(n.OutcomeAttribute),
    st.builds(n.OutcomeAttribute, st.just("field"), TEXTS),
)
LEARNER = st.sampled_from(["major", "level", "age", "enrolled_on"]).map(n.LearnerAttribute)
VALUES = st.one_of(NUMBERS.map(n.Number), DAYS, TEXTS.map(n.Text), ATTRIBUTES.map(n.SourceAttribute))
SUBJECTS = ATTRIBUTES | LEARNER
SCALES = st.none() | NAMES
MEMBERS = st.builds(n.MemberOf, st.lists(TEXTS, min_size=1, max_size=2).map(tuple), st.booleans())
TESTS = st.one_of(
    st.builds(n.Comparison, SUBJECTS, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), VALUES, SCALES),
    st.builds(n.Inclusion, SUBJECTS, st.lists(VALUES, min_size=1, max_size=2).map(tuple), st.booleans(), SCALES),
    st.builds(n.Between, SUBJECTS, VALUES, VALUES, SCALES),
    MEMBERS,
)


def several(member, excluded=()):
    """Return tuples of at least two members."""
    return st.lists(member.filter(lambda each: not isinstance(each, excluded)), min_size=2, max_size=3).map(tuple)


CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        several(inner).map(n.And),
        several(inner).map(n.Or),
        inner.map(n.Not),
        st.builds(n.Holds, REFERENCES, st.none() | inner, st.booleans()),
    ),
    max_leaves=4,
)
FILTERS = st.none() | CONDITIONS
SOURCES = st.recursive(
    st.builds(n.SourceReference, REFERENCES, FILTERS) | st.builds(n.SourcePool, POOLS, FILTERS),
    lambda inner: st.one_of(
        several(inner).map(n.SourceEither),
        several(inner).map(n.SourceAll),
        st.builds(
            n.SourceCount,
            COUNTS,
            several(inner),
            st.none(),
            st.none() | TEXTS.map(lambda at: n.Reference("", institution=at)),
            FILTERS,
        ),
        st.builds(n.SourceCount, COUNTS, st.just(()), NAMES, st.none(), FILTERS),
    ),
    max_leaves=4,
)
CREDITS = st.none() | NUMBERS
TARGETS = st.recursive(
    st.one_of(
        st.builds(n.TargetReference, REFERENCES, CREDITS, FILTERS),
        st.builds(n.TargetPool, POOLS, CREDITS, FILTERS),
        st.builds(n.Elective, st.none() | TEXTS, CREDITS),
    ),
    lambda inner: st.builds(n.Choice, COUNTS, several(st.lists(inner, min_size=1, max_size=2).map(tuple))),
    max_leaves=3,
)
FACTS = st.one_of(
    st.builds(c.Fact, VALUES, subject=ATTRIBUTES, reference=st.none() | REFERENCES, scale=SCALES),
    st.builds(c.Fact, VALUES, subject=LEARNER),
    st.builds(c.Fact, DAYS, applied_on=st.just(value=True)),
    st.builds(c.Fact, VALUES, judgement=TEXTS),
    st.builds(c.Fact, membership=MEMBERS),
    st.builds(c.Fact, holding=st.builds(n.Holds, REFERENCES, st.none(), st.booleans())),
)
EXAMPLES = st.builds(
    c.Example, st.lists(FACTS, max_size=2).map(tuple), NUMBERS | st.sampled_from(["not_applicable", "pending"])
)
BANDS = st.builds(c.Band, NUMBERS, NUMBERS, NUMBERS, st.booleans(), st.booleans())
EFFECTIVE = st.one_of(
    st.builds(c.Effective, DAYS), st.builds(c.Effective, DAYS, DAYS), st.builds(c.Effective, st.none(), DAYS)
)
CAPS = st.builds(
    c.Cap,
    NUMBERS,
    st.sampled_from(["percent", "credits"]),
    st.none() | st.sampled_from(["outcome", "programme", "learner", "year", "term"]),
)
RULES = st.builds(
    d.Rule,
    NAMES,
    st.none() | TEXTS,
    version=st.none() | COUNTS,
    source=st.none() | SOURCES,
    targets=st.lists(TARGETS, max_size=2).map(tuple),
    refusal=st.none() | st.builds(c.Refusal, st.sampled_from(["none", "deny"]), st.none() | TEXTS),
    waiver=st.none() | st.builds(c.Waiver, st.none() | TEXTS),
    ratio=st.one_of(
        st.none(), NUMBERS.map(c.Ratio), st.lists(BANDS, min_size=1, max_size=2).map(tuple).map(c.RatioByScore)
    ),
    credits=st.none()
    | st.builds(c.CreditsMode, st.sampled_from(["target", "source", "lesser"]))
    | st.builds(c.CreditsMode, st.just("hours"), NUMBERS),
    condition=FILTERS,
    effective=st.none() | EFFECTIVE,
    validity=st.none() | st.builds(c.Validity, COUNTS, st.sampled_from(["years", "months"])),
    once=st.booleans(),
    consume=st.booleans(),
    caps=st.lists(CAPS, max_size=2).map(tuple),
    priority=st.none() | COUNTS,
    judgements=st.lists(st.builds(c.Judgement, TEXTS), max_size=2).map(tuple),
    record=st.none() | TEXTS,
    basis=st.lists(TEXTS, max_size=2).map(tuple),
    note=st.none() | TEXTS,
    examples=st.lists(EXAMPLES, max_size=2).map(tuple),
)
PERIODS = st.sampled_from(["year", "term"]).map(d.During) | st.builds(d.During, st.none(), DAYS, DAYS)
POLICIES = st.builds(
    d.Policy,
    NAMES,
    st.none() | TEXTS,
    version=st.none() | COUNTS,
    scope=st.none() | st.sampled_from(["outcome", "programme", "learner", "year", "term"]),
    among=st.none()
    | st.builds(d.Among, st.just("set"), st.tuples(NAMES))
    | st.builds(d.Among, st.just("kind"), several(KINDS))
    | st.builds(d.Among, st.just("rules"), several(NAMES)),
    cap=st.none() | CAPS,
    most_uses=st.none() | COUNTS,
    best=st.none() | COUNTS,
    during=st.none() | PERIODS,
    excess=st.none() | st.sampled_from(["truncate", "deny"]),
    effective=st.none() | EFFECTIVE,
    condition=FILTERS,
    basis=st.lists(TEXTS, max_size=2).map(tuple),
    note=st.none() | TEXTS,
)
DECLARATIONS = st.one_of(
    RULES,
    POLICIES,
    st.builds(d.Scale, NAMES, several(TEXTS)),
    st.builds(d.Alias, REFERENCES, REFERENCES),
    st.builds(d.NamedSet, NAMES, st.none() | TEXTS, several(REFERENCES)),
)
CLAUSES = [
    clause
    for lang in ("zh", "en")
    for declaration in format_text(SPECIFICATION, lang).split("\n\n")
    for clause in declaration.split("\n")[1:]
    if declaration.startswith(("规则", "rule"))
]
GAPS = st.sampled_from(
    [" ", " ", " ", "  ", "\n", "\n   ", " # {}\n", "\n# {}\n", "\n\n  #{} \n\n", "\n  # {}\n# {}\n", "\u3000"]
)


@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(declaration=DECLARATIONS, lang=LANGUAGES)
def test_a_tree_is_printed_and_read_back(declaration, lang):
    """Every tree that the nodes can make, printed in either language, reads back as itself."""
    printed = print_declaration(declaration, lang)

    assert parse(printed).file.declarations == (declaration,)
    assert format_text(printed, lang) == printed + "\n"
    assert parse(format_text(printed, "en" if lang == "zh" else "zh")).file.declarations == (declaration,)


def spaced(draw, text):
    """Return a text with other white space and comments between its tokens; each comment has its number."""
    tokens = ["", *language().lark.parse_interactive(text).iter_parse()]
    gaps = draw(st.lists(GAPS, min_size=len(tokens), max_size=len(tokens)))
    pairs = enumerate(zip(tokens, gaps, strict=True))
    return "".join(token + gap.format(2 * place, 2 * place + 1) for place, (token, gap) in pairs)


@st.composite
def mixed_texts(draw):
    """Draw two rules of clauses of both languages in any order."""
    rules = draw(st.lists(st.lists(st.sampled_from(CLAUSES), max_size=5), min_size=1, max_size=2))
    keywords = st.sampled_from(["规则 甲", 'rule A "t"'])
    text = "\n".join(" ".join([draw(keywords), *clauses]) for clauses in rules)
    return spaced(draw, text)


@settings(
    max_examples=examples(200),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
@given(text=mixed_texts(), lang=LANGUAGES | st.none())
def test_mixed_clauses_keep_tree_and_comments(text, lang):
    """Clauses in any order, language and layout, with comments between any two words, keep tree and comments."""
    before = parse(text)
    assume(not before.problems)
    formatted = format_text(text, lang)
    after = parse(formatted)

    assert after.problems == ()
    assert after.file == before.file
    assert re.findall("#.*[^ \n]", formatted) == re.findall("#.*[^ \n]", text)
    assert format_text(formatted, lang) == formatted
