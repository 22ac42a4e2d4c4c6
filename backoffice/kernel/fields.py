"""Form fields for what the framework's own cannot do: states, and related rows out of very many."""

from typing import Any

from flask_appbuilder.models.sqla.interface import SQLAInterface
from flask_babel import gettext as _
from sqlalchemy import Enum
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from backoffice.kernel.web import translated


class NamedRowField(StringField):
    """A related row, named by its exact code or title; nobody can choose out of thousands."""

    def __init__(self, label: Any, *, interface: SQLAInterface, columns: tuple[str, ...], **settings: Any) -> None:  # noqa: ANN401
        super().__init__(label, **settings)
        self.interface = interface
        self.columns = columns
        self.text = ""

    def process_data(self, value: Any) -> None:  # noqa: ANN401 - the related row
        """Take the row that is named now."""
        self.data = value
        self.text = "" if value is None else str(getattr(value, self.columns[0]))

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed."""
        if valuelist:
            self.text, self.data = valuelist[0].strip(), None

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the form
        """Find the one row that is meant."""
        if not self.text:
            return
        found = self.interface.named(self.columns, self.text)
        owner = form["institution"].data if "institution" in form and self.name != "institution" else None
        if len(found) > 1 and owner is not None:
            found = [each for each in found if getattr(each, "institution_id", None) == owner.id]
        if not found:
            raise ValidationError(_("没有找到“%(text)s”，请填写完整的名称或编号。", text=self.text))
        if len(found) > 1:
            raise ValidationError(_("“%(text)s”不止一个，请改填编号。", text=self.text))
        self.data = found[0]

    def _value(self) -> str:
        return self.text


def state_field(label: Any, states: Enum, **settings: Any) -> SelectField:  # noqa: ANN401 - a lazy text
    """Return a choice of a state, by the text that the database keeps."""
    return SelectField(
        label,
        choices=lambda: [SelectChoice(value, translated(value)) for value in states.enums],
        **settings,
    )
