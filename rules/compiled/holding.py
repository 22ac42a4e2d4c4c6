"""Whether the learner holds something: each outcome that the reference names, then the learner's answer by kind."""

from collections.abc import Callable

from grammar import nodes as n
from rules.compiled.expanding import Codes, FormsOf, Held, Teller, named_among
from rules.compiled.naming import Form
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.words import kind_of

Judged = tuple[int, Codes, tuple[str, ...]]  # a truth, the codes of the leaves, and what a pending one waits for
Where = Callable[[Prepared, PreparedOutcome], Judged]
EVER: Judged = (0, (), ())


def holding_test(node: n.Holds, forms: tuple[Form, ...], where: Where | None) -> Callable[[Prepared], Held]:
    """Return what judges a holding."""

    def judged(prepared: Prepared) -> Held:
        named = named_among(forms, prepared)
        found = [where(prepared, each) if where else EVER for each in named]
        truth = min([kind_code(node.reference.kind, prepared), *(each[0] for each in found)])
        return 2 - truth if node.negated else truth, tuple(each[1] for each in found)

    return judged


def kind_code(kind: str, prepared: Prepared) -> int:
    """Return what the learner's own answer for a kind says: 0 yes, 1 pending, 2 no."""
    holds = prepared.facts.learner.holds
    if prepared.facts.holdings_closed:
        return 2
    answers = {kind_of(each): answer for each, answer in (holds or {}).items()}
    if holds is not None and kind_of(kind) not in answers:
        return 2
    answer = answers.get(kind_of(kind))
    return 1 if answer is None else 0 if answer else 2


def holding_gaps(node: n.Holds, forms: FormsOf) -> Callable[[Prepared, Held], tuple[str, ...]]:
    """Return what names the facts that a pending holding waits for."""

    def waited(prepared: Prepared, held: Held) -> tuple[str, ...]:
        return tuple(Teller(prepared, forms).holding(node, held).gaps())

    return waited
