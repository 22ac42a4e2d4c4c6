"""A look as the editor's form has it: words tidied, colours, pictures that are new, kept or taken away."""

from collections.abc import Mapping
from dataclasses import dataclass

from backoffice.kernel.problems import Problem
from backoffice.papers.checking import problems_for, problems_of
from backoffice.papers.kinds import PaperKind
from reports.look import PaperLook, Picture
from reports.look_colours import PLACE, STANDARD_COLOURS
from reports.look_faults import LookRefused
from reports.look_pictures import LOGO, SEAL, picture_of
from reports.look_words import tidied

REMOVE = "remove-"
LONGEST_COLOUR = 40


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent: the look as far as it goes, and everything that is wrong with it."""

    look: PaperLook
    problems: tuple[Problem, ...]


def typed_look(form: Mapping[str, str], pictures: Mapping[str, bytes], *, before: PaperLook, paper: PaperKind) -> Typed:
    """Return the look that a form describes; what it does not send stays as it was."""
    slots = paper.looks.slots
    words = {name: tidied(form.get(name, before.wordings.get(name, "")), slot) for name, slot in slots.items()}
    chosen, problems = {}, []
    for place, kept in ((LOGO, before.logo), (SEAL, before.seal)):
        try:
            chosen[place] = _picture(form, pictures, place, kept)
        except LookRefused as refused:
            chosen[place] = kept
            problems += problems_for(refused.faults)
    look = PaperLook(words, _colours(form, before), logo=chosen[LOGO], seal=chosen[SEAL])
    return Typed(look, (*problems_of(look, paper), *problems))


def _picture(
    form: Mapping[str, str], pictures: Mapping[str, bytes], place: str, kept: Picture | None
) -> Picture | None:
    if place in pictures:
        return picture_of(pictures[place], place)
    return None if form.get(REMOVE + place) else kept


def _colours(form: Mapping[str, str], before: PaperLook) -> dict[str, str]:
    """Return the colours; capitals and a missing # are mended, and an empty field means the usual colour."""
    found = {}
    for name, standard in STANDARD_COLOURS.items():
        text = form.get(PLACE + name, before.colours.get(name, standard)).strip().lower()[:LONGEST_COLOUR]
        found[name] = (text if text.startswith("#") else f"#{text}") if text else standard
    return found
