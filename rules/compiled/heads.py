"""What a book must know of a program to find it, before anything of it is compiled."""

from dataclasses import dataclass

from grammar.declarations import Rule
from rules.book import Book
from rules.compiled.naming import Form, forms_of
from rules.sources import Slot, each_slot, slots_of


@dataclass(frozen=True, slots=True)
class Head:
    """A rule's name, and the forms of all that its sources name.

    `alone` says that it asks for one outcome under one name and for no judgement.
    """

    code: str
    version: int
    forms: tuple[Form, ...]
    alone: bool
    denies: bool


def head_of(rule: Rule, book: Book) -> Head:
    """Return the head of a rule."""
    slots = None if rule.source is None else slots_of(rule.source, book)
    named = (form for slot in (each_slot(slots) if slots else ()) for form in forms_of(slot.reference, book))
    forms = tuple(dict.fromkeys(named))
    alone = isinstance(slots, Slot) and len(forms) == 1 and forms[0].key[1] != "" and not rule.judgements
    denies = rule.refusal is not None and rule.refusal.name == "deny"
    return Head(rule.code, rule.version or 1, forms, alone, denies)
