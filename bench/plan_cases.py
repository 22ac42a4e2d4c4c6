"""Learners with 20 outcomes before 300 rules, a programme of 60 courses, and the policies of a credit bank."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from grammar.parser import parse
from rules.book import Book
from rules.facts import Facts, Learner, Outcome
from rules.planning.plan import Planner
from rules.planning.programme import Course, Programme

ON = date(2020, 11, 15)
OUTCOMES = 20
RULES = 300
COURSES = 60
KINDS = ("职业资格证书", "课程", "培训类", "业绩类-竞赛奖励")
CREDITS = ("1", "1.5", "2", "2", "3", "3", "4")
RATIOS = ("100%", "100%", "80%", "50%", "按 成绩 [85..100] 100%, [70..85) 80%, [60..70) 60%")
POLICIES = """
政策 HALF “转换学分不超过专业总学分一半” 范围 专业 上限 50% 专业总学分
政策 BEST “同类奖项取最优” 范围 学习者 涉及 类别 业绩类-竞赛奖励 最优 1
政策 USES “一项成果最多用三次” 范围 成果 最多 3 次
政策 EACH “一项成果最多十学分” 范围 成果 上限 10 学分
"""


@dataclass(frozen=True, slots=True)
class Case:
    """A planner with its book and programme, and a learner."""

    planner: Planner
    facts: Facts


def case_of(seed: int) -> Case:
    """Return the case of a seed: rules, programme and learner are all its own."""
    random = Random(seed)
    courses = tuple(
        Course(f"C{place:02}", f"课程{place:02}", Decimal(random.choice(CREDITS))) for place in range(COURSES)
    )
    outcomes = tuple(_outcome(place, random) for place in range(OUTCOMES))
    rules = (_rule(place, outcomes, courses, random) for place in range(RULES))
    parsed = parse("\n".join(rules) + POLICIES)
    total = Decimal(random.choice((77, 80, 120)))
    facts = Facts(Learner("L"), outcomes, on=ON, holdings_closed=True)
    return Case(Planner(Book.gather([parsed.file]), Programme("电商", total, courses)), facts)


def _outcome(place: int, random: Random) -> Outcome:
    score = None if random.random() < 0.05 else Decimal(random.randint(50, 100))
    return Outcome(f"o{place:02}", KINDS[place % len(KINDS)], f"成果{place:02}", score=score)


def _rule(place: int, outcomes: tuple[Outcome, ...], courses: tuple[Course, ...], random: Random) -> str:
    source = _named(outcomes[place % OUTCOMES])
    if random.random() < 0.02:
        source += " 与 " + _named(random.choice(outcomes))
    one, other = random.sample(courses, 2)
    target = _target(one)
    if random.random() < 0.05:
        target = f"任选 1 {{ {target}, {_target(other)} }}"
    lines = [f"规则 R{place:03} 来源 {source} 目标 {target} 比例 {random.choice(RATIOS)}"]
    if random.random() < 0.3:
        lines.append(f"条件 成绩 >= {random.choice((60, 70))}")
    clauses = (("仅一次", 0.1), ("消耗", 0.1), ("上限 8 学分 每 成果", 0.05))
    return " ".join(lines + [clause for clause, share in clauses if random.random() < share])


def _named(outcome: Outcome) -> str:
    return f"{outcome.kind} “{outcome.title}”"


def _target(course: Course) -> str:
    return f"课程 “{course.title}” 编号 {course.code} {course.credits} 学分"
