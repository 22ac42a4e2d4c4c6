"""The kinds of papers that a look can be made for: what each may say, by which names, and how much room it has."""

from collections.abc import Mapping
from dataclasses import dataclass

from reports.look import PROOF_SLOTS, STANDARD, PaperLook, Slot
from reports.look_names import PROOF_NAMES, TRANSCRIPT_NAMES, Named
from reports.transcript_look import TRANSCRIPT_SLOTS, TRANSCRIPT_STANDARD


@dataclass(frozen=True, slots=True)
class Room:
    """How many letters make a line of a slot, how many lines the style sheet leaves room for, and a line's height."""

    letters: int
    lines: int
    height: float  # mm


@dataclass(frozen=True, slots=True)
class LookKind:
    """A kind of paper as its looks see it; slots are in the order of the paper, `rooms` are those of its closing."""

    slots: Mapping[str, Slot]
    names: tuple[Named, ...]
    standard: PaperLook
    rooms: Mapping[str, Room]


PROOF_LOOKS = LookKind(
    PROOF_SLOTS,
    PROOF_NAMES,
    STANDARD,
    {"note": Room(52, 2, 4.5), "note_english": Room(108, 2, 4.0), "signature": Room(16, 3, 5.6)},
)
TRANSCRIPT_LOOKS = LookKind(
    TRANSCRIPT_SLOTS,
    TRANSCRIPT_NAMES,
    TRANSCRIPT_STANDARD,
    {"note": Room(56, 2, 4.1), "note_english": Room(128, 2, 3.7), "signature": Room(17, 3, 5.6)},
)
