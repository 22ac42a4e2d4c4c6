"""Rule files on disk, parsed, with the problems of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grammar.parser import Parsed, parse
from grammar.problems import Problem, render
from rules.catalogue import Catalogue
from rules.checker import check_files
from rules.faults import Fault, FaultyFilesError, text_of_file


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A file's path, text and tree."""

    path: Path
    text: str
    parsed: Parsed


def read_rule_files(paths: Iterable[Path]) -> tuple[RuleFile, ...]:
    """Return the files of some paths; a folder stands for all its `*.rule` files, in order of their names."""
    faults: list[Fault] = []
    found: list[RuleFile] = []
    for path in dict.fromkeys(each for given in paths for each in _files_of(given)):
        try:
            text = text_of_file(path)
        except FaultyFilesError as wrong:
            faults += wrong.faults
        else:
            found.append(RuleFile(path, text, parse(text)))
    if faults:
        raise FaultyFilesError(faults)
    return tuple(found)


def _files_of(path: Path) -> Sequence[Path]:
    return sorted(path.rglob("*.rule")) if path.is_dir() else [path]


def problems_of(files: Sequence[RuleFile], catalogue: Catalogue | None = None) -> list[tuple[RuleFile, Problem]]:
    """Return what is wrong in the files, syntax and meaning, in the order of each text."""
    checked = check_files([each.parsed.file for each in files], catalogue)
    return [
        (file, problem)
        for file, found in zip(files, checked, strict=True)
        for problem in sorted((*file.parsed.problems, *found), key=lambda each: each.span.start)
    ]


def rendered(file: RuleFile, problem: Problem, lang: str) -> str:
    """Return a problem as a command prints it."""
    return render(problem, file.text, str(file.path), lang)
