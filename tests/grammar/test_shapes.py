"""What the shapes of clauses read is what the parser reads: node by node, place by place."""

from functools import cache
from itertools import count, islice, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lark.exceptions import UnexpectedInput

from grammar.declaration_builder import TreeBuilder
from grammar.language import END, Place, language
from grammar.parser import parse
from grammar.printer import print_declaration
from grammar.reader import Reader
from grammar.shapes import Shapes
from tests.effort import examples
from tests.grammar.test_printer_properties import CLAUSES, DECLARATIONS, LANGUAGES, mixed_texts

OFTEN = 50  # readings, by which any shape is known
MORE_THAN_KEPT = 80  # shapes
ROOT = Path(__file__).parents[2]
FILES = [Path(__file__).with_name("specification.rule"), *sorted((ROOT / "backoffice/sample/files").glob("*.rule"))]
WHOLE = settings(
    max_examples=examples(200), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


def by_parser(text):
    """Return what the parser alone reads, as text with every span; None for a text with an error."""
    builder = TreeBuilder()
    try:
        declarations = builder.transform(language().lark.parse(text)).declarations
    except UnexpectedInput:
        return None
    return repr((declarations, builder.problems))


def by_shapes(text, shapes):
    """Return what the known shapes alone read, and whether that is all."""
    reader = Reader(text, Place(), len(text), shapes)
    declarations = tuple(reader.known())
    return repr((declarations, reader.problems)), reader.kind == END


def learned(text):
    """Return the shapes of a text, each learned at once."""
    shapes = Shapes(language(), enough=1)
    list(Reader(text, Place(), len(text), shapes).declarations())
    return shapes


@cache
def learned_of_every_clause():
    """Return the shapes of all clauses; whoever only reads what is known adds nothing to them."""
    return learned("\n".join(f"规则 甲 {clause}" for clause in CLAUSES))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_files_are_read_alike(path):
    """Every file of examples gives one tree, with the same spans, however often it has been read."""
    text = path.read_text(encoding="utf-8")
    shapes = learned(text)
    reader = Reader(text, Place(), len(text), shapes)

    assert repr((tuple(reader.declarations()), reader.problems)) == by_parser(text)


@WHOLE
@given(declaration=DECLARATIONS, lang=LANGUAGES)
def test_printed_trees_are_read_alike(declaration, lang):
    """What has been learned of any printed declaration reads it as the parser does."""
    text = print_declaration(declaration, lang)
    shapes = learned(text)
    reader = Reader(text, Place(), len(text), shapes)

    assert repr((tuple(reader.declarations()), reader.problems)) == by_parser(text)


@WHOLE
@given(texts=st.lists(mixed_texts(), min_size=2, max_size=3))
def test_shapes_of_other_texts_read_alike_or_not_at_all(texts):
    """A shape learned from one layout reads another as the parser does, or leaves it to the parser."""
    shapes = Shapes(language(), enough=1)
    sound = [text for text in texts if by_parser(text) is not None]
    for text in sound:
        list(Reader(text, Place(), len(text), shapes).declarations())

    for text in texts:
        read, whole = by_shapes(text, shapes)
        assert not whole or read == by_parser(text)


@WHOLE
@given(data=st.data())
def test_cut_and_joined_texts_are_read_alike(data):
    """Clauses cut anywhere and joined without a blank are read as the parser does, or left to it."""
    parts = data.draw(st.lists(st.sampled_from(CLAUSES), min_size=1, max_size=3))
    cut = data.draw(st.integers(0, len(parts[-1])))
    text = "规则 甲 " + data.draw(st.sampled_from(["", " ", "\n"])).join([*parts[:-1], parts[-1][:cut]])
    read, whole = by_shapes(text, learned_of_every_clause())

    assert not whole or read == by_parser(text)


def test_what_is_known_is_read_without_the_parser():
    """A declaration whose clauses have been seen is read by their shapes, in any order and number."""
    shapes = learned("规则 A “甲” 版本 1 仅一次\n规则 B 来源 课程 “x” 比例 80%")

    assert by_shapes("规则 C “丙”\n  来源 课程 “y”\n  仅一次 # 一\n  版本 7\n", shapes)[1]
    assert not by_shapes("规则 C 来源 课程 “y” 编号 1", shapes)[1]


def test_only_so_many_shapes_are_kept():
    """A text of ever new shapes does not make what is known grow without end."""
    texts = (
        f"规则 A 目标 {', '.join(each)}"
        for number in count(1)
        for each in product(("课程 “x”", "课程 “x” 3 学分"), repeat=number)
    )
    text = "\n".join(islice(texts, MORE_THAN_KEPT))
    kindred = learned(text).of("_RULE")["_TO"]

    assert len(kindred.shapes) == 64


def test_what_stands_before_an_error_is_kept():
    """Declarations before and behind a broken one are read, on the same line and below."""
    parsed = parse("规则 A 说明 “a” 规则 B 来源 ¥\n规则 C 说明 “c”")

    assert [rule.code for rule in parsed.file.declarations] == ["A", "C"]
    assert [(problem.span.line, problem.span.column) for problem in parsed.problems] == [(1, 21)]


def test_a_count_that_is_none_is_named_by_shapes_too():
    """A shape reads only numbers that can count; another is named, however often its clause has been read."""
    shapes = learned("政策 P 最多 2 次 优先 0")

    assert by_shapes("政策 P 最多 3 次 优先 0", shapes)[1]
    assert [by_shapes(f"政策 P 最多 {number} 次 优先 0", shapes)[1] for number in ("2.5", "0")] == [False, False]
    assert [problem.code for _ in range(6) for problem in parse("规则 A 版本 0").problems] == ["count_unfit"] * 6


def test_a_known_shape_is_refused_for_nesting_like_an_unknown_one():
    """A word made of so many 非 is refused at its place, whether its declaration's shape was met before or not."""
    plain = "规则 A 来源 课程 “甲” 目标 课程 “乙” 2 学分\n  例 来源 别的课 “甲” 成绩 = 70 => 2 学分"
    negated = plain.replace("别的课", "别" + "非" * 33 + "课")
    for _ in range(OFTEN):
        parse(plain)
    first, again = parse(negated), parse(negated)

    assert [problem.code for problem in first.problems] == ["nested_too_deep"]
    assert again == first
