"""The programme (专业) that a plan is made for, and the courses that count towards it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from grammar import nodes as n
from rules.book import Book
from rules.catalogue import Entry, key_of, names
from rules.tables import Columns, read_table
from rules.words import fold, kind_of

COLUMNS = Columns(("programme", "total_credits", "course_code", "course_title", "credits"))
COURSE = "course"


@dataclass(frozen=True, slots=True)
class Course:
    """A course of the programme; its credits are None where the table leaves them out."""

    code: str
    title: str
    credits: Decimal | None = None

    @property
    def key(self) -> str:
        """What the course is counted by: its code, else its title."""
        return fold(self.code or self.title)


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with its total credits (None when unknown) and its courses."""

    title: str
    total_credits: Decimal | None
    courses: tuple[Course, ...]
    _named: dict[str, Course] = field(init=False, repr=False, compare=False, default_factory=dict)
    _meant: dict[n.Reference, Course | None] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        for course in reversed(self.courses):
            for word in (course.title, course.code):
                if word:
                    self._named[fold(word)] = course
        for course in reversed(self.courses):
            if course.code:
                self._named[fold(course.code)] = course

    def course_of(self, reference: n.Reference, book: Book) -> Course | None:
        """Return the course that a target means: by its code, else by its title; aliases count."""
        if reference not in self._meant:
            here = reference.programme is None or fold(reference.programme) == fold(self.title)
            named = (self._course(same, book) for same in book.same_as(reference)) if here else ()
            self._meant[reference] = next((course for course in named if course), None)
        return self._meant[reference]

    def _course(self, reference: n.Reference, book: Book) -> Course | None:
        if kind_of(reference.kind) != kind_of(COURSE):
            return None
        if reference.code is not None:
            found = self._named.get(fold(reference.code))
            return found if found and fold(found.code) == fold(reference.code) else None
        found = self._named.get(key_of(reference)[1])
        if found is not None:
            return found
        codes = (fold(entry.code) for entry in book.catalogue.find(reference) if reference.title and entry.code)
        return next((self._named[code] for code in codes if code in self._named), None)

    def entry(self, course: Course, book: Book) -> Entry:
        """Return a course as the rules read it: with level and hours where the catalogue has them."""
        reference = n.Reference(COURSE, course.title or None, course.code or None)
        known = book.catalogue.find(reference)[:1] or book.catalogue.find(n.Reference(COURSE, course.title or None))[:1]
        if not known:
            return Entry(COURSE, course.title, course.code, credits=course.credits)
        entry = known[0]
        credits_ = entry.credits if course.credits is None else course.credits
        return Entry(
            entry.kind,
            course.title or entry.title,
            course.code or entry.code,
            entry.institution,
            entry.programme,
            entry.level,
            entry.qf_level,
            credits_,
            entry.hours,
        )

    def pool(self, reference: n.Reference, book: Book) -> Iterable[tuple[Course, Entry]]:
        """Yield the courses that a pool of targets may mean."""
        for course in self.courses:
            entry = self.entry(course, book)
            if names(reference, entry):
                yield course, entry


def read_programme(path: Path) -> Programme:
    """Return the programme of a table; it holds one, and a course stands in it once."""
    table = read_table(path, COLUMNS)
    courses: dict[str, Course] = {}
    titles: dict[str, str] = {}
    totals: list[Decimal | None] = []
    for row in table.rows:
        title = row.needed("programme")
        titles.setdefault(fold(title), title)
        if len(titles) > 1:
            row.fault("two_programmes", "programme", value=title)
        total = row.number("total_credits")
        totals.append(total)
        if total != totals[0]:
            row.fault("two_totals", "total_credits", value=row.text("total_credits"))
        course = Course(row.text("course_code"), row.text("course_title"), row.number("credits"))
        if not course.key:
            row.fault("cell_empty", "course_title")
        elif course.key in courses:
            row.fault("row_twice", "course_code", value=course.code or course.title)
        courses[course.key] = course
    table.finish()
    return Programme(next(iter(titles.values()), ""), totals[0] if totals else None, tuple(courses.values()))
