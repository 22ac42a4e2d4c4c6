"""How rows read and write as JSON: decimals exactly, related rows by their keys and within the scope."""

from decimal import Decimal
from typing import Any

from flask_appbuilder.api.convert import Model2SchemaConverter, TreeNode
from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext as _
from marshmallow import ValidationError, fields

from backoffice.kernel.entity import CENT, Hundredths

LARGEST = Decimal(10) ** 10  # the database keeps twelve digits


class RowField(fields.Field):
    """A related row, by its key; a row outside the writer's scope does not exist."""

    def __init__(self, interface: SQLAInterface, **settings: Any) -> None:  # noqa: ANN401 - marshmallow's own
        super().__init__(**settings)
        self.interface = interface

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> int | None:  # noqa: ANN401
        del attr, obj, kwargs
        return None if value is None else value.id

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:  # noqa: ANN401
        del attr, data, kwargs
        row = self.interface.get(value) if isinstance(value, int) and not isinstance(value, bool) else None
        if row is None:
            raise ValidationError(_("没有这条记录，或您无权使用。"))
        return row


class ExactConverter(Model2SchemaConverter):
    """Makes the schemas of the REST interfaces."""

    def _column2relation(
        self,
        datamodel: SQLAInterface,
        column: TreeNode,
        nested: bool = False,  # noqa: FBT001, FBT002 - the framework's own signature
        parent_schema_name: str | None = None,
    ) -> fields.Field:
        del nested, parent_schema_name
        optional = datamodel.is_nullable(column.name)
        return RowField(datamodel.get_related_interface(column.name), required=not optional, allow_none=optional)

    def _column2field(
        self,
        datamodel: SQLAInterface,
        column: TreeNode,
        nested: bool = True,  # noqa: FBT001, FBT002
        parent_schema_name: str | None = None,
    ) -> fields.Field:
        known = datamodel.list_columns.get(column.name)
        if known is None or not isinstance(known.type, Hundredths):
            return super()._column2field(datamodel, column, nested, parent_schema_name)
        optional = known.nullable
        return fields.Decimal(as_string=True, required=not optional, allow_none=optional, validate=_exact)


def _exact(value: Decimal) -> None:
    if abs(value) >= LARGEST or value.quantize(CENT) != value:
        raise ValidationError(_("最多两位小数，且须小于一百亿。"))
