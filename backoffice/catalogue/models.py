"""Categories and kinds of outcomes, and the catalogue itself."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text, true
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.catalogue.deposited import DEPOSITED
from backoffice.institutions.models import Institution, Programme
from backoffice.kernel.entity import Code, Credits, Entity, Key, Title, state_column

LONGEST_DESCRIPTOR = 2000
LONGEST_SUMMARY = 4000


class ConversionPath(StrEnum):
    """How outcomes of a kind are converted."""

    RULE = "rule"
    PERFORMANCE = "performance"


class OutcomeCategory(Entity):
    """A category (大类) of outcomes."""

    __tablename__ = "outcome_category"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(64))
    title: Mapped[Title]
    position: Mapped[int] = mapped_column(default=0)

    def __str__(self) -> str:
        return self.title


class OutcomeKind(Entity):
    """A kind (小类) of outcomes: the fields of its form, its evidence, and how it is recognised and converted.

    `field_schema` is a list of {key, label, label_en, type, required, automatic}, for a choice with `choices`, for a
    score with its `highest` value where that is not the usual one, for a grade with the `scale` that it is given on;
    `evidence_schema` is a list of {key, label, label_en, required, formats}, with `most` where so many files are taken.
    What was taken out of the form stays in `retired_fields`: outcomes keep their values by key, and a key is for good.
    """

    __tablename__ = "outcome_kind"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    category_id: Mapped[int] = mapped_column(ForeignKey("outcome_category.id"))
    code: Mapped[str] = mapped_column(String(64))  # the English kind word of the rule language
    title: Mapped[Title]  # the Chinese kind word of the rule language
    position: Mapped[int] = mapped_column(default=0)
    recognised_automatically: Mapped[bool] = mapped_column(default=False)
    conversion_path: Mapped[ConversionPath] = mapped_column(state_column(ConversionPath))
    field_schema: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    evidence_schema: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    retired_fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list, server_default="[]")

    category: Mapped[OutcomeCategory] = relationship()

    def __str__(self) -> str:
        return self.title

    def shown_fields(self, held: Mapping[str, str]) -> list[dict[str, Any]]:
        """Return the fields of an outcome as a page shows them: the form's, and others that it holds a value of."""
        known = {each["key"] for each in self.field_schema}
        others = [each for each in (*self.retired_fields, *DEPOSITED) if each["key"] not in known]
        return [*self.field_schema, *(each for each in others if held.get(each["key"]))]


class CatalogueOutcome(Entity):
    """An outcome (名录成果) that a registered institution has put on the catalogue.

    A learner's own holding is `LearnerOutcome`; it keeps the version it was made with. What the catalogue offers is the
    current version; those before it stay for what was made with them.
    """

    __tablename__ = "catalogue_outcome"
    __table_args__ = (
        UniqueConstraint("institution_id", "kind_id", "code", "version"),
        CheckConstraint("credits >= 0", name="credits_not_negative"),
        Index(
            "uq_catalogue_outcome_current",
            "institution_id",
            "kind_id",
            "code",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[Key]
    kind_id: Mapped[int] = mapped_column(ForeignKey("outcome_kind.id"), index=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("institution.id"))
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.id"), index=True)
    code: Mapped[str] = mapped_column(String(64))  # 课程号, as the institution prints it
    version: Mapped[int] = mapped_column(default=1)
    current: Mapped[bool] = mapped_column(default=True, server_default=true())  # the newest version, which is offered
    title: Mapped[Title] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(100), default="")
    education_level: Mapped[str] = mapped_column(String(20), default="")
    qf_level: Mapped[int | None]
    credits: Mapped[Credits | None]
    study_hours: Mapped[int | None]
    mark: Mapped[str] = mapped_column(String(4), default="")  # ★, with a legend that the centre sets
    valid_from: Mapped[date | None]
    valid_until: Mapped[date | None]
    fields: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # further automatic fields of the kind

    kind: Mapped[OutcomeKind] = relationship()
    institution: Mapped[Institution] = relationship()
    programme: Mapped[Programme | None] = relationship()

    def __str__(self) -> str:
        return self.title


class QualificationLevel(Entity):
    """A level (资历等级) of the qualification framework; its descriptors are the centre's words."""

    __tablename__ = "qualification_level"
    __table_args__ = (UniqueConstraint("level"),)

    id: Mapped[Key]
    level: Mapped[int]  # 1 is the lowest
    knowledge: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTOR), default="")
    skills: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTOR), default="")
    abilities: Mapped[str] = mapped_column(String(LONGEST_DESCRIPTOR), default="")

    def __str__(self) -> str:
        return str(self.level)


class IndustryStandard(Entity):
    """A standard of an industry (行业标准), entered by the centre."""

    __tablename__ = "industry_standard"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[Code]
    title: Mapped[Title]
    industry: Mapped[str] = mapped_column(String(100), default="")
    publisher: Mapped[str] = mapped_column(String(200), default="")
    published_on: Mapped[date | None]
    qf_level: Mapped[int | None]
    summary: Mapped[str] = mapped_column(String(LONGEST_SUMMARY), default="")

    def __str__(self) -> str:
        return self.title
