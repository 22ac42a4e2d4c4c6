"""The words that are data: kinds, titles and places of a catalogue, and the names that files declare."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from grammar.declarations import Declaration, NamedSet, Rule, Scale

LEVELS = (
    ("小学", "初中", "高中", "专科", "本科", "硕士", "博士"),
    ("primary", "junior", "senior", "associate", "bachelor", "master", "doctor"),
)
ANSWERS = (("是", "否"), ("yes", "no"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words to offer, each list in the order in which to offer it; `values` are by attribute, such as `major`."""

    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    institutions: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    scales: tuple[str, ...] = ()
    sets: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def declared(declarations: Iterable[Declaration]) -> Vocabulary:
    """Return the names that some declarations give, and the grades of their scales."""
    known = tuple(declarations)
    scales = [each for each in known if isinstance(each, Scale)]
    return Vocabulary(
        scales=tuple(each.code for each in scales),
        sets=tuple(each.code for each in known if isinstance(each, NamedSet)),
        rules=tuple(each.code for each in known if isinstance(each, Rule)),
        values={"grade": tuple(dict.fromkeys(grade for each in scales for grade in each.grades))},
    )
