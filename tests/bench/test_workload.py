"""The workload that the benches share."""

from collections import Counter

from bench.workload import RULES_OF_POPULAR, Workload
from grammar.parser import parse
from rules.checker import check_files
from rules.evaluator import evaluate_all


def test_the_workload_is_sound_and_the_same_each_time():
    """Its rules are accepted by the checker, popular certificates have many, and a seed gives the same texts."""
    workload = Workload(400, 50)
    problems = check_files([parse("\n".join(workload.texts)).file])
    counted = Counter(text.split("“")[2].split("”")[0] for text in workload.texts)

    assert problems == ((),)
    assert len(workload.book.rules) == 400
    assert counted[workload.titles[0]] == RULES_OF_POPULAR
    assert workload.texts == Workload(400, 50).texts


def test_learners_get_every_sort_of_verdict():
    """Among a few learners there are yes, no and pending."""
    workload = Workload(40, 100)
    found = Counter(
        verdict.truth
        for facts in workload.facts(workload.population(), 100)
        for verdict in evaluate_all(workload.book, facts)
    )

    assert set(found) == {"yes", "no", "pending"}
