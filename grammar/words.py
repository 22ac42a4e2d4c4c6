"""The one table of the language's words: every terminal of the grammar in Chinese and in English."""

from collections.abc import Mapping
from types import MappingProxyType

Pair = tuple[str, str]

DECLARATIONS: Mapping[str, Pair] = MappingProxyType(
    {
        "_RULE": ("规则", "rule"),
        "_POLICY": ("政策", "policy"),
        "_SCALE": ("等级序列", "scale"),
        "_ALIAS": ("别名", "alias"),
        "_SET": ("集合", "set"),
    }
)
CLAUSES: Mapping[str, Pair] = MappingProxyType(
    {
        "_FROM": ("来源", "from"),
        "_TO": ("目标", "to"),
        "_RATIO": ("比例", "ratio"),
        "_WHEN": ("条件", "when"),
        "_EFFECTIVE": ("生效", "effective"),
        "_SCOPE": ("范围", "scope"),
        "_AMONG": ("涉及", "among"),
        "_CAP": ("上限", "cap"),
        "_BEST": ("最优", "best"),
        "_ATMOST": ("最多", "at most"),
        "_DURING": ("期间", "during"),
        "_EXCESS": ("超出", "excess"),
        "_NONE": ("不予转换", "none"),
        "DENY": ("拒绝", "deny"),
        "_WAIVE": ("免修", "waive"),
        "CREDITS": ("学分", "credits"),
        "_VERSION": ("版本", "version"),
        "_VALID": ("有效期", "valid"),
        "_ONCE": ("仅一次", "once"),
        "_CONSUME": ("消耗", "consume"),
        "_PRIORITY": ("优先", "priority"),
        "_REQUIRES": ("须认定", "requires"),
        "_GRADED": ("成绩记", "record"),
        "_BASIS": ("依据", "basis"),
        "_NOTE": ("说明", "note"),
        "_EXAMPLE": ("例", "example"),
    }
)
INNER: Mapping[str, Pair] = MappingProxyType(
    {
        "_WHERE": ("其中", "where"),
        "_NO": ("编号", "code"),
        "_ANDC": ("且", "and"),
        "_ANDS": ("与", "and"),
        "_ORC": ("或", "or"),
        "_ORS": ("或", "or"),
        "_NOT": ("非", "not"),
        "_POOL": ("任何", "any"),
        "_ANYOF": ("任", "any"),
        "_CHOOSE": ("任选", "choose"),
        "_OF": ("", "of"),
        "_ELECTIVE": ("选修", "elective"),
        "SCORE": ("成绩", "score"),
        "GRADE": ("等级", "grade"),
        "LEVEL": ("层次", "level"),
        "QF": ("资历等级", "qf_level"),
        "HOURS": ("学时", "hours"),
        "AWARDED": ("获取时间", "awarded_on"),
        "_FIELD": ("字段", "field"),
        "LEARNER": ("学习者", "learner"),
        "IN": ("属于", "in"),
        "NOTIN": ("不属于", "not in"),
        "HOLDS": ("持有", "holds"),
        "NOTHOLDS": ("未持有", "not holds"),
        "MAJOR": ("专业", "major"),
        "AGE": ("年龄", "age"),
        "ENROLLED": ("入学时间", "enrolled_on"),
        "_APPLIED": ("申请时间", "applied_on"),
        "_SRC": ("来源", "source"),
        "_BETWEEN": ("在", "between"),
        "_ON": ("按", "on"),
        "_BY": ("按", "by"),
        "M_TARGET": ("目标", "target"),
        "M_SOURCE": ("来源", "source"),
        "M_LESSER": ("较小", "lesser"),
        "_UNTIL": ("至", "until"),
        "YEAR": ("年", "year"),
        "MONTHS": ("个月", "months"),
        "_PER": ("每", "per"),
        "_TOTAL": ("专业总学分", "of programme"),
        "PROGRAMME": ("专业", "programme"),
        "OUTCOME": ("成果", "outcome"),
        "TERM": ("学期", "term"),
        "_KIND": ("类别", "kind"),
        "_RULES": ("规则", "rules"),
        "_USES": ("次", "uses"),
        "TRUNCATE": ("截断", "truncate"),
        "NOTAPP": ("不适用", "not applicable"),
        "PENDING": ("待补", "pending"),
    }
)
KEYWORDS: Mapping[str, Pair] = MappingProxyType({**DECLARATIONS, **CLAUSES, **INNER})
SINGULAR: Mapping[str, str] = MappingProxyType({"CREDITS": "credit", "MONTHS": "month", "_USES": "use"})
PLURAL: Mapping[str, str] = MappingProxyType({"YEAR": "years"})

MARKS: Mapping[str, str] = MappingProxyType(
    {
        "_COMMA": ",",
        "_LPAR": "(",
        "_RPAR": ")",
        "_LBRACE": "{",
        "_RBRACE": "}",
        "_LSQ": "[",
        "_RSQ": "]",
        "_PERCENT": "%",
        "_ARROW": "=>",
        "_DOTS": "..",
        "_AT": "@",
        "_SLASH": "/",
        "EQ": "=",
        "LT": "<",
    }
)
DATA: Mapping[str, Pair] = MappingProxyType(
    {
        "STRING": ("引号里的文字", "text in quotes"),
        "WORD": ("字母或汉字开头的词", "a word that starts with a letter"),
        "NUM": ("数字", "a number"),
        "DATE": ("日期（如 2020-01-31）", "a date such as 2020-01-31"),
        "OP": (">=", ">="),
    }
)
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "source": "_FROM",
        "targets": "_TO",
        "ratio": "_RATIO",
        "condition": "_WHEN",
        "effective": "_EFFECTIVE",
        "scope": "_SCOPE",
        "among": "_AMONG",
        "caps": "_CAP",
        "best": "_BEST",
        "most_uses": "_ATMOST",
        "during": "_DURING",
        "excess": "_EXCESS",
        "refusal": "_NONE",
        "waiver": "_WAIVE",
        "credits": "CREDITS",
        "version": "_VERSION",
        "validity": "_VALID",
        "once": "_ONCE",
        "consume": "_CONSUME",
        "priority": "_PRIORITY",
        "judgements": "_REQUIRES",
        "record": "_GRADED",
        "basis": "_BASIS",
        "note": "_NOTE",
        "examples": "_EXAMPLE",
    }
)


def spelling(terminal: str, lang: str) -> str:
    """Return how a terminal is named to a reader; empty for a word that the language does without.

    >>> spelling("_FROM", "zh"), spelling("_COMMA", "zh"), spelling("DATE", "en")
    ('来源', ',', 'a date such as 2020-01-31')
    """
    pair = KEYWORDS.get(terminal) or DATA.get(terminal)
    return pair[lang == "en"] if pair else MARKS.get(terminal, "")
