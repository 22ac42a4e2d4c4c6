"""The words of a message with what stands in their places, so that other words can be filled with the same."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([^{}\s]+)\}")
# What the places are called in Chinese words; English words call them by their keys.
NAMES = {
    "signature": "签名",
    "platform": "平台名",
    "help_line": "咨询电话",
    "source_title": "来源成果",
    "target_institution": "目标机构",
    "target_title": "目标成果",
    "number": "申请编号",
    "remarks": "意见",
    "title": "成果名称",
    "check": "审查结果",
    "question": "提问标题",
    "institution": "机构",
    "count": "项数",
    "code": "验证码",
    "minutes": "分钟数",
    "until": "截止时间",
    "link": "链接",
}
KEYS = {name: key for key, name in NAMES.items()}


class Filled(str):
    """A message in the product's own words; `values` stand in its places, `english` says the same in English."""

    __slots__ = ("english", "values")

    values: Mapping[str, str]
    english: str

    @classmethod
    def of(cls, words: str, values: Mapping[str, str], english: str = "") -> "Filled":
        """Fill words; raises KeyError when a value is missing."""
        filled = cls(fill(words, values))
        filled.values = dict(values)
        filled.english = fill(english, values)
        return filled


def fill(words: str, values: Mapping[str, str]) -> str:
    """Put values in their places; raises KeyError when one is missing.

    >>> fill("请登录{平台名}，{remarks}", {"platform": "某平台", "remarks": "缺{页}"})
    '请登录某平台，缺{页}'
    """
    return PLACE.sub(lambda place: values[KEYS.get(place[1], place[1])], words)
