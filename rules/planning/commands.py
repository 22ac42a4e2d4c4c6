"""The command that plans: `plan`."""

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from rules.evaluation_commands import UNUSABLE, Evaluation, near_to, read_evaluation
from rules.facts import Facts
from rules.faults import Fault, FaultyFilesError
from rules.planning.booked import read_booked
from rules.planning.plan import SECONDS, Plan, Planner
from rules.planning.programme import Programme, read_programme
from rules.planning.telling import record_of, told
from rules.planning.terms import Terms, terms_of
from rules.speech import say

Read = TypeVar("Read")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what `plan` understands beside the files of every evaluation."""
    parser.add_argument("--learner", required=True, help="学习者 learner")
    parser.add_argument("--programme", type=Path, required=True, help="专业课程 CSV programme")
    parser.add_argument("--ledger", type=Path, help="已转换 CSV conversions made already")
    parser.add_argument(
        "--terms", type=terms, default=Terms(), help="各学期首日，如 03-01,09-01 first days of the terms"
    )
    parser.add_argument("--seconds", type=float, default=SECONDS, help="最多搜索几秒 longest search")
    parser.add_argument("--json", action="store_true", help="输出 JSON print JSON")


def terms(words: str) -> Terms:
    """Return the terms that a command line names by their first days."""
    try:
        return terms_of(words)
    except ValueError:
        message = f"“{words}”不是学期首日，请写成 03-01,09-01 的样子 (write first days like 03-01,09-01)"
        raise ArgumentTypeError(message) from None


def plan(options: Namespace) -> int:
    """Print the plan of one learner; nothing is printed when any file is at fault."""
    faults: list[Fault] = []

    def tried(read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except FaultyFilesError as wrong:
            faults.extend(wrong.faults)
            return None

    known = tried(lambda: read_evaluation(options))
    programme = tried(lambda: read_programme(options.programme))
    if known is not None and options.learner not in known.population.learners:
        near = near_to(known.population.learners, options.learner, options.lang)
        faults.append(Fault(options.outcomes, "learner_unknown", {"value": options.learner, "near": near}))
    if faults:
        raise FaultyFilesError(faults)
    if known is None or programme is None:
        return UNUSABLE
    made = _made(known, programme, options)
    say(json.dumps(record_of(made), ensure_ascii=False, indent=2) if options.json else told(made, options.lang))
    return 0


def _made(known: Evaluation, programme: Programme, options: Namespace) -> Plan:
    held = known.population.outcomes.get(options.learner, ())
    past = None
    if options.ledger is not None:
        by_id = {each.outcome_id: each for each in held}
        past = read_booked(options.ledger, options.learner, by_id, programme=programme, book=known.book)

    def facts_of(code: str) -> Facts:
        return known.population.facts(options.learner, code, on=options.on)

    planner = Planner(known.book, programme)
    return planner.plan(facts_of, past=past, terms=options.terms, seconds=options.seconds)
