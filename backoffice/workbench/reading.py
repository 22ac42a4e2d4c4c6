"""What can be said of one text by itself: its declaration, its problems, its examples, and its sentences."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from backoffice.catalogue.models import CatalogueOutcome
from backoffice.conversion.targets import entry_of, find_entries, references_of
from backoffice.institutions.models import Institution
from backoffice.kernel.problems import refuse
from backoffice.kernel.wording import SENTENCES
from backoffice.rulebook.entries import source_references
from grammar.declarations import File, Policy, Rule
from grammar.fixes import Fix, fix_of
from grammar.nodes import Span
from grammar.parser import parse
from grammar.problems import Problem as TextProblem
from rules.analysis.analyser import analyse
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.checker import check
from rules.examples import Ran, run_examples
from rules.plain_words import sentences_of_rule

LONGEST_TEXT = 64 * 1024  # characters: a rule of 16 kB at most, with the scales and sets that it stands on
MOST_NEIGHBOURS = 300  # entries of the institutions that a rule names, to tell what was probably meant
MOST_NOTES = 100  # are told of one text; whoever mends them sees the next
ERROR, WARNING = "error", "warning"


@dataclass(frozen=True, slots=True)
class Note:
    """Something wrong with a text, in both languages; `span` is None where it speaks of another text."""

    code: str
    severity: str
    span: Span | None
    messages: tuple[str, str]
    hints: tuple[str, str]
    witness: tuple[str, str] = ("", "")
    fix: Fix | None = None  # what mends it, where that is certain


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it was read."""

    text: str
    file: File
    declared: Rule | Policy | None
    notes: tuple[Note, ...]
    ran: tuple[Ran, ...]

    @property
    def rule(self) -> Rule | None:
        """The rule; None for a policy, and while nothing can be read."""
        return self.declared if isinstance(self.declared, Rule) else None

    @property
    def errors(self) -> int:
        """How many problems keep it from being published."""
        return sum(note.severity == ERROR for note in self.notes)

    @property
    def failed(self) -> int:
        """How many of its examples come out otherwise than they say."""
        return sum(not each.passed for each in self.ran)

    @property
    def sound(self) -> bool:
        """Whether nothing in the text itself keeps it from being published."""
        return self.declared is not None and not self.errors and not self.failed

    def sentences(self, lang: str) -> tuple[str, ...]:
        """Return what learners will read."""
        return sentences_of_rule(self.rule, lang) if self.rule else ()


def tidied(text: str) -> str:
    """Return a text as a form sends it with the line ends of this house; raises Refused for one that is too long."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        raise refuse("draft_too_long", "text", limit=str(LONGEST_TEXT))
    return text


def read_text(session: Session, text: str, *, on: date) -> Reading:
    """Read a text; whatever is wrong with it is told, never raised."""
    parsed = parse(text)
    declared = declared_in(parsed.file)
    found: list[TextProblem] = [*parsed.problems, *islice(check([parsed.file]), MOST_NOTES)]
    notes = [note_of(each, text=text) for each in sorted(found, key=lambda each: each.span.start)[:MOST_NOTES]]
    if declared is None and not any(note.severity == ERROR for note in notes):
        notes.append(_one_declaration(parsed.file))
    rule = declared if isinstance(declared, Rule) else None
    sound = rule is not None and not any(note.severity == ERROR for note in notes)
    book = Book.gather([parsed.file])
    if rule is not None and sound:
        notes += _alone(session, rule, parsed.file, on=on)
    ran = run_examples(rule, book=book, today=on) if rule is not None and sound else ()
    return Reading(text, parsed.file, declared, tuple(notes), ran)


def declared_in(file: File) -> Rule | Policy | None:
    """Return the one rule of a text, or its one policy where it holds no rule; None for anything else."""
    rules = [each for each in file.declarations if isinstance(each, Rule)]
    policies = [each for each in file.declarations if isinstance(each, Policy)]
    found: Sequence[Rule | Policy] = rules or policies
    return found[0] if len(found) == 1 else None


def note_of(
    found: TextProblem, *, elsewhere: bool = False, witness: tuple[str, str] = ("", ""), text: str = ""
) -> Note:
    """Return a problem of the language in both languages, with its fix in the text that it was found in."""
    return Note(
        found.code,
        found.severity,
        None if elsewhere else found.span,
        (found.message("zh"), found.message("en")),
        (found.hint("zh"), found.hint("en")),
        witness,
        fix_of(found, text) if text else None,
    )


def _one_declaration(file: File) -> Note:
    count = str(sum(isinstance(each, Rule) for each in file.declarations))
    words = SENTENCES["one_rule_per_version"]
    return Note(
        "one_rule_per_version",
        ERROR,
        Span(0, 0, 1, 1),
        (words[0].format(count=count), words[1].format(count=count)),
        ("", ""),
    )


def _alone(session: Session, rule: Rule, file: File, *, on: date) -> Iterable[Note]:
    """Yield what an analysis finds in the rule by itself, its targets looked up on the catalogue."""
    catalogue = catalogue_for(session, rule)
    return [note_of(each) for each in analyse(Book.gather([file], catalogue), on=on, catalogue=catalogue)]


def catalogue_for(session: Session, rule: Rule) -> Catalogue:
    """Return the part of the catalogue that a rule can mean, and its neighbours, for what was probably meant."""
    named = find_entries(session, references_of((rule,)))
    places = {each.institution for each in references_of((rule,)) if each.institution}
    query = (
        select(CatalogueOutcome)
        .join(CatalogueOutcome.institution)
        .where(Institution.title.in_(places))
        .order_by(CatalogueOutcome.id)
        .limit(MOST_NEIGHBOURS)
    )
    near = session.scalars(query).all() if places else []
    kinds = [Entry(kind=each.kind) for each in source_references(rule.source)]
    return Catalogue([*map(entry_of, [*named, *near]), *kinds])
