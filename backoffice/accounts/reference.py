"""The reference tables of a person's form: countries, nationalities and administrative divisions."""

from sqlalchemy import String, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from backoffice.kernel.entity import Entity, Key, Title


class Nation(Entity):
    """A nationality (民族) of GB/T 3304."""

    __tablename__ = "nation"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8))
    title: Mapped[Title]
    latin_title: Mapped[str] = mapped_column(String(60), default="")

    def __str__(self) -> str:
        return self.title


class Country(Entity):
    """A country or region (国籍)."""

    __tablename__ = "country"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(8))  # ISO 3166-1 alpha-2
    title: Mapped[Title]
    english_title: Mapped[str] = mapped_column(String(120), default="")

    def __str__(self) -> str:
        return self.title


class Division(Entity):
    """A province, city or district of GB/T 2260; a child's code starts with its parent's."""

    __tablename__ = "division"
    __table_args__ = (UniqueConstraint("code"),)

    id: Mapped[Key]
    code: Mapped[str] = mapped_column(String(12))
    parent_code: Mapped[str] = mapped_column(String(12), default="", index=True)
    title: Mapped[Title]

    def __str__(self) -> str:
        return self.title


CHINA = "CN"


def countries(session: Session, lang: str) -> list[tuple[str, str]]:
    """Return code and name of every country; China stands first, since most learners choose it."""
    rows = session.scalars(select(Country).order_by(Country.id)).all()
    named = [(row.code, row.english_title if lang == "en" and row.english_title else row.title) for row in rows]
    return sorted(named, key=lambda each: each[0] != CHINA)


def nations(session: Session) -> list[tuple[str, str]]:
    """Return code and name of every nationality."""
    return [(row.code, row.title) for row in session.scalars(select(Nation).order_by(Nation.code))]


def divisions_under(session: Session, parent_code: str) -> list[tuple[str, str]]:
    """Return code and name of the divisions right below one; the provinces for an empty code."""
    query = select(Division).where(Division.parent_code == parent_code).order_by(Division.code)
    return [(row.code, row.title) for row in session.scalars(query)]


def place_name(session: Session, code: str) -> str:
    """Return a division's full name from the province down; empty for an unknown code."""
    codes = [code[:length] for length in (2, 4, 6) if length <= len(code)]
    return "".join(session.scalars(select(Division.title).where(Division.code.in_(codes)).order_by(Division.code)))
