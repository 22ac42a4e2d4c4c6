"""What a row says before and after a change, as the audit trail keeps it: personal data masked, long texts cut."""

from enum import Enum
from typing import Any

from sqlalchemy import LargeBinary, inspect

from backoffice.kernel.sealing import mask

LONGEST = 200
SECRET = ("_sealed", "_index")
OF_PEOPLE = frozenset({"learner", "identity_change"})  # the tables whose columns tell of a person
PERSONAL = frozenset({"full_name", "latin_name", "birth_date", "email", "phone", "address", "document_masked"})
Changes = dict[str, list[str]]


def differences(row: Any, action: str) -> Changes:  # noqa: ANN401 - any mapped row
    """Return what `action` ("add", "edit" or "delete") does to a row that is not flushed yet: before and after."""
    state, found = inspect(row), Changes()
    for each in state.mapper.column_attrs:
        if each.key == "id" or each.key.endswith(SECRET) or isinstance(each.columns[0].type, LargeBinary):
            continue
        before, after = _sides(state, each.key, action)
        if before != after:
            found[each.key] = [told(row, each.key, before), told(row, each.key, after)]
    for each in state.mapper.relationships:
        history = state.attrs[each.key].history
        if action == "edit" and not each.uselist and history.has_changes():
            found[each.key] = [told(row, each.key, _first(side)) for side in (history.deleted, history.added)]
    return found


def _sides(state: Any, key: str, action: str) -> tuple[Any, Any]:  # noqa: ANN401
    history, value = state.attrs[key].history, state.attrs[key].value
    if action == "add":
        return None, value
    if action == "delete":
        return value, None
    return (_first(history.deleted), _first(history.added)) if history.has_changes() else (value, value)


def _first(values: Any) -> Any:  # noqa: ANN401
    return values[0] if values else None


def told(row: Any, key: str, value: Any) -> str:  # noqa: ANN401
    """Return a value as the trail keeps it."""
    if value is None or value == "":
        return ""
    text = str(value.value if isinstance(value, Enum) else value)
    if key in PERSONAL and row.__tablename__ in OF_PEOPLE:
        return mask(text, head=1, tail=1)
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
