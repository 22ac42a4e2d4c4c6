"""Whether a look may be used: everything that is wrong with it, as problems of the editor's fields."""

from collections.abc import Iterable

from backoffice.kernel.problems import Problem
from backoffice.papers.kinds import PaperKind
from backoffice.papers.names import FIELDS
from reports.look import PaperLook
from reports.look_colours import faults_of_colours
from reports.look_faults import LookFault
from reports.look_words import faults_of_words


def problems_of(look: PaperLook, paper: PaperKind) -> list[Problem]:
    """Return what is wrong with a look, in the order of the editor; its pictures were checked when they came in."""
    return problems_for([*faults_of_words(look, paper.looks), *faults_of_colours(look.colours)])


def problems_for(faults: Iterable[LookFault]) -> list[Problem]:
    """Return faults as problems that name their field in both languages."""
    return [Problem(fault.code, fault.place, dict(fault.values) | named(fault.place)) for fault in faults]


def named(place: str) -> dict[str, str]:
    """Return what a field is called, for both sentences."""
    chinese, english = FIELDS[place].label
    return {"label_zh": chinese, "label_en": english}
