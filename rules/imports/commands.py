"""The command that turns a table into rules: import."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from rules.imports.tables_to_rules import FORMATS, import_table, refuse_filled, write_folder
from rules.speech import say

FOUND = 1


def add_arguments(parser: ArgumentParser) -> None:
    """Say what the command takes."""
    parser.add_argument("format", choices=tuple(FORMATS), help="表的样式 what the table is")
    parser.add_argument("table", type=Path, metavar="FILE.csv", help="要导入的表 the table")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="新文件夹 a new folder for the rules")


def import_rules(options: Namespace) -> int:
    """Write a table's rules into a new folder and name each row that is reported; 1 when there is any."""
    refuse_filled(options.out)
    imported = import_table(options.format, options.table)
    write_folder(options.out, options.format, imported.texts)
    for each in imported.reported:
        say(each.text(options.table, options.lang))
    say(imported.summary)
    return FOUND if imported.reported else 0
