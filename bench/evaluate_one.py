"""One learner with five outcomes against every rule that names any of them, ours and the peers' in turn."""

from collections.abc import Callable
from statistics import median
from time import process_time
from typing import Any

from bench.hand_written import loop_of
from bench.one_peers import Peer, peers_of
from bench.options import Options
from bench.plain_rules import NO, PENDING, plain_of, values_of
from bench.report import Report
from bench.workload import Workload
from rules.book import Book
from rules.compiled.prepared import Prepared
from rules.compiled.programs import Programs
from rules.facts import Facts
from rules.truth import Truth

LEARNERS = 400
ROUNDS = 5
ENOUGH = {  # learners that a peer is timed on and compared by, so that a round takes seconds and not minutes
    "common-expression-language": 100,
    "zen-engine": 60,
    "rule-engine": 20,
    "business-rules": 20,
    "json-logic": 20,
    "cel-python": 2,
}
NAMED = "ours as a sorted tuple of Answer objects"
PLACES = {Truth.YES: 0, Truth.PENDING: 1, Truth.NO: 2}
Work = tuple[Callable[[Any], object], list[Any], int]  # what is timed, what it is given, how many verdicts that makes


def run(options: Options) -> Report:
    """Compare answers in the workload with gaps; the same without gaps stands in the figures."""
    rates, agrees = _measured(options, gaps=True)
    whole_rates, whole_agrees = _measured(options, gaps=False)
    whole = whole_rates["ours"]
    figures: dict[str, object] = {f"without gaps, {name} (verdicts/s)": each for name, each in whole_rates.items()}
    figures |= {f"without gaps, ours / {name}": whole / each for name, each in whole_rates.items() if name != "ours"}
    figures["measured"] = f"processor time, median of {ROUNDS} rounds in turn; rules of one source"
    figures[f"{NAMED} (verdicts/s)"] = rates.pop(NAMED)
    ours = rates.pop("ours")
    return Report("evaluate-one", ours, "verdicts", agrees and whole_agrees, rates, figures)


def _measured(options: Options, *, gaps: bool) -> tuple[dict[str, float], bool]:
    workload = Workload(options.rules, LEARNERS, seed=options.seed, gaps=gaps)
    plain = {rule.code: each for rule in workload.book.rules if (each := plain_of(rule))}
    book = Book(rules=tuple(rule for rule in workload.book.rules if rule.code in plain))
    programs = Programs.of(book)
    learners = list(workload.facts(workload.population(), LEARNERS))
    looped, peers = loop_of(plain.values()), peers_of(plain.values(), gaps=gaps)
    values = [values_of(facts) for facts in learners]
    agrees = all(_agree(programs, facts, looped(facts)) for facts in learners)
    agrees = agrees and all(
        _peer_agrees(programs, facts, peer(held))
        for name, peer in peers.items()
        for facts, held in zip(learners[: ENOUGH[name]], values, strict=False)
    )
    counts = [len(looped(facts)) for facts in learners]
    works: dict[str, Work] = {
        "ours": (lambda facts: list(programs.groups(Prepared(facts))), learners, sum(counts)),
        NAMED: (lambda facts: programs.answers(Prepared(facts)), learners, sum(counts)),
        "hand-written-python": (looped, learners, sum(counts)),
    }
    works |= {name: _work(name, peer, values, counts) for name, peer in peers.items()}
    return _in_turn(works), agrees


def _work(name: str, peer: Peer, values: list[Any], counts: list[int]) -> Work:
    enough = ENOUGH[name]
    return peer, values[:enough], sum(counts[:enough])


def _in_turn(works: dict[str, Work]) -> dict[str, float]:
    spent: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(ROUNDS):
        for name, (work, given, _count) in works.items():
            start = process_time()
            for each in given:
                work(each)
            spent[name].append(process_time() - start)
    return {name: works[name][2] / median(times) for name, times in spent.items()}


def _agree(programs: Programs, facts: Facts, looped: dict[str, Any]) -> bool:
    ours = {
        program.head.code: (PLACES[answer.truth], answer.credits, answer.missing)
        for program, answer in programs.answers(Prepared(facts))
    }
    return ours == {code: (row[1], row[2], row[3]) for code, row in looped.items()}


def _peer_agrees(programs: Programs, facts: Facts, found: dict[str, int]) -> bool:
    ours = {}
    for program, answer in programs.answers(Prepared(facts)):
        value = int((answer.credits or 0) * 100)
        ours[program.head.code] = {Truth.YES: value, Truth.PENDING: PENDING, Truth.NO: NO}[answer.truth]
    return ours == found
