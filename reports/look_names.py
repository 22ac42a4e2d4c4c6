"""The names that the words of a paper may use, in Chinese and English, and how many letters each may print."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

ALIKE = 0.6
Value = str | int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages; `widest` is the most letters that it prints."""

    english: str
    chinese: str
    widest: int


HOLDER = Named("learner_name", "姓名", 60)
ISSUED_ON = Named("issued_on", "签发日期", 12)  # 2020-11-23, and 2020年11月23日 by its Chinese name
TOTAL = Named("total", "学分合计", 16)
HOUSE = (Named("issuer", "出具机构", 40), Named("platform", "平台名称", 40))
PROOF_NAMES = (
    HOLDER,
    Named("number", "证明编号", 40),
    ISSUED_ON,
    TOTAL,
    Named("count", "转换项数", 2),
    *HOUSE,
)
TRANSCRIPT_NAMES = (
    HOLDER,
    Named("number", "成绩单编号", 40),
    ISSUED_ON,
    TOTAL,
    Named("count", "账目笔数", 3),
    Named("recognised", "认定项数", 3),
    *HOUSE,
)
Names = tuple[Named, ...]


@cache
def widths_of(names: Names) -> Mapping[str, int]:
    """Return the most letters that each name prints, by its English and its Chinese form."""
    return {form: each.widest for each in names for form in (each.english, each.chinese)}


def in_both_languages(names: Names, values: Mapping[str, Value], chinese: Mapping[str, Value]) -> dict[str, Value]:
    """Return values by English and by Chinese name; `chinese` holds those that are written otherwise in Chinese."""
    told: dict[str, Value] = dict(values)
    return told | {each.chinese: chinese.get(each.english, values[each.english]) for each in names}


def closest(name: str, names: Names) -> str:
    """Return the known name that somebody may have meant; empty when none is like it.

    >>> [closest(name, PROOF_NAMES) for name in ("learner", "证书编号", "zzz")]
    ['learner_name', '证明编号', '']
    """
    found = get_close_matches(name, widths_of(names), n=1, cutoff=ALIKE)
    return found[0] if found else ""
