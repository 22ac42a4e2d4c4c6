"""The command that verifies a paper offline takes transcripts: bytes, signer, number, form, and every sum."""

import json
import random
from dataclasses import replace
from decimal import Decimal
from functools import cache

import jwt
import pytest

from reports.__main__ import MISMATCH, UNCONFIRMED, UNREADABLE, VALID, main
from reports.byte_seal import seal_bytes
from reports.checking import Check, Conclusion, State, Verifier, check
from reports.credential import read_credential
from reports.keys import key_set
from reports.numbering import proof_number
from reports.render_transcript import render_transcript
from reports.transcript import transcript_json
from reports.transcript_credential import transcript_credential
from tests.effort import examples
from tests.reports.conftest import ADDRESS, CODE
from tests.reports.issued import ISSUER, KEY, OTHER_KEY
from tests.reports.issued import issued as issued_proof
from tests.reports.transcripts import a_transcript

TRUE = a_transcript(entries=5, groups=2, recognised=2)
FORGED = replace(TRUE, total=TRUE.total + 5)
OURS = Verifier((KEY.public(),))


def token(content=TRUE, key=KEY):
    """Return the credential of a transcript."""
    return transcript_credential(content, address=ADDRESS, issuer_id=ISSUER, key=key)


@cache
def sealed(key=KEY, *, forged=False):
    """Return the PDF of a transcript, printed and sealed once."""
    content = FORGED if forged else TRUE
    printed = render_transcript(content, check_code=CODE, verify_url=ADDRESS, credential=token(content, key))
    return seal_bytes(printed, key)


@pytest.fixture
def command(tmp_path, capsys):
    """Return what runs the command on a file; it returns the code and what was said."""

    def run(content, *options, key=KEY):
        path, keys = tmp_path / "paper", tmp_path / "keys.json"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        keys.write_text(json.dumps(key_set([KEY.public()])))
        code = main(["verify", str(path), *(("--key", str(keys)) if key else ()), *options])
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def failing(report):
    """Return the checks that fail."""
    return {each.check for each in report.checks if each.state is State.FAILS}


def test_an_issued_transcript_is_valid(command):
    """With the published key everything holds, and each sum says what was added up, in both languages."""
    code, told = command(sealed())

    assert code == VALID
    assert "added up again: the same" in told
    assert (
        "✓ 示例理工职业学院 · 工商企业管理（本科） 小计  subtotal: 成绩单所载 says 9.00, 相加所得 computed 9.00" in told
    )
    assert "✓ 账户学分合计  total of the account: 成绩单所载 says 9.00, 相加所得 computed 9.00; 相符  confirmed" in told
    assert "recognised only, not in the account: 成绩单所载 says 3.00" in told
    assert told.endswith("= 有效  VALID\n")


def test_every_sampled_change_of_one_byte_is_found():
    """Wherever one byte of the PDF differs, the verification says so."""
    pdf, chance, passed = sealed(), random.Random(33), []  # noqa: S311 - the same changes each time
    for place in chance.sample(range(len(pdf)), examples(300)):
        changed = bytearray(pdf)
        changed[place] ^= chance.randrange(1, 256)
        try:
            found = check([bytes(changed)], OURS).conclusion
        except ValueError:
            found = Conclusion.MISMATCH
        passed += [place] if found is not Conclusion.MISMATCH else []

    assert passed == []


def test_a_changed_sum_is_told_beside_the_true_one(command):
    """Even sealed by our own key, a total that does not add up is a mismatch."""
    code, told = command(sealed(forged=True))

    assert code == MISMATCH
    assert "✗ 账户学分合计  total of the account: 成绩单所载 says 14.00, 相加所得 computed 9.00; 不符" in told
    assert failing(check([sealed(forged=True)], OURS)) == {Check.SUMS}


def test_another_key_is_not_ours(command):
    """Whoever seals by a key of his own does not pass, and his address is not told."""
    code, told = command(sealed(OTHER_KEY))

    assert code == MISMATCH
    assert ADDRESS not in told
    assert failing(check([sealed(OTHER_KEY)], OURS)) == {Check.SEAL, Check.CREDENTIAL}


def test_content_and_credential_alone(command):
    """Nobody signed the JSON itself; the credential alone is signed, and both together are a paper without pages."""
    text = transcript_json(TRUE)

    assert command(text)[0] == UNCONFIRMED
    assert command(token())[0] == VALID
    assert command(sealed(), key=None)[0] == UNCONFIRMED
    assert check([text.encode(), token().encode()], OURS).conclusion is Conclusion.VALID


def test_the_credential_binds_its_own_transcript():
    """Beside another content, and beside a proof, it does not hold."""
    raised = replace(TRUE, learner_name="学习者乙")
    other = [transcript_json(raised).encode(), token().encode()]
    proof = [issued_proof().text.encode(), token().encode()]

    assert failing(check(other, OURS)) == {Check.BINDING}
    assert failing(check(proof, OURS)) == {Check.BINDING}


def test_it_awards_what_still_stands():
    """A reversal and what it took back are no awards; the transcript is the achievement, and their sum its credits."""
    claims = jwt.decode(token(), KEY.private().public_key(), algorithms=["EdDSA"])
    subject, told = claims["credentialSubject"], json.dumps(claims, ensure_ascii=False)

    assert [each["value"] for each in subject["result"]] == ["3.00"] * 3
    assert subject["creditsEarned"] == TRUE.total
    assert subject["achievement"]["name"] == "学分成绩单"
    assert read_credential(token()).binds(transcript_json(TRUE))
    assert [name for name in (TRUE.learner_name, TRUE.account_number) if name in told] == []


def test_an_account_without_entries_has_a_credential_without_awards():
    """What was only recognised is bound by the digest and awarded by nobody."""
    bare = a_transcript(entries=0, groups=0)
    claims = read_credential(token(bare)).claims

    assert claims["credentialSubject"]["result"] == claims["evidence"] == []
    assert check([transcript_json(bare).encode(), token(bare).encode()], OURS).conclusion is Conclusion.VALID


def test_a_number_of_another_series_is_found():
    """A proof's number, and a wrong check digit, are no number of a transcript."""
    for number in (proof_number("XY", 2020, 7), f"{TRUE.number[:-1]}0"):
        assert failing(check([transcript_json(replace(TRUE, number=number)).encode()], OURS)) == {Check.NUMBER}


def test_another_form_of_the_same_content_is_found():
    """Blanks that change nothing of what is said change what is hashed."""
    loose = json.dumps(json.loads(transcript_json(TRUE)), ensure_ascii=False)

    assert failing(check([loose.encode()], OURS)) == {Check.CANONICAL}


def test_wrong_entries_are_named(command):
    """A reversal of another amount and a gap in the numbering are told with their place, to people and programs."""
    entry = replace(TRUE.groups[0].entries[0], credits=Decimal(-3), position=9)
    groups = (replace(TRUE.groups[0], entries=(entry, *TRUE.groups[0].entries[1:])), TRUE.groups[1])
    text = transcript_json(replace(TRUE, groups=groups))
    read = json.loads(command(text, "--json")[1])

    assert "takes back what was not booked so (entries[9])" in command(text)[1]
    assert {"fault": "positions", "place": ""} in read["faults"]
    assert read["sums"][0]["computed"] == "3.00"
    assert read["lines"] == []


@pytest.mark.parametrize(
    "wrong",
    [{"total": "NaN"}, {"total": "1E+99999999999"}, {"groups": 1}, {"groups": [1]}, {"number": 1}, {"paper": "proof"}],
    ids=str,
)
def test_a_hostile_content_is_unreadable_and_breaks_nothing(command, wrong):
    """Amounts that are none, and values of another sort, are no transcript."""
    text = json.dumps(json.loads(transcript_json(TRUE)) | wrong)

    assert command(text)[0] in {UNREADABLE, MISMATCH}
