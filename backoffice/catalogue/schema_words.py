"""The form and the evidence list of a kind in words, a line each."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from backoffice.kernel.web import language


def in_words(schemas: Sequence[Mapping[str, Any]]) -> str:
    """Return a list of fields or of evidence as a person reads it."""
    return "\n".join(map(_line, schemas)) or "-"


def _line(schema: Mapping[str, Any]) -> str:
    marks = [_("必填") if schema.get("required") else _("选填")]
    if schema.get("automatic"):
        marks.append(_("由名录自动填写"))
    if schema.get("formats"):
        marks.append(" ".join(schema["formats"]))
    if schema.get("most"):
        marks.append(_("最多 %(count)s 个文件", count=schema["most"]))
    label = schema["label_en"] if language() == "en" else schema["label"]
    return f"{label} · {' · '.join(marks)}"
