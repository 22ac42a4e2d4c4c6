"""The command that imports: what it prints, how it ends, and that nothing is left half written."""

from pathlib import Path

import pytest

from grammar.limits import FILE_BYTES
from rules.__main__ import main
from rules.imports.tables_to_rules import files_of

HEAD = "target_institution,exam,min_score,credits,target_courses,source_ref\n"
SOUND = HEAD + "oak,OX Botany,3,3,BOT 101,a\n"
UNCLEAR = SOUND + "oak,OX Lakes,3,3,LAK 1; 2,b\n"


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table."""

    def write(text):
        path = tmp_path / "t.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def imported(path, out, *more):
    """Run the command."""
    return main(["import", "ap", str(path), "--out", str(out), *more])


def test_a_table_that_is_taken_whole(table, tmp_path, capsys):
    """A table without a doubtful row ends with 0 and its counts; its rules stand in the new folder."""
    assert imported(table(SOUND), tmp_path / "new") == 0
    assert capsys.readouterr().out == "1 taken, 0 reported\n"
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["ap-001.rule"]
    assert main(["check", str(tmp_path / "new")]) == 0


def test_reported_rows_end_with_one(table, tmp_path, capsys):
    """A row that is reported is named by line and reason, the counts come last, and the code is 1."""
    path = table(UNCLEAR)

    assert imported(path, tmp_path / "new", "--lang", "en") == 1
    assert capsys.readouterr().out.splitlines() == [
        f"{path}:3: reported all_or_any “LAK 1; 2” does not say whether all are granted or any one of them.",
        "1 taken, 1 reported",
    ]


def test_the_report_speaks_chinese(table, tmp_path, capsys):
    """Reasons are told in Chinese unless English is asked for."""
    imported(table(UNCLEAR), tmp_path / "new")

    assert "没有说明是全部授予还是任选其一" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("exam,min_score\nOX,3\n", "column_missing"),
        (HEAD.replace("exam", "exams"), "column_unknown"),
        (SOUND + "oak,OX\n", "row_length"),
        (HEAD + '"oak', "table_broken"),
        ("", "column_missing"),
    ],
)
def test_a_bad_table_ends_with_two(table, tmp_path, capsys, text, fault):
    """A file that is not such a table is named, ends with 2, and leaves no folder."""
    assert imported(table(text), tmp_path / "new") == 2
    assert f" error {fault} " in capsys.readouterr().err
    assert not (tmp_path / "new").exists()


def test_a_missing_table_ends_with_two(tmp_path, capsys):
    """A file that is not there ends with 2."""
    assert imported(tmp_path / "none.csv", tmp_path / "new") == 2
    assert "file_missing" in capsys.readouterr().err


def test_a_filled_folder_is_left_alone(table, tmp_path, capsys):
    """A folder that holds anything is refused with 2, and what it holds stays."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.rule").write_text("规则", encoding="utf-8")

    assert imported(table(SOUND), tmp_path / "full") == 2
    assert "folder_filled" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["mine.rule"]


def test_an_empty_folder_is_filled(table, tmp_path):
    """An empty folder will do as a new one."""
    (tmp_path / "empty").mkdir()

    assert imported(table(SOUND), tmp_path / "empty") == 0
    assert (tmp_path / "empty/ap-001.rule").is_file()


def test_nothing_is_left_of_a_write_that_fails(table, tmp_path, monkeypatch, capsys):
    """Where writing fails half way, the command ends with 2 and leaves no file behind."""
    path = table(SOUND)

    def full(*_arguments, **_named):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)

    assert imported(path, tmp_path / "new") == 2
    assert "No space left on device" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["t.csv"]


def test_a_file_where_the_folder_should_be(table, capsys):
    """A file of that name is neither overwritten nor taken for a folder."""
    path = table(SOUND)

    assert imported(path, path) == 2
    assert "file_unwritable" in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == SOUND


def test_files_stay_below_the_limit():
    """Texts are spread over files of at most so many bytes, none cut in two, none lost."""
    texts = [f"规则 R{number}" for number in range(9)]
    files = list(files_of(texts, most=50))

    assert max(len(file.encode()) for file in files) <= 50
    assert [line for file in files for line in file.split("\n") if line] == texts
    assert len(files) > 1


def test_the_limit_is_that_of_the_language():
    """Unless told otherwise, a file holds what a file of rules may hold."""
    texts = ["规" * 1000] * 3000
    files = list(files_of(texts))

    assert len(files) == 2
    assert all(len(file.encode()) <= FILE_BYTES for file in files)


def test_a_line_is_counted_where_its_row_begins(table, tmp_path, capsys):
    """A cell of two lines does not shift the lines that are reported."""
    imported(table(HEAD + 'oak,OX,3,3,"BOT\n1",a\n\noak,OX Elm,3,3,ELM 1; 2,b\n'), tmp_path / "new")

    assert [line.split(":")[1] for line in capsys.readouterr().out.splitlines()[:-1]] == ["2", "5"]
