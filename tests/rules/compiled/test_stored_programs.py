"""Programs are kept between starts in a private folder, found by content, and never trusted when they are not whole."""

import os
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from grammar.parser import parse
from rules.book import Book
from rules.catalogue import Catalogue, Entry
from rules.compiled import stored
from rules.compiled.prepared import Prepared
from rules.compiled.program import program_of
from rules.compiled.stored import opened
from rules.facts import Facts, Learner, Outcome

SCALE = "等级序列 S “低” < “中” < “高”"
TEXTS = (
    SCALE,
    "规则 A 来源 课程 “甲” 其中 等级 >= “中” 按 S 目标 课程 “子” 3 学分",
    "规则 B 来源 课程 “甲” 目标 课程 “丑” 比例 按 成绩 [60..100] 50%",
    "规则 C 来源 课程 “甲” 与 课程 “乙” 目标 课程 “寅” 2 学分 条件 学习者 持有 毕业证书",
)
FACTS = Facts(
    Learner("L"),
    (Outcome("1", "课程", "甲", grade="中", score=Decimal(80)), Outcome("2", "课程", "乙"), Outcome("3", "毕业证书")),
    on=date(2020, 6, 1),
)


def said(programs, facts=FACTS):
    """Return what the programs say, by rule."""
    return {program.head.code: answer for program, answer in programs.answers(Prepared(facts))}


@pytest.fixture
def folder(tmp_path):
    """Return where programs are kept, with those of TEXTS."""
    opened(TEXTS, tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def unread(monkeypatch, folder):
    """Let no text be parsed once the folder is filled; return it."""

    def refuse(text):
        raise AssertionError(text)

    monkeypatch.setattr(stored, "parse", refuse)
    return folder


def test_a_second_start_parses_nothing_and_says_the_same(unread):
    """What is kept answers as what is fresh."""
    fresh = said(stored.Programs.of(Book.gather([parse("\n".join(TEXTS)).file])))

    assert said(opened(TEXTS, unread)) == fresh
    assert {code: answer.truth for code, answer in fresh.items()} == {"A": "yes", "B": "yes", "C": "yes"}


def test_a_kept_program_explains_itself_too(unread):
    """The trace is made from the kept rule, spans and all."""
    program = opened(TEXTS, unread).find("A")
    rule = parse(TEXTS[1]).file.declarations[0]
    book = Book.gather([parse(SCALE).file])

    assert program.verdict(Prepared(FACTS)) == program_of(rule, book).verdict(Prepared(FACTS))


def test_a_changed_scale_changes_the_rules_that_name_it(folder):
    """A rule kept under another scale is made anew."""
    turned = (SCALE.replace("“中” < “高”", "“高” < “中”").replace("“低” < ", "“中间” < "), *TEXTS[1:])
    lower = ("等级序列 S “中” < “低”", TEXTS[1].replace("“中” 按", "“低” 按"), *TEXTS[2:])

    assert said(opened(turned, folder))["A"].truth == "yes"
    assert said(opened(lower, folder))["A"].truth == "no"


def test_a_changed_catalogue_changes_what_is_granted(folder):
    """Credits that come from the catalogue follow it."""
    with_credits = Catalogue([Entry("课程", "丑", credits=Decimal(4))])

    assert said(opened(TEXTS, folder))["B"].credits is None
    assert said(opened(TEXTS, folder, with_credits))["B"].credits == 2
    assert said(opened(TEXTS, folder))["B"].credits is None


def test_a_damaged_file_is_made_anew(folder):
    """One changed byte anywhere and the file is not used; afterwards it is whole again."""
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    before = said(opened(TEXTS, folder))
    for place in (0, 40, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])

        assert said(opened(TEXTS, folder)) == before
        assert file.read_bytes()[:32] == whole[:32]


@pytest.mark.parametrize("content", [b"", b"short", b"x" * 100])
def test_what_is_no_file_of_programs_is_made_anew(folder, content):
    """Rubbish in the place of the file is replaced."""
    (file,) = folder.iterdir()
    file.write_bytes(content)

    assert said(opened(TEXTS, folder)).keys() == {"A", "B", "C"}


def test_a_folder_that_others_can_write_to_is_refused(folder):
    """Programs are code: who can write there could run code here."""
    folder.chmod(0o770)

    with pytest.raises(PermissionError, match="others can write"):
        opened(TEXTS, folder)


def test_a_file_that_others_can_write_is_refused(folder):
    """So is a file, and a link in its place."""
    (file,) = folder.iterdir()
    file.chmod(0o666)

    with pytest.raises(PermissionError, match="others can write"):
        opened(TEXTS, folder)
    file.rename(folder.parent / "elsewhere")
    file.symlink_to(folder.parent / "elsewhere")
    with pytest.raises(PermissionError, match="file of its own"):
        opened(TEXTS, folder)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_someone_else_is_refused(folder):
    """What another user owns is not run."""
    os.chown(folder, 65534, 65534)

    with pytest.raises(PermissionError, match="someone else"):
        opened(TEXTS, folder)


def test_everything_is_for_its_owner_alone(folder):
    """Folder and file are private."""
    (file,) = folder.iterdir()

    assert folder.stat().st_mode & 0o777 == 0o700
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_text_with_an_error_is_not_compiled(tmp_path):
    """Only checked rules are kept."""
    with pytest.raises(ValueError, match="a text with an error"):
        opened(["规则 R 来源"], tmp_path / "kept")


def test_one_changed_rule_goes_live_alone(folder):
    """A new text of one rule counts at once; the other programs stay the objects they were."""
    programs = opened(TEXTS, folder)
    before = said(programs)
    others = {code: programs.find(code) for code in "AC"}
    rule = parse(TEXTS[2].replace("50%", "100%").replace("“丑”", "“丑” 4 学分")).file.declarations[0]

    programs.put(program_of(rule, programs.find("B").book))

    after = said(programs)
    assert after["B"].credits == 4
    assert {code: after[code] for code in "AC"} == {code: before[code] for code in "AC"}
    assert {code: programs.find(code) for code in "AC"} == others
    assert list(after) == ["A", "B", "C"]


def test_a_changed_source_is_found_under_its_new_name_only(folder):
    """After a change of its source a rule is no candidate for what it named before."""
    programs = opened(TEXTS, folder)
    said(programs)
    rule = parse(TEXTS[2].replace("课程 “甲”", "课程 “乙”")).file.declarations[0]
    without = replace(FACTS, outcomes=FACTS.outcomes[:1])

    programs.put(program_of(rule, programs.find("B").book))

    assert said(programs)["B"].outcomes == ("2",)
    assert "B" not in said(programs, without)


def test_only_a_changed_text_is_made_anew(folder, monkeypatch):
    """After one text has changed the others come from the folder, and so does all at the next start."""
    changed = (*TEXTS[:2], TEXTS[2].replace("50%", "100%"), TEXTS[3])
    read = []
    monkeypatch.setattr(stored, "parse", lambda text: read.append(text) or parse(text))

    first = said(opened(changed, folder))
    second = said(opened(changed, folder))

    assert read == [changed[2]]
    assert first == second
