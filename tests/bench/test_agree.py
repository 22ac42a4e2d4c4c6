"""The bench that counts how often the four evaluators agree."""

from bench.agree import run
from bench.options import Options


def test_the_evaluators_agree_on_a_few_examples():
    """Every drawn example is answered alike by all four."""
    report = run(Options(count=30))

    assert report.agrees
    assert report.figures["examples"] == 30
    assert report.figures["pairs of learner and rule"] > 0
