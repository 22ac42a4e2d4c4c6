"""Every line of the learner's manual that the product implements is proved by tests that exist."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "tests" / "journeys" / "README.md"
ROW = re.compile(r"^\| (\d{3}) \| (.+?) \| (.+?) \|$", re.MULTILINE)
PROOF = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
SECTIONS = (range(1, 221), range(227, 231), range(241, 255))  # A to P, R, T and U


@cache
def names_in(path):
    """Return the names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_line_has_a_row():
    """The table holds each number of those sections once, in order."""
    numbers = [int(number) for number, _, _ in ROW.findall(TABLE.read_text(encoding="utf-8"))]

    assert numbers == sorted(set(numbers))
    assert set(numbers) >= {number for section in SECTIONS for number in section}


def test_every_row_names_tests_that_exist():
    """A row without a test, or with the name of none, proves nothing."""
    rows = ROW.findall(TABLE.read_text(encoding="utf-8"))
    unproved = [number for number, _, proofs in rows if not PROOF.search(proofs)]
    missing = [
        (number, path, name)
        for number, _, proofs in rows
        for path, name in PROOF.findall(proofs)
        if not (ROOT / path).exists() or name not in names_in(path)
    ]

    assert rows
    assert not unproved
    assert not missing
