"""The sentences of the problems."""

import re

import pytest

from backoffice.kernel.problems import Problem
from backoffice.kernel.wording import SENTENCES, message


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_things(code):
    """A sentence names the same values in Chinese and in English, or leaves one out on purpose."""
    chinese, english = SENTENCES[code]

    assert set(re.findall(r"{(\w+)}", english)) <= set(re.findall(r"{(\w+)}", chinese))
    assert chinese.endswith(("。", "}"))
    assert english.endswith((".", "}"))


def test_a_value_can_have_its_own_words_in_each_language():
    """A reason that was put into words elsewhere comes out in the language of the page."""
    problem = Problem("policy_exceeded", values={"why_zh": "已满。", "why_en": "It is full."})

    assert message(problem, "zh") == "不能通过。已满。"
    assert message(problem, "en") == "It cannot be approved. It is full."
