"""Conversion rules (转换规则), their versions, and the frozen decisions made by them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.kernel.entity import Code, Credits, Digest, Entity, Key, LongText, Moment, Title, state_column


class VersionState(StrEnum):
    """Where a version of a rule stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    PUBLISHED = "published"
    RETIRED = "retired"


class DecisionBasis(StrEnum):
    """What a decision stands on."""

    RULE = "rule"
    JUDGEMENT = "judgement"


class ConversionRule(Entity):
    """A rule, or a policy, by its name in the rule language; what it says is in its versions."""

    __tablename__ = "conversion_rule"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[Code]

    def __str__(self) -> str:
        return self.code


class RuleVersion(Entity):
    """One text of a rule or of a policy; once published it is never changed."""

    __tablename__ = "rule_version"
    __table_args__ = (
        UniqueConstraint("rule_id", "number"),
        CheckConstraint("publisher_id IS NULL OR publisher_id <> author_id", name="second_person_publishes"),
    )

    id: Mapped[Key]
    rule_id: Mapped[int] = mapped_column(ForeignKey("conversion_rule.id"))
    number: Mapped[int]
    title: Mapped[Title]  # 规则名称
    note: Mapped[str] = mapped_column(String(1000), default="")  # 规则描述
    text: Mapped[LongText]
    text_hash: Mapped[Digest]
    state: Mapped[VersionState] = mapped_column(state_column(VersionState), index=True)
    effective_from: Mapped[date | None]
    effective_until: Mapped[date | None]
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    published_at: Mapped[Moment | None]
    stopped_at: Mapped[Moment | None]  # 紧急停用: at once, and for its pending cases too
    stop_reason: Mapped[str | None] = mapped_column(String(1000))

    rule: Mapped[ConversionRule] = relationship()

    def __str__(self) -> str:
        return f"{self.title} v{self.number}"


class RuleEntry(Entity):
    """What the search for rules (规则查询) reads of a published version, so that no text is parsed for it.

    The columns `…_sought` hold folded words; a rule with several targets has their credits one after the other.
    """

    __tablename__ = "rule_entry"
    __table_args__ = (UniqueConstraint("rule_version_id"),)

    id: Mapped[Key]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"))
    source: Mapped[LongText]  # in plain words, as are the next three
    target: Mapped[LongText]
    granted: Mapped[str] = mapped_column(String(100), default="")  # 学分
    ratio_words: Mapped[str] = mapped_column(String(100), default="")  # 转换比例
    name_sought: Mapped[LongText]
    source_sought: Mapped[LongText]
    target_sought: Mapped[LongText]
    institution_sought: Mapped[LongText]

    rule_version: Mapped[RuleVersion] = relationship()

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"


class RuleTarget(Entity):
    """A reference that a published version aims at, in folded words; "" asks for nothing."""

    __tablename__ = "rule_target"

    id: Mapped[Key]
    rule_version_id: Mapped[int] = mapped_column(ForeignKey("rule_version.id"), index=True)
    kind: Mapped[str] = mapped_column(String(64))
    title: Mapped[Title] = mapped_column(index=True)
    code: Mapped[str] = mapped_column(String(200), index=True)
    institution: Mapped[str] = mapped_column(String(200))
    programme: Mapped[str] = mapped_column(String(200))

    rule_version: Mapped[RuleVersion] = relationship()

    def __str__(self) -> str:
        return f"{self.kind} {self.title or self.code}"


class Decision(Entity):
    """A decision, frozen: the facts and the trace are canonical JSON, kept to the byte."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("(basis = 'rule') = (rule_version_id IS NOT NULL)", name="rule_named"),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
    )

    id: Mapped[Key]
    basis: Mapped[DecisionBasis] = mapped_column(state_column(DecisionBasis))
    rule_version_id: Mapped[int | None] = mapped_column(ForeignKey("rule_version.id"), index=True)
    text_hash: Mapped[str] = mapped_column(String(64), default="")
    facts: Mapped[LongText]
    trace: Mapped[LongText]
    credits: Mapped[Credits]
    actor_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"))
    decided_at: Mapped[Moment]

    rule_version: Mapped[RuleVersion | None] = relationship()

    def __str__(self) -> str:
        return f"{self.basis} {self.id}"
