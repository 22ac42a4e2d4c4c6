"""The bench of imports, over tables of our own."""

import shutil
from pathlib import Path

import pytest

from bench.imports import PROOFS, TABLES, run
from bench.options import Options

OWN = Path(__file__).parents[1] / "rules/imports/tables"


def test_it_counts_and_proves(tmp_path):
    """Every table is counted by what became of its rows, and its texts are proved stable."""
    for name, path in TABLES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        shutil.copy(OWN / f"{name}.csv", tmp_path / path)

    report = run(Options(data=tmp_path))

    assert report.agrees
    assert report.ours > 0
    for name in TABLES:
        figures = report.figures[name]
        summary = (OWN / f"{name}.txt").read_text(encoding="utf-8").splitlines()[-1]
        assert f"{figures['taken']} taken, {figures['reported']} reported" == summary
        assert sum(figures["reasons"].values()) == figures["reported"]
        assert [figures[proof] for proof in PROOFS] == [True] * len(PROOFS)


def test_it_asks_for_the_tables():
    """Without a folder it says what to name."""
    with pytest.raises(SystemExit, match="--data"):
        run(Options())
