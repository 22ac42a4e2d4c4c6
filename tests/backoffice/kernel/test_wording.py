"""The sentences of the problems."""

import re
from pathlib import Path
from string import Formatter

import pytest

from backoffice import kernel
from backoffice.kernel.problems import Problem
from backoffice.kernel.wording import SENTENCES, message


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_things(code):
    """A sentence names the same values in Chinese and in English, or leaves one out on purpose."""
    chinese, english = SENTENCES[code]

    named = [
        {re.sub("_(zh|en)$", "", name) for _said, name, _form, _as in Formatter().parse(sentence) if name}
        for sentence in (chinese, english)
    ]

    assert named[1] <= named[0]
    assert chinese.endswith(("。", "}"))
    assert english.endswith((".", "}"))


def test_a_value_can_have_its_own_words_in_each_language():
    """A reason that was put into words elsewhere comes out in the language of the page."""
    problem = Problem("policy_exceeded", values={"why_zh": "已满。", "why_en": "It is full."})

    assert message(problem, "zh") == "不能通过。已满。"
    assert message(problem, "en") == "It cannot be approved. It is full."


def test_every_code_is_worded_once():
    """No two files give words to one code, where the later would silently win."""
    files = Path(kernel.__file__).parent.glob("*wording.py")
    codes = [code for each in files for code in re.findall(r'^    "(\w+)": \(', each.read_text("utf-8"), re.MULTILINE)]

    assert [code for code in set(codes) if codes.count(code) > 1] == []
