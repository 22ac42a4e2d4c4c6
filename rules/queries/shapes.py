"""The shape of a rule: its clauses with numbered places in the stead of its constants.

Rules whose shapes are equal differ in their constants alone, and one statement evaluates them all.
"""

from dataclasses import dataclass

LEARNER = -1  # in the place of a slot's number
HELD = -2  # the outcome that `holds` looks at


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of the outcome in a slot, or of the learner."""

    slot: int
    name: str


@dataclass(frozen=True, slots=True)
class FieldCell:
    """A form field of the outcome in a slot: its `part` is text, number or day; the label is a constant."""

    slot: int
    part: str
    label: int


Cells = Cell | FieldCell


@dataclass(frozen=True, slots=True)
class Fixed:
    """A constant that needs no place: true, or unknown for ever (None)."""

    value: bool | None


@dataclass(frozen=True, slots=True)
class Equal:
    """A cell is the word of a constant; unknown while the cell is."""

    cell: Cells
    constant: int


@dataclass(frozen=True, slots=True)
class Within:
    """A cell between two constants, both included; every order with a number or a day is one of these."""

    cell: Cells
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Against:
    """A cell against another."""

    cell: Cells
    operator: str
    other: Cells


@dataclass(frozen=True, slots=True)
class SameLevel:
    """A level that is one of the ladder's equals a cell's; a word that is none differs from it."""

    slot: int
    constant: int


@dataclass(frozen=True, slots=True)
class GradeOrder:
    """The place of a word on the scale of a constant against a place; `graded`: the outcome's own scale must agree."""

    cell: Cells
    operator: str
    scale: int
    place: int
    graded: bool


@dataclass(frozen=True, slots=True)
class OwnScaleOrder:
    """The outcome's grade against a grade, on the outcome's own scale."""

    slot: int
    operator: str
    grade: int


@dataclass(frozen=True, slots=True)
class Membership:
    """The learner belongs to one of the institutions."""

    institutions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Named:
    """How a reference finds outcomes: by a key, and by the places that it names."""

    key: int
    institution: int | None = None
    programme: int | None = None


@dataclass(frozen=True, slots=True)
class HeldOutcome:
    """The learner holds an outcome by one of the names for which `where` is so."""

    names: tuple[Named, ...]
    where: "Shape"


@dataclass(frozen=True, slots=True)
class HeldKind:
    """The learner's own answer for a kind."""

    kind: int


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person judged of the rule, or of one that stands for every rule; the first found counts."""

    name: int
    rules: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InForce:
    """The day of application is within two days."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Valid:
    """So many months since the award have not gone by."""

    slot: int
    months: int


@dataclass(frozen=True, slots=True)
class Present:
    """A cell is known: yes, or unknown."""

    cell: Cells


@dataclass(frozen=True, slots=True)
class Absent:
    """A cell is unknown: yes or no."""

    cell: Cells


@dataclass(frozen=True, slots=True)
class Unsure:
    """The member is unknown: yes or no."""

    member: "Shape"


@dataclass(frozen=True, slots=True)
class Banded:
    """The lowest score of all slots lies in a band; `lows` and `highs` (excluded) are constants, `least` the least."""

    slots: int
    lows: tuple[int, ...]
    highs: tuple[int, ...]
    least: int


@dataclass(frozen=True, slots=True)
class Undenied:
    """No denial speaks of the matched outcomes."""

    slots: int


@dataclass(frozen=True, slots=True)
class All:
    """All members hold."""

    members: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Some:
    """One of the members holds."""

    members: tuple["Shape", ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """The member does not hold."""

    member: "Shape"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause that names what it misses: a gap stands for each fact, and is open while both it and the clause are."""

    truth: "Shape"
    gaps: tuple["Shape", ...] = (Fixed(value=True),)


Test = Equal | Within | Against | SameLevel | GradeOrder | OwnScaleOrder | Membership | HeldOutcome | HeldKind | Judged
Check = InForce | Valid | Present | Absent | Unsure | Banded | Undenied | Fixed
Shape = Test | Check | All | Some | Opposite | Clause
