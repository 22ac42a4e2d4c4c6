"""The sentences of the problems."""

import re

import pytest

from backoffice.kernel.wording import SENTENCES


@pytest.mark.parametrize("code", SENTENCES)
def test_both_languages_name_the_same_things(code):
    """A sentence names the same values in Chinese and in English, or leaves one out on purpose."""
    chinese, english = SENTENCES[code]

    assert set(re.findall(r"{(\w+)}", english)) <= set(re.findall(r"{(\w+)}", chinese))
    assert chinese.endswith(("。", "}"))
    assert english.endswith((".", "}"))
