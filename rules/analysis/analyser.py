"""The analysis of a whole book, in the order of its rules."""

from datetime import date

from rules.analysis.denials import shadow_findings
from rules.analysis.found import Found
from rules.analysis.pairs import pair_findings
from rules.analysis.shapes import Shaping
from rules.analysis.single import single_findings
from rules.analysis.witnesses import Finder
from rules.book import Book
from rules.catalogue import Catalogue
from rules.reference_checks import References


def analyse(book: Book, *, on: date, catalogue: Catalogue | None = None) -> tuple[Found, ...]:
    """Return what is found in rules that the checker accepts; targets are looked up where a catalogue is given.

    `on` is the day that rules are expired on or not yet effective; an overlap on any day counts.
    """
    shaping = Shaping(book)
    shapes = [shaping.shape(rule, place) for place, rule in enumerate(book.rules)]
    finder = Finder(book, on, shaping.held, shaping.spelled)
    references = References(book, catalogue) if catalogue is not None else None
    found = [each for shape in shapes for each in single_findings(shape, finder, references, on=on)]
    found += pair_findings(shapes, finder)
    found += shadow_findings(shapes, finder)
    places = {id(rule): place for place, rule in enumerate(book.rules)}
    return tuple(sorted(found, key=lambda each: (places[id(each.rule)], each.span.start)))
