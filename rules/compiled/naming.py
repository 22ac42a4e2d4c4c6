"""References made ready to be matched: a form against the folded identity of an outcome."""

from dataclasses import dataclass

from grammar.nodes import Reference
from rules.book import Book
from rules.compiled.prepared import Identity
from rules.words import fold, kind_of


@dataclass(frozen=True, slots=True)
class Form:
    """A reference with its words folded; None is not asked for."""

    kind: str
    title: str | None
    code: str | None
    institution: str | None
    programme: str | None

    @property
    def key(self) -> tuple[str, str]:
        """The kind, and the code or title, that rules are found by; "" for a pool."""
        word = self.title if self.code is None else self.code
        return self.kind, word or ""

    def names(self, identity: Identity) -> bool:
        """Tell whether an outcome of this identity is meant."""
        kind, title, code, institution, programme = identity
        if kind != self.kind or self.institution not in {None, institution} or self.programme not in {None, programme}:
            return False
        if self.code is not None:
            return code == self.code
        return self.title is None or self.title in {title, code}


def forms_of(reference: Reference, book: Book) -> tuple[Form, ...]:
    """Return the forms of a reference: its own, and one for every alias."""
    return tuple(dict.fromkeys(map(_form, book.same_as(reference))))


def _form(reference: Reference) -> Form:
    return Form(
        kind_of(reference.kind),
        None if reference.title is None else fold(reference.title),
        None if reference.code is None else fold(reference.code),
        None if reference.institution is None else fold(reference.institution),
        None if reference.programme is None else fold(reference.programme),
    )
