"""What the slots and colours of a paper are called in the editor, in Chinese and English, and their groups."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reports.look_colours import PLACE
from reports.look_pictures import LOGO, SEAL

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the editor: what it is called, and where it is printed."""

    label: Pair
    hint: Pair = ("", "")


FIELDS: dict[str, Field] = {
    "platform": Field(("平台", "Platform"), ("最上面一行", "The line at the top")),
    "platform_english": Field(("平台（英文）", "Platform, in English")),
    "heading": Field(("标题", "Heading")),
    "heading_english": Field(("标题（英文）", "Heading, in English")),
    "statement_ruled": Field(
        ("证明正文（按规则转换）", "Statement, where a rule applied"),
        ("有转换规则的证明用这一段", "For conversions by a rule"),
    ),
    "statement_ruled_english": Field(("英文正文（按规则转换）", "Statement in English, where a rule applied")),
    "statement_judged": Field(
        ("证明正文（评审认定）", "Statement, where reviewers judged"),
        ("没有转换规则、由评审认定的证明用这一段", "For conversions that reviewers judged without a rule"),
    ),
    "statement_judged_english": Field(("英文正文（评审认定）", "Statement in English, where reviewers judged")),
    "statement": Field(("正文", "Statement"), ("姓名下方", "Below the name")),
    "statement_english": Field(("正文（英文）", "Statement, in English")),
    "note": Field(("说明", "Note"), ("二维码上方的方框", "In the box above the QR code")),
    "note_english": Field(("说明（英文）", "Note, in English")),
    "signature": Field(("落款", "Signature"), ("右下角、日期上方", "At the lower right, above the date")),
    "seal_rim": Field(("印章外圈文字", "Words along the seal's rim"), ("上传印章图片后不用", "Unused with a picture")),
    "seal_purpose": Field(("印章下方文字", "Words below the star"), ("上传印章图片后不用", "Unused with a picture")),
    "colour-primary": Field(("主色", "Main colour"), ("花边、小标题和线条", "Frame, small headings and lines")),
    "colour-accent": Field(("点缀色", "Accent"), ("金线、箭头", "Gold lines and the arrow")),
    "colour-accent_text": Field(("点缀文字", "Accented text"), ("学分、英文标题", "Credits, the English heading")),
    "colour-ink": Field(("正文", "Text"), ("正文和标题", "Text and headings")),
    "colour-quiet": Field(("次要文字", "Quiet text"), ("英文和各项名称", "English and labels")),
    "colour-seal": Field(("印章", "Seal"), ("系统画的印章", "The seal that is drawn")),
    "logo": Field(("标志", "Logo"), ("印在最上方", "Printed at the top")),
    "seal": Field(("印章图片", "Picture of the seal"), ("不上传就用系统画的印章", "Without one the seal is drawn")),
}
WORDS = tuple(name for name in FIELDS if name not in {LOGO, SEAL} and not name.startswith(PLACE))
Group = tuple[str, Pair, tuple[str, ...]]
GROUPS: tuple[Group, ...] = (
    ("head", ("抬头与标题", "Head and heading"), ("platform", "platform_english", "heading", "heading_english")),
    (
        "statement",
        ("正文", "Statement"),
        (
            "statement",
            "statement_english",
            "statement_ruled",
            "statement_ruled_english",
            "statement_judged",
            "statement_judged_english",
        ),
    ),
    (
        "closing",
        ("说明、落款与印章文字", "Note, signature and seal"),
        ("note", "note_english", "signature", "seal_rim", "seal_purpose"),
    ),
)


def groups_of(slots: Iterable[str]) -> Iterator[Group]:
    """Yield the groups of the editor with the slots that a kind of paper has."""
    known = frozenset(slots)
    for key, label, names in GROUPS:
        yield key, label, tuple(name for name in names if name in known)
