"""How a paper looks, as plain data: words by slot, colours, logo and seal; it goes through JSON and back unchanged."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from reports.look_colours import STANDARD_COLOURS


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for words on a paper: how many letters it may print, whether it may stay empty, its language."""

    longest: int
    optional: bool = False
    english: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A logo or a seal: `content` is a cleaned drawing when `kind` is "svg", a PNG in base64 when it is "png"."""

    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class PaperLook:
    """Words and colours by name, and pictures; what a look does not say, its kind of paper says.

    The words are templates of `reports.look_words`; a name that a paper does not know is left alone.
    """

    wordings: Mapping[str, str]
    colours: Mapping[str, str] = field(default_factory=lambda: dict(STANDARD_COLOURS))
    logo: Picture | None = None
    seal: Picture | None = None


SHARED_SLOTS = {  # of every kind of paper
    "platform": Slot(60),
    "platform_english": Slot(80, optional=True, english=True),
    "note": Slot(300, optional=True),
    "note_english": Slot(600, optional=True, english=True),
    "signature": Slot(80),
    "seal_rim": Slot(60),
    "seal_purpose": Slot(10, optional=True),
}
PROOF_SLOTS = {  # in the order of the paper
    "platform": SHARED_SLOTS["platform"],
    "platform_english": SHARED_SLOTS["platform_english"],
    "heading": Slot(24),
    "heading_english": Slot(80, optional=True, english=True),
    "statement_ruled": Slot(300),
    "statement_ruled_english": Slot(600, optional=True, english=True),
    "statement_judged": Slot(300),
    "statement_judged_english": Slot(600, optional=True, english=True),
    **{name: SHARED_SLOTS[name] for name in ("note", "note_english", "signature", "seal_rim", "seal_purpose")},
}

STATEMENT = (
    "兹证明上述学习者所持下列学习成果，经资历名册机构初审、专业认定委员会终审，{ruled}"
    "准予转换为下列目标成果的学分，特发此证。"
)
STATEMENT_ENGLISH = (
    "This is to certify that the learning outcomes listed below, having passed the first review by the registered "
    "institution and the final review by the subject committee, have been converted into the credits of the target "
    "outcomes{ruled}."
)
STANDARD = PaperLook(
    {
        "platform": "{{ 平台名称 }}",
        "platform_english": "Credit Bank",
        "heading": "学分转换证明",
        "heading_english": "Certificate of Credit Conversion",
        "statement_ruled": STATEMENT.format(ruled="符合现行转换规则，"),
        "statement_ruled_english": STATEMENT_ENGLISH.format(ruled=" under the conversion rules in force"),
        "statement_judged": STATEMENT.format(ruled=""),
        "statement_judged_english": STATEMENT_ENGLISH.format(ruled=""),
        "note": "说明：本证明所载学分由学分银行按上列规则版本核算。证明的状态（有效、已撤销、已被替换）以核验网址的查询"
        "结果为准；涂改、局部复印无效。",
        "note_english": "The status of this certificate (valid, revoked, superseded) is that shown at the verification "
        "address. Alterations and partial copies are void.",
        "signature": "{{ 出具机构 }}",
        "seal_rim": "{{ 出具机构 }}",
        "seal_purpose": "转换专用章",
    }
)


def look_json(look: PaperLook) -> str:
    """Write a look in one form: sorted keys, no blanks."""
    return json.dumps(asdict(look), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def look_from(json_text: str) -> PaperLook:
    """Read what `look_json` wrote; anything else is a ValueError."""
    read = json.loads(json_text)
    if not isinstance(read, dict) or read.keys() != {each.name for each in fields(PaperLook)}:
        raise ValueError("not the fields of a look")
    pictures = {name: picture_from(read[name]) for name in ("logo", "seal")}
    return PaperLook(texts_in(read["wordings"]), texts_in(read["colours"]), **pictures)


def texts_in(read: object) -> dict[str, str]:
    """Return a JSON object whose values are texts."""
    if not isinstance(read, dict) or not all(isinstance(text, str) for text in read.values()):
        raise ValueError("not an object of texts")
    return dict(read)


def picture_from(read: Any) -> Picture | None:  # noqa: ANN401 - JSON's values
    """Read a picture."""
    if read is None:
        return None
    if not isinstance(read, dict) or read.keys() != {"kind", "content"}:
        raise ValueError("not a picture")
    return Picture(**texts_in(read))
