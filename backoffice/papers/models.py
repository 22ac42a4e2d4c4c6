"""Templates of papers: drafts, and the versions that papers were made with."""

from flask_appbuilder.security.sqla.models import User
from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from backoffice.kernel.entity import Entity, Key, LongText, Moment, state_column
from backoffice.papers.kinds import PaperKind
from backoffice.papers.workflow import TemplateState

IN_FORCE = text(f"state = '{TemplateState.PUBLISHED.value}'")


class PaperTemplate(Entity):
    """The look of one kind of paper, on its way to be a version or one already; a version never changes.

    Version 1 of each kind is the product's own and has no row. A draft belongs to its author alone, so that the person
    who publishes it has not written it; `revision` counts the times it was saved.
    """

    __tablename__ = "paper_template"
    __table_args__ = (
        UniqueConstraint("paper", "number"),
        CheckConstraint("number > 1", name="numbered_after_our_own"),
        CheckConstraint(
            f"(state IN ('{TemplateState.PUBLISHED.value}', '{TemplateState.RETIRED.value}')) = (number IS NOT NULL)",
            name="version_has_number",
        ),
        CheckConstraint("(number IS NULL) = (published_by_id IS NULL)", name="version_has_publisher"),
        CheckConstraint("published_by_id <> author_id", name="published_by_another"),
        Index("uq_paper_template_in_force", "paper", unique=True, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE),
    )

    id: Mapped[Key]
    paper: Mapped[PaperKind] = mapped_column(state_column(PaperKind))
    number: Mapped[int | None]
    state: Mapped[TemplateState] = mapped_column(state_column(TemplateState), index=True)
    look: Mapped[LongText]  # JSON of reports.look
    revision: Mapped[int] = mapped_column(default=1)
    base_number: Mapped[int] = mapped_column(default=1)  # the version that it was made from
    author_id: Mapped[int] = mapped_column(ForeignKey("ab_user.id"), index=True)
    changed_at: Mapped[Moment]
    submitted_at: Mapped[Moment | None]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("ab_user.id"))
    published_at: Mapped[Moment | None]
    retired_at: Mapped[Moment | None]
    remarks: Mapped[str] = mapped_column(String(1000), default="")  # of the newest step

    author: Mapped[User] = relationship(foreign_keys=[author_id])
    published_by: Mapped[User | None] = relationship(foreign_keys=[published_by_id])

    def __str__(self) -> str:
        return f"{self.paper.value} {self.number or f'#{self.id}'}"
