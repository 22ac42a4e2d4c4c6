"""The command line: `python -m bench NAME [--json]`."""

import os
import sys
from argparse import ArgumentParser
from importlib import import_module
from pathlib import Path

from bench import environment
from bench.options import Options

NAMES = tuple(
    path.stem.replace("_", "-")
    for path in sorted(Path(__file__).parent.glob("*.py"))
    if "def run(options: Options)" in path.read_text(encoding="utf-8") and path.name != Path(__file__).name
)


def arguments() -> ArgumentParser:
    """Return what the command line understands."""
    usual = Options()
    parser = ArgumentParser(prog="python -m bench", description="Speed against peers, as ratios within one run")
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rules", type=int, default=usual.rules, help="rules of the workload")
    parser.add_argument("--learners", type=int, default=usual.learners, help="learners of the workload")
    parser.add_argument("--count", type=int, default=usual.count, help="inputs to try")
    parser.add_argument("--seed", type=int, default=usual.seed, help="what the inputs are made from")
    parser.add_argument("--offset", type=int, default=usual.offset, help="inputs to leave out at the start")
    parser.add_argument("--data", type=Path, help="folder of real tables")
    return parser


def main(words: list[str]) -> int:
    """Run one bench in the environment that holds the peers; return 1 when the results differ."""
    given = vars(arguments().parse_args(words))
    if not environment.inside():
        python = environment.prepare()
        os.execv(str(python), [str(python), "-m", "bench", *words])
    name, as_json = given.pop("name"), given.pop("json")
    report = import_module("bench." + name.replace("-", "_")).run(Options(**given))
    print(report.as_json() if as_json else report.as_text())
    return 0 if report.agrees else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
