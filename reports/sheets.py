"""Contents of sheets and books made fit to print: every text of a record, however deep it lies in it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any, TypeVar, cast

from reports.printable import legible
from reports.refusals import Unprintable
from reports.typefaces import require_glyphs

Content = TypeVar("Content")

TAB = "    "


@dataclass(frozen=True, slots=True)
class Lengths:
    """How much a paper takes: characters of a text, by its field's name, and items of a list."""

    plain: int
    by_field: Mapping[str, int]
    items: int

    def of(self, name: str) -> int:
        """Return the longest text that a field may hold."""
        return self.by_field.get(name, self.plain)


def fit_to_print(content: Content, lengths: Lengths) -> Content:
    """Return a content whose every text is in NFC and can be set; line ends are kept where a field may be long.

    Raises `Unprintable` for a text that cannot be set, `GlyphMissing` with every character that no typeface has.
    """
    fitted = cast("Content", _fitted(content, "", lengths))
    require_glyphs(text.replace("\n", "") for text in texts_in(fitted))
    return fitted


def texts_in(value: object) -> Iterator[str]:
    """Yield every text of a content."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_in(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_in(getattr(value, field.name))


def _fitted(value: Any, place: str, lengths: Lengths) -> Any:  # noqa: ANN401 - whatever a content holds
    if isinstance(value, str):
        return _text(value, place, lengths)
    if isinstance(value, tuple):
        if len(value) > lengths.items:
            raise Unprintable(place, f"more than {lengths.items} items")
        return tuple(_fitted(each, f"{place}[{position}]", lengths) for position, each in enumerate(value))
    if is_dataclass(value) and not isinstance(value, type):
        dot = f"{place}." if place else ""
        found = {each.name: _fitted(getattr(value, each.name), dot + each.name, lengths) for each in fields(value)}
        return replace(value, **found)
    return value


def _text(text: str, place: str, lengths: Lengths) -> str:
    """Return a text made legible; one of a field that may be long keeps its lines."""
    name = place.rpartition(".")[2].partition("[")[0]
    if name not in lengths.by_field:
        return legible(text, field=place, longest=lengths.plain)
    lines = text.replace("\r\n", "\n").replace("\t", TAB).rstrip().split("\n")
    longest = lengths.of(name)
    if sum(map(len, lines)) > longest:
        raise Unprintable(place, f"longer than {longest} characters")
    return "\n".join(legible(line, field=place, longest=longest) for line in lines)
