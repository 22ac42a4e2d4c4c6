"""A look put on a paper: words filled, colours for the style sheet and the frame, pictures as markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from markupsafe import Markup

from reports.drawing import Drawing
from reports.look import STANDARD, PaperLook, Slot
from reports.look_colours import colours_of, parts
from reports.look_names import Value, in_both_languages
from reports.look_pictures import LOGO, SEAL, markup_of
from reports.look_words import filled
from reports.ornament import Inks
from reports.proof import ConversionProofContent
from reports.seal import seal
from reports.wording import chinese_date, credits_text

NOTHING = Markup("")
LETTERS_OF_A_LINE = {"note": 52, "note_english": 108, "signature": 16}
LINES_WITH_ROOM = {"note": 2, "note_english": 2, "signature": 3}  # what the style sheet leaves room for
HEIGHT_OF_A_LINE = {"note": 4.5, "note_english": 4.0, "signature": 5.6}  # mm


@dataclass(frozen=True, slots=True)
class Dressed:
    """What a template takes of a look; `room` is the height in mm that its words need beyond the usual."""

    words: dict[str, str]
    colours: dict[str, str]
    logo: Markup
    seal: Markup
    drawings: tuple[Drawing, ...]
    room: float


def dressed(look: PaperLook, slots: Mapping[str, Slot], values: Mapping[str, Value]) -> Dressed:
    """Return a look with its words filled; raises LookRefused, Unprintable or ValueError for one that is not sound."""
    texts = {name: look.wordings.get(name, STANDARD.wordings.get(name, "")) for name in slots}
    words = {name: filled(texts[name], values, place=name, slot=slot) for name, slot in slots.items()}
    colours = colours_of(look.colours)
    drawn = seal(words["seal_rim"], words["seal_purpose"], colours["seal"])
    return Dressed(
        words=words,
        colours=colours,
        logo=markup_of(look.logo, LOGO, words["platform"]) if look.logo else NOTHING,
        seal=markup_of(look.seal, SEAL, "印章") if look.seal else drawn.image,
        drawings=() if look.seal else (drawn,),
        room=room_of(words),
    )


def room_of(words: Mapping[str, str]) -> float:
    """Return how many millimetres the closing needs beyond the usual, counted by letters of a line."""
    lines = {name: ceil(len(words.get(name, "")) / letters) for name, letters in LETTERS_OF_A_LINE.items()}
    more = (max(0, lines[name] - usual) * HEIGHT_OF_A_LINE[name] for name, usual in LINES_WITH_ROOM.items())
    return round(sum(more), 1)


def inks_of(look: PaperLook) -> Inks:
    """Return the colours of the frame."""
    colours = colours_of(look.colours)
    names = ("primary", "accent", "primary_pale", "accent_pale")
    return Inks(*(parts(colours[name]) for name in names))


def values_of(content: ConversionProofContent, total: Decimal) -> dict[str, Value]:
    """Return what the names in words stand for on a proof."""
    values: dict[str, Value] = {
        "learner_name": content.learner_name,
        "number": content.number,
        "issued_on": content.issued_on.isoformat(),
        "total": credits_text(total),
        "count": len(content.lines),
        "issuer": content.issuer,
        "platform": content.platform,
    }
    return in_both_languages(values, {"issued_on": chinese_date(content.issued_on)})
