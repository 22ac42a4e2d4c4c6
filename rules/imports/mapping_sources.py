"""What a Chinese mapping starts from: an outcome where the words name one, else a kind and a human judgement."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from grammar import nodes as n
from grammar.declarations import Scale
from rules.imports.rows import RowRefused
from rules.words import KINDS

CERTIFICATE, DIPLOMA = "职业资格证书", "毕业证书"
KIND_OF: Mapping[str, str] = MappingProxyType(
    {each: each for each in KINDS.values()}
    | {"等级考试": CERTIFICATE, "外语考试": CERTIFICATE, "NIT模块": CERTIFICATE, "学历": DIPLOMA}
)
NO_OUTCOME = "个人属性"
LOWER_IS_HIGHER = "数字越小越高"
REVERSED = "JLPT旧制"
SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        "NCRE": Scale("NCRE", ("一级", "二级", "三级", "四级")),
        "CET": Scale("CET", ("三级", "四级", "六级")),
        "PETS": Scale("PETS", ("一级", "二级", "三级", "四级", "五级")),
        "BEC": Scale("BEC", ("初级", "中级", "高级")),
        "JLPT": Scale(REVERSED, ("四级", "三级", "二级", "一级")),
    }
)
LEVELLED = re.compile(
    rf"(?P<title>.*?(?P<scale>{'|'.join(SCALES)})\)?)(?P<grade>[一二三四五六]级|[初中高]级)"
    r"(?P<above>(?:及其|及|或)以上(?:级别)?)?(?P<rest>(?:合格证书|证书|笔试|《).*)?"
)
PLAIN = {"", "证书", "合格证书"}
SEVERAL = re.compile(r"或|和|、|及|任一|以上|两个")
BRACKETED = re.compile(r"\([^()]*\)|《[^《》]*》")
NAMED = re.compile(r".*(?:证书|证|成绩|成绩单)")


@dataclass(frozen=True, slots=True)
class Start:
    """A source before the conditions of its row: the outcome or the kind, and what a person must judge of it."""

    reference: n.Reference
    tests: tuple[n.Condition, ...] = ()
    judgements: tuple[str, ...] = ()

    def source(self, tests: Sequence[n.Condition]) -> n.Source:
        """Return the source under further tests."""
        every = (*self.tests, *tests)
        where = n.And(every) if len(every) > 1 else every[0] if every else None
        if self.reference.title is None:
            return n.SourcePool(self.reference, where)
        return n.SourceReference(self.reference, where)


def start_of(words: str, kind: str, constructs: str) -> Start:
    """Return what a row starts from, read from its words."""
    if kind == NO_OUTCOME:
        raise RowRefused("source_absent", value=words)
    if kind not in KIND_OF:
        raise RowRefused("kind_unclear", value=kind)
    if KIND_OF[kind] != CERTIFICATE:
        return judged(words, kind)
    return _levelled(words, constructs) or _named(words) or judged(words, kind)


def judged(words: str, kind: str) -> Start:
    """Return any outcome of a kind that a person finds to be what the words say."""
    return Start(n.Reference(KIND_OF[kind]), judgements=(words,))


def _levelled(words: str, constructs: str) -> Start | None:
    found = LEVELLED.fullmatch(words)
    if found is None:
        return None
    scale, rest = SCALES[found["scale"]], found["rest"] or ""
    backwards = (LOWER_IS_HIGHER in constructs) != (scale.code == REVERSED)
    if found["grade"] not in scale.grades or (found["above"] and backwards):
        return None
    operator = ">=" if found["above"] else "="
    test = n.Comparison(n.OutcomeAttribute("grade"), operator, n.Text(found["grade"]), scale.code)
    return Start(n.Reference(CERTIFICATE, found["title"]), (test,), () if rest in PLAIN else (words,))


def _named(words: str) -> Start | None:
    if SEVERAL.search(BRACKETED.sub("", words)) or not NAMED.fullmatch(words):
        return None
    return Start(n.Reference(CERTIFICATE, words))


def scales_of(sources: Sequence[object]) -> tuple[Scale, ...]:
    """Return the scales that some sources name."""
    named = {each.scale for source in sources for each in _comparisons(getattr(source, "where", None)) if each.scale}
    return tuple(scale for scale in SCALES.values() if scale.code in named)


def _comparisons(where: object) -> tuple[n.Comparison, ...]:
    if isinstance(where, n.And):
        return tuple(each for each in where.members if isinstance(each, n.Comparison))
    return (where,) if isinstance(where, n.Comparison) else ()
