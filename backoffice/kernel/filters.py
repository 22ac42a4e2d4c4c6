"""What generated lists can be narrowed by."""

from typing import Any, ClassVar

from flask_appbuilder.models.filters import BaseFilter
from flask_appbuilder.models.sqla.filters import SQLAFilterConverter
from flask_babel import lazy_gettext
from sqlalchemy.orm import Query

ANSWERS = {"y": True, "n": False}


class FilterAnswer(BaseFilter):
    """Yes or no; the framework's own filter knows a yes alone."""

    name = lazy_gettext("等于")
    arg_name = "is"

    def apply(self, query: Query[Any], value: Any) -> Query[Any]:  # noqa: ANN401 - whatever was asked
        """Keep the rows with this answer; anything else narrows nothing."""
        answer = ANSWERS.get(value) if isinstance(value, str) else None
        return query if answer is None else query.filter(getattr(self.model, self.column_name).is_(answer))


class AnswerConverter(SQLAFilterConverter):
    """The framework's filters, with ours for yes and no."""

    conversion_table: ClassVar = (
        ("is_boolean", [FilterAnswer]),
        *(each for each in SQLAFilterConverter.conversion_table if each[0] != "is_boolean"),
    )
