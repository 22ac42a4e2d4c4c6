"""Whether two rules can hold together, asked of our boxes and of z3."""

from calendar import monthrange
from datetime import date
from functools import cache
from itertools import groupby

import z3
from hypothesis import given, settings
from hypothesis import strategies as st

from grammar import nodes as n
from grammar.parser import parse
from rules.analysis.comparing import Together, compare
from rules.analysis.shapes import Shaping
from rules.analysis.witnesses import Finder, accepts
from rules.book import Book
from rules.words import LEVELS, level_place
from tests.effort import examples

TODAY = date(2020, 11, 15)
SCORES = st.sampled_from(["0", "59.5", "60", "70", "85", "100"])
OPERATORS = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
LEVEL_WORDS = st.sampled_from(["高中", "专科", "本科", "硕士"])
SCHOOLS = st.sampled_from(["“X校”", "{“X校”, “Y校”}", "“Z校”"])
DAYS = st.sampled_from(["2017-02-28", "2018-06-01", "2019-06-01", "2020-02-29"])
TESTS = st.one_of(
    st.builds("成绩 {} {}".format, OPERATORS, SCORES),
    st.builds("成绩 在 {} 至 {}".format, SCORES, SCORES),
    st.builds("成绩 {} {{{}, {}}}".format, st.sampled_from(["属于", "不属于"]), SCORES, SCORES),
    st.builds("资历等级 {} {}".format, OPERATORS, st.sampled_from(["1", "3", "3.5"])),
    st.builds("层次 {} {}".format, OPERATORS, LEVEL_WORDS),
    st.builds("学习者 {} {}".format, st.sampled_from(["属于", "不属于"]), SCHOOLS),
    st.builds("学习者 年龄 {} {}".format, OPERATORS, st.sampled_from(["0", "18", "60"])),
    st.builds("获取时间 {} {}".format, OPERATORS, DAYS),
    st.builds("学习者 入学时间 {} {}".format, OPERATORS, DAYS),
)
CONDITIONS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        st.builds("（{} 且 {}）".format, inner, inner),
        st.builds("（{} 或 {}）".format, inner, inner),
        st.builds("非 {}".format, inner),
    ),
    max_leaves=5,
)
EXTRAS = st.lists(
    st.sampled_from(["有效期 1 年", "有效期 18 个月", "生效 2020-03-01", "生效 至 2019-01-31"]),
    max_size=2,
    unique_by=lambda clause: clause[:2],
)


@st.composite
def pairs(draw):
    """Return a book of two rules that start from one certificate."""
    texts = [
        f"规则 R{place} 来源 课程 “甲” 其中 {draw(CONDITIONS)} 目标 课程 “子” 3 学分 条件 {draw(CONDITIONS)} "
        + " ".join(draw(EXTRAS))
        for place in range(2)
    ]
    parsed = parse("\n".join(texts))
    assert not parsed.problems, texts
    return Book.gather([parsed.file])


class Formula:
    """The facts as z3's unknowns, and conditions over them; every fact is known."""

    def __init__(self):
        self.score, self.qf = z3.Real("score"), z3.Int("qf")
        self.level, self.age = z3.Int("level"), z3.Int("age")
        self.days = {name: z3.Int(name) for name in ("awarded_on", "enrolled_on", "on")}
        self.domain = [self.score >= 0, self.qf >= 1, self.age >= 0, self.age < 2000]
        self.domain += [self.level >= -1, self.level < len(LEVELS)]  # -1 is a word beside the ladder
        self.domain += [date(2010, 1, 1).toordinal() <= day for day in self.days.values()]
        self.domain += [day <= date(2030, 12, 31).toordinal() for day in self.days.values()]

    def held(self, name):
        """Return the unknown of an attribute."""
        return {"score": self.score, "qf_level": self.qf, "level": self.level, "age": self.age, **self.days}[name]

    def of(self, condition, *, holds=True):
        """Return when a condition surely holds, or surely fails."""
        match condition:
            case n.And(members=members) | n.Or(members=members):
                joint = z3.And if isinstance(condition, n.And) == holds else z3.Or
                return joint([self.of(each, holds=holds) for each in members])
            case n.Not(member=member):
                return self.of(member, holds=not holds)
            case n.MemberOf(institutions=institutions, negated=negated):
                found = z3.Or([z3.Bool(f"in {each}") for each in institutions])
                return found if negated != holds else z3.Not(found)
            case n.Comparison(subject=subject, operator=operator, value=value):
                return self.compared(subject.name, operator, value, holds=holds)
            case n.Between(subject=subject, low=low, high=high):
                above = self.compared(subject.name, ">=", low, holds=holds)
                below = self.compared(subject.name, "<=", high, holds=holds)
                return z3.And(above, below) if holds else z3.Or(above, below)
            case n.Inclusion(subject=subject, values=values, negated=negated):
                inside = negated != holds
                each = [self.compared(subject.name, "=", value, holds=inside) for value in values]
                return z3.Or(each) if inside else z3.And(each)

    def compared(self, name, operator, value, *, holds):
        """Return when a comparison surely holds or fails; a word beside the ladder has no order."""
        held, wanted = self.held(name), self.wanted(value)
        told = {
            "=": held == wanted,
            "!=": held != wanted,
            "<": held < wanted,
            "<=": held <= wanted,
            ">": held > wanted,
            ">=": held >= wanted,
        }[operator]
        told = told if holds else z3.Not(told)
        return z3.And(told, held >= 0) if name == "level" and operator not in {"=", "!="} else told

    @staticmethod
    def wanted(value):
        """Return what an attribute is compared with."""
        if isinstance(value, n.Number):
            return z3.Q(*value.value.as_integer_ratio())
        return value.value.toordinal() if isinstance(value, n.Day) else level_place(value.value)

    def rule(self, rule):
        """Return when a rule surely says yes."""
        found = [self.of(rule.source.where), self.of(rule.condition)]
        on, awarded = self.days["on"], self.days["awarded_on"]
        if rule.effective and rule.effective.start:
            found.append(on >= rule.effective.start.value.toordinal())
        if rule.effective and rule.effective.end:
            found.append(on <= rule.effective.end.value.toordinal())
        if rule.validity:
            found += [awarded <= on, z3.Or(list(self.within(rule.validity)))]
        return z3.And(found)

    def within(self, validity):
        """Yield when the day of application is early enough, for each run of days of award that last equally long."""
        months = validity.count * (12 if validity.unit == "years" else 1)
        on, awarded = self.days["on"], self.days["awarded_on"]
        first = date(2010, 1, 1).toordinal()
        lengths = [lasting(date.fromordinal(first + place), months) for place in range(21 * 366)]
        for length, run in groupby(range(len(lengths)), key=lengths.__getitem__):
            places = list(run)
            yield z3.And(first + places[0] <= awarded, awarded <= first + places[-1], on <= awarded + length)


@cache
def lasting(day, months):
    """Return how many days lie between a day and the same day so many months later, or the last day of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    length = monthrange(day.year + years, month + 1)[1]
    return (date(day.year + years, month + 1, min(day.day, length)) - day).days


@settings(deadline=None, max_examples=examples(80))
@given(pairs())
def test_the_solver_agrees(book):
    """Two rules can hold together just when z3 says so, and both really accept the witness."""
    shaping = Shaping(book)
    one, other = (shaping.shape(rule, place) for place, rule in enumerate(book.rules))
    formula, solver = Formula(), z3.Solver()
    solver.add(*formula.domain, *(formula.rule(rule) for rule in book.rules))

    compared = compare(one, other, Finder(book, TODAY, shaping.held, shaping.spelled))

    assert (compared.together is Together.SOME) == (solver.check() == z3.sat)
    assert compared.together is not Together.UNDECIDED
    assert compared.witness is None or all(accepts(rule, compared.witness.facts, book) for rule in book.rules)
