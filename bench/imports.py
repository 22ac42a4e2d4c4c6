"""Real tables as rules: how many rows are taken, why the others are reported, and that the texts are stable.

The folder given as `--data` holds the tables where TABLES says.
"""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from types import MappingProxyType

from bench.options import Options
from bench.report import Report
from grammar.parser import parse
from grammar.printer import format_text
from rules.checker import check_files
from rules.imports.tables_to_rules import Imported, files_of, import_table

TABLES: Mapping[str, str] = MappingProxyType(
    {
        "assist": "assist_cs/rules.csv",
        "njit": "us_njit/rules_A_to_D.csv",
        "ap": "us_ap/ap_exam_rules.csv",
        "mappings": "zh/real_mappings.csv",
    }
)
PROOFS = ("read_back_equal", "format_stable", "check_finds_nothing", "same_bytes_again")


def run(options: Options) -> Report:
    """Import every table; ours is rows per second, and it agrees when all texts are stable and read back equal."""
    if options.data is None:
        raise SystemExit("name the folder of the tables with --data")
    started = perf_counter()
    imported = {name: import_table(name, options.data / TABLES[name]) for name in TABLES}
    seconds = perf_counter() - started
    figures = {name: _figures(table, name, options.data / TABLES[name]) for name, table in imported.items()}
    rows = sum(len(table.taken) + len(table.reported) for table in imported.values())
    sound = all(each[proof] for each in figures.values() for proof in PROOFS)
    return Report("imports", rows / seconds, "rows", sound, figures={"rows": rows, **figures})


def _figures(table: Imported, name: str, path: Path) -> dict[str, object]:
    """Return the counts of a table, and whether each proof holds for its texts."""
    texts = list(files_of(table.texts))
    parsed = [parse(text) for text in texts]
    declared = tuple(each for one in parsed for each in one.file.declarations)
    return {
        "taken": len(table.taken),
        "reported": len(table.reported),
        "reasons": dict(sorted(Counter(each.code for each in table.reported).items())),
        "read_back_equal": declared[len(declared) - len(table.taken) :] == tuple(each.rule for each in table.taken)
        and not any(one.problems for one in parsed),
        "format_stable": [format_text(text) for text in texts] == texts,
        "check_finds_nothing": not any(check_files([one.file for one in parsed])),
        "same_bytes_again": import_table(name, path) == table,
    }
