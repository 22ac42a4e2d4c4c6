"""What a proof says is written in one form, and its code cannot be made without the secret."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.canonical import ALPHABET, check_code, digest, same_code
from reports.proof import DecisionRecord, canonical_json, content_of

SECRET = b"a secret of the tests"
CHANGES = ({"learner_name": "学习者乙"}, {"number": "XY-2020-0000124-0"}, {"issuer": "另一中心"}, {"decisions": ()})
LINE_CHANGES = ({"credits": Decimal("3.01")}, {"ratio": Decimal(99)}, {"rule_version": 5}, {"committee": "另一委员会"})
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


def test_what_is_written_reads_back(a_content):
    """Canonical JSON gives the very content back, decimals with their places."""
    content = a_content(lines=3)

    read = content_of(canonical_json(content))

    assert read == content
    assert str(read.lines[0].credits) == "3.00"
    assert canonical_json(read) == canonical_json(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS, st.decimals(allow_nan=False, allow_infinity=False), st.dictionaries(TEXTS, TEXTS))
def test_any_text_amount_and_fact_read_back(a_content, name, amount, facts):
    """No text, amount or fact is lost on the way through JSON."""
    decision = DecisionRecord(name, "a" * 64, facts, "b" * 64)
    content = a_content(learner_name=name, line={"credits": amount}, decisions=(decision,))

    assert content_of(canonical_json(content)) == content


def test_the_form_is_canonical(a_content):
    """Keys are sorted, nothing is blank, Chinese stands as itself."""
    text = canonical_json(a_content())
    again = json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    assert text == again
    assert '"learner_name":"学习者甲"' in text
    assert '"credits":"3.00"' in text


@pytest.mark.parametrize("fact", [1.5, {"学分": 2.0}, Decimal("NaN"), b"bytes"])
def test_what_json_cannot_keep_exactly_is_refused(fact):
    """A float or another inexact value never becomes a fact."""
    with pytest.raises(TypeError):
        DecisionRecord("规则", "a" * 64, {"事实": fact}, "b" * 64)


@pytest.mark.parametrize("text", ["[]", "{}", '{"number":"XY"}', "not JSON", "[" * 100_000])
def test_another_form_is_refused(text):
    """JSON that is not a proof's is a ValueError."""
    with pytest.raises(ValueError, match=r"not the|Expecting"):
        content_of(text)


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_a_changed_content_has_another_digest(a_content, change):
    """Whatever is changed, the digest and the code show it."""
    genuine, forged = canonical_json(a_content()), canonical_json(a_content(**change))

    assert digest(genuine) != digest(forged)
    assert not same_code(check_code(genuine, SECRET), check_code(forged, SECRET))


@pytest.mark.parametrize("change", LINE_CHANGES, ids=str)
def test_a_changed_line_has_another_digest(a_content, change):
    """A changed line shows, too."""
    content = a_content()
    forged = replace(content, lines=(replace(content.lines[0], **change),))

    assert digest(canonical_json(content)) != digest(canonical_json(forged))


def test_a_digest_is_sha256_of_utf8():
    """The digest is the one that any other program computes."""
    assert digest("学分") == "f9d072c4804cbe8278b09c380b3a3bab7789ad0b5ae124d84fb28e9a09c69a51"


def test_a_check_code_needs_the_secret():
    """The code has sixteen letters in fours, and another secret gives another code."""
    code = check_code("payload", SECRET)

    assert [len(group) for group in code.split("-")] == [4, 4, 4, 4]
    assert set(code) <= {*ALPHABET, "-"}
    assert code == check_code("payload", SECRET)
    assert code != check_code("payload", b"another secret")


@pytest.mark.parametrize(
    "typed",
    [
        "0A1B-2C3D-4E5F-6G7H",
        "0a1b2c3d4e5f6g7h",
        " 0a1b 2c3d 4e5f 6g7h ",
        "OAIB-2C3D-4E5F-6G7H",
        "０Ａ１Ｂ—2C3D–4E5F－6G7H",
    ],
)
def test_a_code_is_read_as_people_type_it(typed):
    """Case, blanks, dashes, full width and letters that look like figures do not matter."""
    assert same_code("0A1B-2C3D-4E5F-6G7H", typed)


@pytest.mark.parametrize("typed", ["", "0A1B-2C3D-4E5F-6G7J", "0A1B-2C3D-4E5F", "学分"])
def test_another_code_is_not_the_same(typed):
    """A wrong, short or strange code is refused, not an error."""
    assert not same_code("0A1B-2C3D-4E5F-6G7H", typed)
