"""Files and functions stay small, named plainly, and speak of the product alone."""

import ast
import statistics
import subprocess
from pathlib import Path

import pytest

HOME = Path(__file__).parents[2]
LONGEST_FILE = 300
LONGEST_FUNCTION = 50
MEDIAN_FILE = 120
MEDIAN_FUNCTION = 8
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "data", "common"}
REGISTRIES = ("pypi." + "org", "python" + "hosted.org", "registry." + "npmjs", "deb.debian" + ".org")


def committed(*patterns):
    """Return the project's files that match, new ones included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True).stdout
    return [HOME / line for line in listed.splitlines() if (HOME / line).is_file()]


PYTHON_FILES = [path for path in committed("*.py") if "versions" not in path.parts]
PRODUCT_FILES = [path for path in PYTHON_FILES if "tests" not in path.parts]


def lengths_of_functions(path):
    """Return the length in lines of every function of a file, without its docstring."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            found.append((node.end_lineno or 0) - body[0].lineno + 1)
    return found


@pytest.mark.parametrize("path", PYTHON_FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_file_is_small_and_says_what_lives_in_it(path):
    """A file has at most 300 lines, functions of at most 50, a docstring, and a name that says something."""
    text = path.read_text()

    assert len(text.splitlines()) <= LONGEST_FILE
    assert max(lengths_of_functions(path), default=0) <= LONGEST_FUNCTION
    assert ast.get_docstring(ast.parse(text))
    assert path.stem not in FORBIDDEN_NAMES


def test_the_usual_file_and_function_are_short():
    """The median file and function stay below their ceilings."""
    files = [len(path.read_text().splitlines()) for path in PRODUCT_FILES]
    functions = [length for path in PRODUCT_FILES for length in lengths_of_functions(path)]

    assert statistics.median(files) <= MEDIAN_FILE
    assert statistics.median(functions) <= MEDIAN_FUNCTION


def test_no_file_names_a_package_registry():
    """A committed file holds no address of a package registry."""
    texts = [path for path in committed() if path.suffix not in {".ttf", ".png", ".pdf", ".woff2"}]
    naming = [path for path in texts if any(host in path.read_text(errors="replace") for host in REGISTRIES)]

    assert not naming
