"""The words of a paper as small templates: names in {{ }} and {% if %}, and nothing else; checked, bounded, filled."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from unicodedata import category, normalize

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reports.look import PaperLook, Slot
from reports.look_faults import LookFault, LookRefused
from reports.look_kinds import LookKind
from reports.look_names import Names, Value, closest, widths_of
from reports.printable import REFUSED, printable
from reports.refusals import Unprintable
from reports.typefaces import TEXT, coverage

ROOM_FOR_PLACES = 200  # letters of a template beyond what it may print
DEEPEST = 8
LARGEST_NUMBER = 1_000_000
MARKUP = frozenset("<>")
ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.If,
    nodes.CondExpr,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.Compare,
    nodes.Operand,
)
REFUSED_WORDS: tuple[tuple[type[nodes.Node], str, str], ...] = (
    (nodes.For, "循环（{% for %}）", "a loop ({% for %})"),
    (nodes.Call, "函数调用（括号）", "a call (brackets)"),
    (nodes.Getattr, "用点号取内容", "taking something from a name with a dot"),
    (nodes.Getitem, "用方括号取内容", "taking something from a name with [ ]"),
    (nodes.Filter, "过滤器（|）", "a filter (|)"),
    (nodes.Test, "判断词（is）", "a test (is)"),
    (nodes.BinExpr, "运算", "arithmetic"),
    (nodes.UnaryExpr, "运算", "arithmetic"),
    (nodes.Concat, "拼接（~）", "joining (~)"),
    (nodes.Assign, "赋值（{% set %}）", "setting a name ({% set %})"),
    (nodes.Literal, "列表或字典", "a list or a mapping"),
)
Spread = tuple[int, int]  # the fewest and the most letters that are printed

# Words stay plain text here: the paper's own template escapes them once, like everything else that it is given.
SANDBOX = ImmutableSandboxedEnvironment(autoescape=False, undefined=StrictUndefined)
for _kept in (SANDBOX.globals, SANDBOX.filters, SANDBOX.tests):
    _kept.clear()


def tidied(text: str, slot: Slot) -> str:
    """Return words as they were typed, composed and on one line: a paragraph is broken by the paper."""
    lines = [line.strip() for line in normalize("NFC", text).splitlines()]
    return (" " if slot.english else "").join(line for line in lines if line)


def faults_of_words(look: PaperLook, kind: LookKind) -> Iterator[LookFault]:
    """Yield what is wrong with the words of a look, in the order of the paper."""
    for name, slot in kind.slots.items():
        yield from faults_in(look.wordings.get(name, ""), name, slot, kind.names)


def faults_in(text: str, place: str, slot: Slot, names: Names) -> list[LookFault]:
    """Return what is wrong with one template; a later question is asked only when the earlier ones are answered."""
    return (
        _faults_of_letters(text, place, slot)
        or _faults_of_shape(text, place, names)
        or _faults_of_length(text, place, slot, widths_of(names))
    )


def _faults_of_letters(text: str, place: str, slot: Slot) -> list[LookFault]:
    longest = slot.longest + ROOM_FOR_PLACES
    if len(text) > longest:
        return [LookFault("wording_too_long", place, {"count": str(len(text)), "limit": str(longest)})]
    if not text.strip():
        return [] if slot.optional else [LookFault("wording_empty", place)]
    try:
        printable(text, field=place, longest=longest)
    except Unprintable as fault:
        return [LookFault("wording_hidden", place, {"letter": fault.reason.split()[1]})]
    missing = missing_letters(text)
    return [LookFault("wording_glyphs", place, {"letters": missing})] if missing else []


def _faults_of_shape(text: str, place: str, names: Names) -> list[LookFault]:
    try:
        template = SANDBOX.parse(text)
    except (TemplateSyntaxError, RecursionError, ValueError):
        return [LookFault("wording_unclosed", place)]
    found = dict.fromkeys(_told(node, names) for node in _walk(template))
    return [LookFault(code, place, dict(values)) for code, values in filter(None, found)]


def _told(node: tuple[nodes.Node, int], names: Names) -> tuple[str, tuple[tuple[str, str], ...]] | None:
    """Return the code of what is wrong with one node at its depth, and what the sentence names."""
    each, depth = node
    if depth > DEEPEST:
        return "wording_too_deep", ()
    if not isinstance(each, ALLOWED):
        return "wording_not_allowed", _named(each)
    if isinstance(each, nodes.TemplateData) and MARKUP & set(each.data):
        return "wording_markup", ()
    if isinstance(each, nodes.Name) and each.name not in widths_of(names):
        near = closest(each.name, names)
        return ("wording_meant" if near else "wording_unknown"), (("name", each.name[:40]), ("near", near))
    if isinstance(each, nodes.Const) and not _is_plain(each.value):
        return "wording_not_allowed", (("thing_en", "such a value"), ("thing_zh", "这样的值"))
    return None


def _named(node: nodes.Node) -> tuple[tuple[str, str], ...]:
    words = [(zh, en) for kind, zh, en in REFUSED_WORDS if isinstance(node, kind)]
    tag = "{% " + type(node).__name__.removesuffix("Block").lower() + " %}"
    chinese, english = words[0] if words else (f"标签 {tag}", f"the tag {tag}")
    return ("thing_en", english), ("thing_zh", chinese)


def _is_plain(value: object) -> bool:
    """Tell whether a constant may be printed: a small number, or a text whose escapes hide nothing."""
    if isinstance(value, str):
        return not (missing_letters(value) or MARKUP & set(value) or REFUSED & set(map(category, value)))
    return isinstance(value, int) and abs(value) <= LARGEST_NUMBER


def missing_letters(text: str) -> str:
    """Return the letters of a text that no typeface of papers has; invisible ones are among them."""
    covered = frozenset[int]().union(*map(coverage, TEXT))
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in covered))


def _walk(template: nodes.Template) -> Iterator[tuple[nodes.Node, int]]:
    """Yield nodes with their depth, none below one that is refused, so that nothing is told twice."""
    waiting: list[tuple[nodes.Node, int]] = [(template, 0)]
    while waiting:
        node, depth = waiting.pop()
        yield node, depth
        if isinstance(node, ALLOWED) and depth <= DEEPEST:
            waiting += [(child, depth + 1) for child in reversed(list(node.iter_child_nodes()))]


def _faults_of_length(text: str, place: str, slot: Slot, widths: Mapping[str, int]) -> list[LookFault]:
    least, most = spread_of_all(SANDBOX.parse(text).body, widths)
    if most > slot.longest:
        return [LookFault("wording_prints_too_much", place, {"count": str(most), "limit": str(slot.longest)})]
    return [] if least or slot.optional else [LookFault("wording_may_be_empty", place)]


def spread_of_all(body: Sequence[nodes.Node], widths: Mapping[str, int]) -> Spread:
    """Return the fewest and the most letters that nodes print one after the other."""
    both = [spread(node, widths) for node in body]
    return sum(least for least, _ in both), sum(most for _, most in both)


def spread(node: nodes.Node, widths: Mapping[str, int]) -> Spread:
    """Return the fewest and the most letters that one node prints, whatever the names stand for."""
    match node:
        case nodes.Output():
            return spread_of_all(node.nodes, widths)
        case nodes.TemplateData():
            return len(node.data.strip()), len(node.data)
        case nodes.Name():
            return 1, widths.get(node.name, 0)
        case nodes.Const():
            return len(str(node.value).strip()), len(str(node.value))
        case nodes.If():
            ways = (node.body, *(each.body for each in node.elif_), node.else_)
            return _either([spread_of_all(way, widths) for way in ways])
        case nodes.CondExpr():
            return _either([spread(node.expr1, widths), spread(node.expr2, widths) if node.expr2 else (0, 0)])
        case nodes.And() | nodes.Or():
            return _either([spread(node.left, widths), spread(node.right, widths)])
    return len("True"), len("False")  # what a comparison prints


def _either(ways: Sequence[Spread]) -> Spread:
    return min(least for least, _ in ways), max(most for _, most in ways)


@lru_cache(maxsize=256)
def template_of(text: str, place: str, slot: Slot, names: Names) -> Template:
    """Return a template ready to be filled; one that is not allowed is refused here too, wherever it came from."""
    faults = faults_in(text, place, slot, names)
    if faults:
        raise LookRefused(faults)
    return SANDBOX.from_string(text)


def filled(text: str, values: Mapping[str, Value], *, place: str, kind: LookKind) -> str:
    """Return words with the names replaced by what they stand for; raises LookRefused or Unprintable."""
    slot = kind.slots[place]
    words = template_of(text, place, slot, kind.names).render(values).strip()
    return printable(words, field=place, longest=slot.longest) if words or not slot.optional else ""
