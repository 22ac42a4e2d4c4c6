"""The base of every mapped class, and the column types they share."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from flask_appbuilder import Model
from sqlalchemy import BigInteger, DateTime, Dialect, Enum, Numeric, String, Text
from sqlalchemy.orm import mapped_column
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING_CONVENTION = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
Model.metadata.naming_convention = NAMING_CONVENTION

CENT = Decimal("0.01")


class Hundredths(TypeDecorator[Decimal]):
    """A decimal with two places, exact on every database.

    SQLite has no decimal type, so it keeps the number of hundredths as an integer; PostgreSQL keeps numeric.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type."""
        if dialect.name == "sqlite":
            return dialect.type_descriptor(BigInteger())
        return dialect.type_descriptor(Numeric(12, 2))

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | int | None:
        """Refuse what would be rounded, then hand over what the database keeps."""
        if value is None:
            return None
        exact = Decimal(value).quantize(CENT)
        if exact != Decimal(value):
            message = f"{value} has more than two decimal places"
            raise ValueError(message)
        return int(exact * 100) if dialect.name == "sqlite" else exact

    def process_result_value(self, value: Any | None, dialect: Dialect) -> Decimal | None:  # noqa: ANN401 - what the driver gives
        """Give back a decimal with two places."""
        if value is None:
            return None
        return (Decimal(value) / 100 if dialect.name == "sqlite" else Decimal(value)).quantize(CENT)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its time zone; kept in UTC, since SQLite forgets the zone."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the database's own type."""
        return dialect.type_descriptor(DateTime(timezone=dialect.name != "sqlite"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a moment needs its time zone"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back a moment in UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def state_column(states: type[StrEnum]) -> Enum:
    """Return the column type of a workflow's state: its text, checked by the database."""
    return Enum(
        states,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=states.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


Key = Annotated[int, mapped_column(primary_key=True)]
Credits = Annotated[Decimal, mapped_column(Hundredths)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Title = Annotated[str, mapped_column(String(200))]
Code = Annotated[str, mapped_column(String(64))]
LongText = Annotated[str, mapped_column(Text)]
Digest = Annotated[str, mapped_column(String(64))]


class Entity(Model):
    """Base of the product's mapped classes; a class names its table and constraints itself."""

    __abstract__ = True
    __table_args__: Any = ()
