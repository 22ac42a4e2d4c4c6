"""A book of programs: all rules that may concern a learner, answered together; one rule is changed alone."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, count

from rules.answers import Answer
from rules.book import Book
from rules.case import Denial, Verdict
from rules.compiled.buckets import Bucket, Buckets, Key, Table
from rules.compiled.prepared import Prepared, PreparedOutcome
from rules.compiled.program import Brief, Program, program_of
from rules.compiled.rows import Ids, Row, answer_of, exceeds
from rules.compiled.telling import told, told_unfilled
from rules.compiled.ways import Way
from rules.denying import courses_of, same_target
from rules.words import fold

Judged = Mapping[str, Mapping[str, bool]]  # what people judged, by folded rule code
Group = tuple[Sequence[Program], Sequence[Row | None], Sequence[Ids]]
Told = tuple[Brief, PreparedOutcome]
Explained = tuple[Sequence[Program], Sequence[Told | Way | None]]
Held = Mapping[Bucket, list[PreparedOutcome]]
Relevant = list[tuple[Program, tuple[Denial, ...]]]


class Programs:
    """The programs of a book, in its order."""

    def __init__(self, programs: Iterable[Program] = ()) -> None:
        self._by_name: dict[tuple[str, int], Program] = {}
        self._places: dict[Program, int] = {}
        self._next = count()
        self._buckets = Buckets()
        self._covered: dict[tuple[Program, Program], bool] = {}
        for program in programs:
            self.put(program)

    @classmethod
    def of(cls, book: Book) -> "Programs":
        """Return the programs of all rules of a book."""
        return cls(program_of(rule, book) for rule in book.rules)

    def put(self, program: Program) -> None:
        """Take a program in, in the place of the one of the same rule and version if there is any."""
        name = (program.head.code, program.head.version)
        old = self._by_name.get(name)
        place = next(self._next) if old is None else self._places.pop(old)
        if old is not None:
            self._buckets.remove(old)
        self._by_name[name] = program
        self._places[program] = place
        self._buckets.add(program, place)
        self._covered.clear()

    def find(self, code: str, version: int = 1) -> Program | None:
        """Return the program of a rule."""
        return self._by_name.get((code, version))

    def answers(self, prepared: Prepared, judged: Judged | None = None) -> tuple[tuple[Program, Answer], ...]:
        """Return what each rule says whose source names anything that the learner holds, in the order of the book."""
        found = [pair for group in self.groups(prepared, judged) for pair in zip(*group, strict=True)]
        ordered = sorted(found, key=lambda pair: self._places[pair[0]])
        return tuple((program, answer_of(row or program.no, outcomes)) for program, row, outcomes in ordered)

    def verdicts(self, prepared: Prepared, judged: Judged | None = None) -> tuple[tuple[Program, Verdict], ...]:
        """Return the verdicts of the same rules, explained."""
        programs = self.candidates(prepared)
        cases = self._denied(programs, prepared, judged)
        return tuple((program, program.verdict(judging(prepared, program, judged), found)) for program, found in cases)

    def candidates(self, prepared: Prepared) -> list[Program]:
        """Return the programs whose source names anything that the learner holds, in the order of the book."""
        buckets = [self._buckets.bucket(each.identity) for each in prepared.outcomes]
        found = dict.fromkeys(program for each in buckets for part in (each.alone, each.wide) for program in part)
        return sorted(found, key=self._places.__getitem__)

    def groups(self, prepared: Prepared, judged: Judged | None = None) -> Iterator[Group]:
        """Yield the programs with the rows that they answer, in groups as they are found; None is the program's `no`.

        A rule that needs a judgement takes it from `judged` where that is given, else from the facts.
        """
        held = self._held(prepared)
        if prepared.targets or any(bucket.denies for bucket in held):
            cases = self._denied(self.candidates(prepared), prepared, judged)
            found = [program.row(judging(prepared, program, judged), denials) for program, denials in cases]
            yield [program for program, _ in cases], [row for row, _ in found], [ids for _, ids in found]
            return
        apart = _apart(held)
        if apart:
            for bucket, outcomes in held.items():
                yield bucket.answering.programs, *_best_rows(bucket.answering, prepared, outcomes)
        wide = _wide(held, apart=apart)
        answered = [program.row(judging(prepared, program, judged)) for program in wide]
        yield wide, [row for row, _ in answered], [ids for _, ids in answered]

    def explanations(self, prepared: Prepared, judged: Judged | None = None) -> Iterator[Explained]:
        """Yield the same programs with what they found by the best way, in brief; `told_whole` tells it."""
        held = self._held(prepared)
        if prepared.targets or any(bucket.denies for bucket in held):
            cases = self._denied(self.candidates(prepared), prepared, judged)
            ways = [program.explain(judging(prepared, program, judged), found) for program, found in cases]
            yield [program for program, _ in cases], ways
            return
        apart = _apart(held)
        if apart:
            for bucket, outcomes in held.items():
                yield bucket.explaining.programs, _best_ways(bucket.explaining, prepared, outcomes)
        wide = _wide(held, apart=apart)
        yield wide, [program.explain(judging(prepared, program, judged)) for program in wide]

    def _held(self, prepared: Prepared) -> dict[Bucket, list[PreparedOutcome]]:
        held: dict[Bucket, list[PreparedOutcome]] = {}
        for outcome in prepared.outcomes:
            held.setdefault(self._buckets.bucket(outcome.identity), []).append(outcome)
        return held

    def _denied(self, programs: list[Program], prepared: Prepared, judged: Judged | None) -> Relevant:
        """Return the programs, each with the denials that speak of its targets."""
        denials = [
            (program, denial)
            for program in programs
            if program.head.denies
            for denial in program.denials(judging(prepared, program, judged))
        ]
        return [
            (program, tuple(denial for denying, denial in denials if self._covers(denying, program)))
            for program in programs
        ]

    def _covers(self, denying: Program, program: Program) -> bool:
        pair = (denying, program)
        if pair not in self._covered:
            self._covered[pair] = denying.head.code != program.head.code and _shared_target(denying, program)
        return self._covered[pair]


def _shared_target(denying: Program, program: Program) -> bool:
    denied = tuple(courses_of(denying.rule.targets))
    courses = courses_of(program.rule.targets)
    return not denied or any(same_target(one, other, program.book) for other in courses for one in denied)


def _apart(held: Held) -> bool:
    """Tell whether the buckets share no program among those that ask for one outcome alone."""
    keys: frozenset[Key] = frozenset().union(*[bucket.keys for bucket in held])
    return len(keys) == sum([len(bucket.keys) for bucket in held])


def _wide(held: Held, *, apart: bool) -> list[Program]:
    programs = [bucket.wide if apart else bucket.alone + bucket.wide for bucket in held]
    return list(dict.fromkeys(chain.from_iterable(programs)))


def _best_rows(table: Table, prepared: Prepared, outcomes: list[PreparedOutcome]) -> tuple[list[Row | None], list[Ids]]:
    first, *others = sorted(outcomes, key=_id_of)
    rows: list[Row | None] = table.run(prepared, first)
    ids: list[Ids] = [(first.outcome_id,)] * len(rows)
    for outcome in others:
        later: Ids = (outcome.outcome_id,)
        for place, row in enumerate(table.run(prepared, outcome)):
            if row is not None and exceeds(row, rows[place]):
                rows[place], ids[place] = row, later
    return rows, ids


def _best_ways(table: Table, prepared: Prepared, outcomes: list[PreparedOutcome]) -> list[Told]:
    first, *others = sorted(outcomes, key=_id_of)
    found: list[Told] = [(brief, first) for brief in table.run(prepared, first)]
    for outcome in others:
        for place, brief in enumerate(table.run(prepared, outcome)):
            if exceeds(brief[0], found[place][0][0]):
                found[place] = brief, outcome
    return found


def _id_of(outcome: PreparedOutcome) -> str:
    return outcome.outcome_id


def told_whole(program: Program, prepared: Prepared, found: Told | Way | None) -> Verdict:
    """Return the verdict of an explanation, with its trace; nothing is compared again."""
    if found is None:
        return told_unfilled(program, prepared)
    return told(program, prepared, found if isinstance(found, Way) else program.way_of(*found))


def judging(prepared: Prepared, program: Program, judged: Judged | None) -> Prepared:
    """Return the learner with what people judged where this rule is applied."""
    if judged is None or not program.rule.judgements:
        return prepared
    return prepared.with_judgements(judged.get(fold(program.head.code), {}))
