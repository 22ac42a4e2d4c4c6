"""What the bench tells."""

import json

from bench.report import Report


def test_the_ratios_say_how_many_times_as_fast_ours_is():
    """A peer's ratio is our rate by its own."""
    report = Report("parse", 9000.0, "rules", agrees=True, peers={"ast.parse": 6000.0})

    assert json.loads(report.as_json())["ratios"] == {"ast.parse": 1.5}
    assert "ast.parse: 6,000 rules/s, ours is 1.5 ×" in report.as_text()


def test_no_ratio_is_given_where_the_results_differ():
    """Rates of machines that say different things cannot be compared."""
    report = Report("parse", 9000.0, "rules", agrees=False, peers={"ast.parse": 6000.0})

    assert json.loads(report.as_json())["ratios"] == {}
    assert report.as_text().endswith("The results differ, so no ratio is given.")
