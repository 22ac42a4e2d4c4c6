"""A look put on a paper: words filled, colours for the style sheet and the frame, pictures as markup."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import ceil

from markupsafe import Markup

from reports.drawing import Drawing
from reports.look import PaperLook
from reports.look_colours import colours_of, parts
from reports.look_kinds import LookKind
from reports.look_names import PROOF_NAMES, TRANSCRIPT_NAMES, Value, in_both_languages
from reports.look_pictures import LOGO, SEAL, markup_of
from reports.look_words import filled
from reports.ornament import Inks
from reports.proof import ConversionProofContent
from reports.seal import seal
from reports.transcript import TranscriptContent
from reports.wording import chinese_date, credits_text, minus_text

NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Dressed:
    """What a template takes of a look; `room` is the height in mm that its words need beyond the usual."""

    words: dict[str, str]
    colours: dict[str, str]
    logo: Markup
    seal: Markup
    drawings: tuple[Drawing, ...]
    room: float


def dressed(look: PaperLook, kind: LookKind, values: Mapping[str, Value]) -> Dressed:
    """Return a look with its words filled; raises LookRefused, Unprintable or ValueError for one that is not sound."""
    texts = {name: look.wordings.get(name, kind.standard.wordings.get(name, "")) for name in kind.slots}
    words = {name: filled(text, values, place=name, kind=kind) for name, text in texts.items()}
    colours = colours_of(look.colours)
    drawn = seal(words["seal_rim"], words["seal_purpose"], colours["seal"])
    return Dressed(
        words=words,
        colours=colours,
        logo=markup_of(look.logo, LOGO, words["platform"]) if look.logo else NOTHING,
        seal=markup_of(look.seal, SEAL, "印章") if look.seal else drawn.image,
        drawings=() if look.seal else (drawn,),
        room=room_of(words, kind),
    )


def room_of(words: Mapping[str, str], kind: LookKind) -> float:
    """Return how many millimetres the closing needs beyond the usual, counted by letters of a line."""
    lines = {name: ceil(len(words[name]) / room.letters) for name, room in kind.rooms.items()}
    more = (max(0, lines[name] - room.lines) * room.height for name, room in kind.rooms.items())
    return round(sum(more), 1)


def inks_of(look: PaperLook) -> Inks:
    """Return the colours of the frame."""
    colours = colours_of(look.colours)
    names = ("primary", "accent", "primary_pale", "accent_pale")
    return Inks(*(parts(colours[name]) for name in names))


def values_of(content: ConversionProofContent, total: Decimal) -> dict[str, Value]:
    """Return what the names in words stand for on a proof."""
    values = _shared_values(content) | {"total": credits_text(total), "count": len(content.lines)}
    return in_both_languages(PROOF_NAMES, values, {"issued_on": chinese_date(content.issued_on)})


def values_of_transcript(content: TranscriptContent) -> dict[str, Value]:
    """Return what the names in words stand for on a transcript."""
    values = _shared_values(content) | {
        "total": minus_text(credits_text(content.total)),
        "count": len(content.entries),
        "recognised": len(content.recognised),
    }
    return in_both_languages(TRANSCRIPT_NAMES, values, {"issued_on": chinese_date(content.issued_on)})


def _shared_values(content: ConversionProofContent | TranscriptContent) -> dict[str, Value]:
    return {
        "learner_name": content.learner_name,
        "number": content.number,
        "issued_on": content.issued_on.isoformat(),
        "issuer": content.issuer,
        "platform": content.platform,
    }
