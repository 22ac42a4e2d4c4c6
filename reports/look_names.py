"""The names that the words of a paper may use, in Chinese and English, and how many letters each may print."""

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches

ALIKE = 0.6
Value = str | int


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages; `widest` is the most letters that it prints."""

    english: str
    chinese: str
    widest: int


NAMES = (
    Named("learner_name", "姓名", 60),
    Named("number", "证明编号", 40),
    Named("issued_on", "签发日期", 12),  # 2020-11-23, and 2020年11月23日 by its Chinese name
    Named("total", "学分合计", 16),
    Named("count", "转换项数", 2),
    Named("issuer", "出具机构", 40),
    Named("platform", "平台名称", 40),
)
WIDTHS = {name: each.widest for each in NAMES for name in (each.english, each.chinese)}


def in_both_languages(values: Mapping[str, Value], chinese: Mapping[str, Value]) -> dict[str, Value]:
    """Return values by English and by Chinese name; `chinese` holds those that are written otherwise in Chinese."""
    told: dict[str, Value] = dict(values)
    return told | {each.chinese: chinese.get(each.english, values[each.english]) for each in NAMES}


def closest(name: str) -> str:
    """Return the known name that somebody may have meant; empty when none is like it.

    >>> closest("learner"), closest("证书编号"), closest("zzz")
    ('learner_name', '证明编号', '')
    """
    found = get_close_matches(name, WIDTHS, n=1, cutoff=ALIKE)
    return found[0] if found else ""
