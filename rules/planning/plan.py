"""The plan: which conversions together bring a learner most credits towards a programme."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from rules.book import Book
from rules.facts import Facts
from rules.planning.deepening import Search
from rules.planning.limits import Limit, limits_of_policy, limits_of_rule, policies_in_order
from rules.planning.options import Desk, Offer, Option, Waiting
from rules.planning.policies import Account, Breach, Conversion, Standing
from rules.planning.problem import Past, Problem, problem_of
from rules.planning.programme import Programme
from rules.planning.solving import Solved, solved
from rules.planning.tally import Tally, greedy, polished
from rules.planning.terms import Terms

SECONDS = 10.0  # that the search may take at most
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A conversion of the plan, what its targets are given, and the limits that cut that short."""

    option: Option
    granted: tuple[Decimal, ...]
    truncations: tuple[Breach, ...] = ()

    @property
    def counted(self) -> Decimal:
        """What it brings towards the programme."""
        return self.option.counts(self.granted)


@dataclass(frozen=True, slots=True)
class KeptOut:
    """A conversion that only caps or policies keep out of the plan."""

    option: Option
    breaches: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Hoped:
    """A rule that waits for facts, and what it would add to the plan; None where that cannot be said."""

    waiting: Waiting
    adds: Decimal | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The conversions of most credits, in an order in which they can be approved.

    `proved` when no other choice brings more; never where `bounded` names rules of which not every way was looked at.
    """

    programme: Programme
    chosen: tuple[Chosen, ...]
    proved: bool
    kept_out: tuple[KeptOut, ...]
    hoped: tuple[Hoped, ...]
    waived: tuple[Option, ...]
    bounded: tuple[str, ...]
    booked: tuple[Conversion, ...]

    @property
    def credits(self) -> Decimal:
        """What the plan brings towards the programme, beside what is booked."""
        return sum((each.counted for each in self.chosen), NOTHING)


class Planner:
    """Plans for learners by one book and one programme."""

    def __init__(self, book: Book, programme: Programme) -> None:
        self.programme, self.limits = programme, limits_of(book)
        self.desk = Desk(book, programme)

    def plan(
        self,
        facts_of: Callable[[str], Facts],
        *,
        past: Past | None = None,
        terms: Terms | None = None,
        seconds: float = SECONDS,
    ) -> Plan:
        """Return the plan of a learner; `facts_of` gives what is known of the learner where a rule is applied."""
        held, past = facts_of(""), past or Past()
        offer = self.desk.offer(held, facts_of)
        totals = {each.programme: None for each in past.conversions} | {
            self.programme.title: self.programme.total_credits
        }
        standing = Standing(held, totals, terms or Terms())
        options = [each for each in offer.options if not past.forbids(each)]
        found = best_of(problem_of(options, past, self.limits, standing), seconds=seconds)
        made = Made(past, Account(self.limits, standing, past.conversions))
        for place in found.chosen:
            made.take(options[place])
        return Plan(
            self.programme,
            tuple(made.chosen),
            found.proved and not offer.bounded,
            tuple(_kept_out(options, made)),
            tuple(_hoped(offer, made)),
            tuple(each for each in offer.waived if not made.repeats(each)),
            tuple(offer.bounded),
            past.conversions,
        )


def limits_of(book: Book) -> tuple[Limit, ...]:
    """Return the caps of a book's rules and its policies."""
    of_rules = dict.fromkeys(chain.from_iterable(map(limits_of_rule, book.rules)))
    of_policies = chain.from_iterable(limits_of_policy(each, book) for each in policies_in_order(book.policies))
    return (*of_rules, *of_policies)


def best_of(problem: Problem, *, seconds: float) -> Solved:
    """Return the choice of most credits: what the solver proves, else the best that was found.

    Of equal choices the one in which no two options can be exchanged for one, nor one for an earlier one.
    """
    found = _searched(problem)
    if not found.proved:
        better = solved(problem, found.chosen, seconds=seconds)
        if better is not None and (better.proved or _value(problem, better.chosen) >= _value(problem, found.chosen)):
            found = better
    return replace(found, chosen=_smoothed(problem, found.chosen))


def _searched(problem: Problem) -> Solved:
    """Return the better of the greedy choice and a short search."""
    hint = greedy(problem)
    most = ceiling(problem)
    start = Solved(tuple(hint.given), hint.value == most)
    if start.proved or any(pot.truncates for pot in problem.pots):
        return start
    search = Search(problem, most)
    proved = search.run()
    return Solved(search.chosen, proved) if search.best >= hint.value else start


def ceiling(problem: Problem) -> int:
    """Return a value that no choice exceeds: what all bring, or what is left of a pot that all draw on."""
    count = len(problem.credits)
    every = [pot.room for pot in problem.pots if len(pot.members) == count]
    return min([sum(map(problem.value, range(count))), *every])


def _smoothed(problem: Problem, chosen: tuple[int, ...]) -> tuple[int, ...]:
    """Polish a choice that nothing truncates; another keeps its order."""
    tally = Tally(problem)
    for place in chosen:
        tally.take(place, tally.room(place))
    whole = all(given == problem.total(place) for place, given in tally.given.items())
    return polished(problem, chosen) if whole else chosen


def _value(problem: Problem, chosen: tuple[int, ...]) -> int:
    tally = Tally(problem)
    for place in chosen:
        tally.take(place, tally.room(place))
    return tally.value


class Made:
    """The plan as far as it is made, and what one conversion more would meet."""

    def __init__(self, past: Past, account: Account) -> None:
        self.past, self.account = past, account
        self.chosen: list[Chosen] = []

    def take(self, option: Option) -> None:
        """Make a conversion, held against the limits as its approval will be."""
        ruling = self.account.ruling(option.conversion)
        if ruling.refusals:
            raise AssertionError("the plan and the approval read a limit differently")
        conversion = replace(option.conversion, credits=ruling.granted)
        self.account.add(conversion)
        self.chosen.append(Chosen(option, ruling.granted, ruling.truncations))
        self.past = self.past.after(option, conversion)

    def repeats(self, option: Option) -> bool:
        """Tell whether an option repeats a course, a rule or an outcome that the plan or the past has used."""
        return self.past.forbids(option)


def _kept_out(options: Sequence[Option], made: Made) -> list[KeptOut]:
    """Return what only limits keep out, once for each rule."""
    found: dict[str, KeptOut] = {}
    taken = {id(each.option) for each in made.chosen}
    for option in options:
        if id(option) not in taken and option.rule.code not in found and not made.repeats(option):
            ruling = made.account.ruling(option.conversion)
            if ruling.refusals:
                found[option.rule.code] = KeptOut(option, ruling.refusals)
    return list(found.values())


def _hoped(offer: Offer, made: Made) -> list[Hoped]:
    """Return the rules that wait for facts, with what each alone would add to the plan."""
    return [Hoped(each, _added(each.option, made)) for each in offer.waiting]


def _added(option: Option | None, made: Made) -> Decimal | None:
    if option is None:
        return None
    if made.repeats(option):
        return NOTHING
    ruling = made.account.ruling(option.conversion)
    return NOTHING if ruling.refusals else option.counts(ruling.granted)
