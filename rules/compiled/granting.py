"""What a rule grants: settled once where its text alone says it, else found for the case."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from grammar import clauses as c
from grammar import nodes as n
from grammar.declarations import Rule
from rules.book import Book
from rules.case import Case, Denial, Grant
from rules.compiled.expanding import FormsOf, Teller
from rules.compiled.joints import condition_of
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.rows import ZERO, Row
from rules.conditions import Setting
from rules.denying import courses_of
from rules.facts import Facts, Learner
from rules.grants import Granting
from rules.trace import Trace
from rules.truth import Truth

NOBODY = Facts(Learner(""), (), on=date.min)
FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class Granted:
    """The grants of one ratio with what verdicts say of them.

    `yes` and `no` are the rows that say so.
    """

    grants: tuple[Grant, ...]
    titles: tuple[str, ...]
    paid: tuple[Decimal | None, ...]
    yes: Row
    no: Row

    def row(self, truth: int, missing: tuple[str, ...], *, refused: bool) -> Row:
        """Return what a way comes to: 0 yes, 1 pending, 2 no; a refusal says no whatever it comes to."""
        if truth == 1 and not refused:
            return Truth.PENDING, ZERO, self.titles, tuple(sorted(set(missing))), self.paid
        return self.no if truth or refused else self.yes


def granted(grants: tuple[Grant, ...]) -> Granted:
    """Return grants with what verdicts say of them."""
    paid = tuple(each.credits for each in grants)
    known = [each for each in paid if each is not None]
    titles = tuple(each.title for each in grants)
    if len(known) == len(paid):
        yes: Row = (Truth.YES, sum(known, ZERO), titles, (), paid)
    else:
        yes = (Truth.YES, None, titles, ("target.credits",), paid)
    return Granted(grants, titles, paid, yes, (Truth.NO, ZERO, titles, (), (ZERO,) * len(grants)))


def settled_grants(rule: Rule, book: Book) -> dict[Decimal | None, Granted] | None:
    """Return what a rule grants by ratio, None while that is unknown; nothing where the case must be known.

    It holds for learners whose facts bring no catalogue entries, and where nothing is denied.
    """
    by_text = rule.credits is None or rule.credits.name == "target" or rule.waiver is not None
    if not by_text or any(isinstance(each, n.TargetPool) or _filtered(each) for each in courses_of(rule.targets)):
        return None
    case = Case(rule, NOBODY, book)
    return {ratio: granted(Granting(case, (), ratio).grants()) for ratio in ratios_of(rule)}


def ratios_of(rule: Rule) -> Iterator[Decimal | None]:
    """Yield every ratio that a rule may come to, in percent."""
    if isinstance(rule.ratio, c.RatioByScore):
        yield None
        yield from (band.percent for band in rule.ratio.bands)
    else:
        yield rule.ratio.percent if rule.ratio else FULL


def _filtered(target: n.Target) -> bool:
    return isinstance(target, n.TargetReference) and target.where is not None


class CaseGrants:
    """Finds the grants of one rule where the case must be known: its targets' conditions are compiled."""

    def __init__(self, rule: Rule, book: Book, forms: FormsOf) -> None:
        self.rule = rule
        self.book = book
        self.forms = forms
        self._compiled: dict[tuple[n.Condition, int], Callable[..., tuple[int, tuple[object, ...], object]]] = {}

    def found(
        self,
        prepared: Prepared,
        sources: tuple[PreparedOutcome, ...],
        ratio: Decimal | None,
        denials: tuple[Denial, ...] = (),
    ) -> Granted:
        """Return the grants by these sources."""

        def judged(where: n.Condition, setting: Setting) -> Trace:
            course = PreparedOutcome(setting.outcomes[0])
            _, codes, _ = self._condition(where, len(sources))(prepared, course, *sources)
            return Teller(prepared, self.forms).condition(where, iter(codes), (course,), sources)

        case = Case(self.rule, prepared.facts, self.book, denials)
        return granted(Granting(case, tuple(each.outcome for each in sources), ratio, judged).grants())

    def _condition(self, where: n.Condition, sources: int) -> Callable[..., tuple[int, tuple[object, ...], object]]:
        key = (where, sources)
        if key not in self._compiled:
            self._compiled[key] = condition_of(where, self.book, self.forms, sources=sources)
        return self._compiled[key]


def speaks_for_itself(rule: Rule) -> bool:
    """Tell whether no catalogue can change what a rule grants: every course has its title and credits."""
    courses = (each for each in courses_of(rule.targets) if not isinstance(each, n.Elective))
    return all(each.reference.title and each.credits is not None for each in courses)
