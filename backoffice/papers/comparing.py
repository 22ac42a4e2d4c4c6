"""What changed between two looks: words letter by letter, colours side by side, pictures."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from backoffice.papers.names import FIELDS, WORDS, Pair
from reports.look import PaperLook, Picture
from reports.look_colours import PLACE, STANDARD_COLOURS
from reports.look_pictures import LOGO, SEAL

Part = tuple[str, str]  # "", "add" or "del", and the letters


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs; `parts` are for words, `before` and `after` for colours and pictures."""

    label: Pair
    sort: str  # "words", "colour" or "picture"
    before: str = ""
    after: str = ""
    parts: tuple[Part, ...] = ()


def changes_between(before: PaperLook, after: PaperLook) -> list[Change]:
    """Return what differs, in the order of the editor."""
    return [*_of_words(before, after), *_of_colours(before, after), *_of_pictures(before, after)]


def _of_words(before: PaperLook, after: PaperLook) -> Iterator[Change]:
    for name in WORDS:
        old, new = before.wordings.get(name, ""), after.wordings.get(name, "")
        if old != new:
            yield Change(FIELDS[name].label, "words", old, new, parts_of(old, new))


def _of_colours(before: PaperLook, after: PaperLook) -> Iterator[Change]:
    for name, standard in STANDARD_COLOURS.items():
        old, new = before.colours.get(name, standard), after.colours.get(name, standard)
        if old != new:
            yield Change(FIELDS[PLACE + name].label, "colour", old, new)


def _of_pictures(before: PaperLook, after: PaperLook) -> Iterator[Change]:
    pairs = ((LOGO, before.logo, after.logo), (SEAL, before.seal, after.seal))
    for place, old, new in pairs:
        if old != new:
            yield Change(FIELDS[place].label, "picture", _kind(old), _kind(new))


def _kind(picture: Picture | None) -> str:
    return picture.kind.upper() if picture else ""


def parts_of(old: str, new: str) -> tuple[Part, ...]:
    """Return two texts as one, what is gone before what has come.

    >>> parts_of("学分证明", "学分转换证明")
    (('', '学分'), ('add', '转换'), ('', '证明'))
    """
    found: list[Part] = []
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(("", new[start:end]))
            continue
        found += [("del", old[first:last])] * (last > first) + [("add", new[start:end])] * (end > start)
    return tuple(found)
