"""Papers made before papers were signed by key are told as such, and no paper passes for one that should be sealed."""

import io
import json
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pikepdf
import pytest

from reports.__main__ import UNSIGNED, main
from reports.byte_seal import NAME
from reports.canonical import digest
from reports.checking import Check, Conclusion, State, Verifier, check
from reports.keys import PublicKey, key_set
from reports.proof import canonical_json
from reports.render import render_proof
from reports.render_transcript import render_transcript
from tests.reports.conftest import ADDRESS, CODE
from tests.reports.issued import FORGED, KEY, OTHER_KEY, TRUE, issued
from tests.reports.transcripts import a_transcript

OURS = Verifier((KEY.public(),))


@cache
def early(*, forged=False):
    """Return a proof as it was printed before there were keys: its content attached, nothing else."""
    return render_proof(FORGED if forged else TRUE, check_code=CODE, verify_url=ADDRESS)


def stripped(pdf):
    """Return a sealed paper without its seal and its credential, written anew."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.attachments[f"{TRUE.number}.jwt"]
        if f"/{NAME}" in opened.trailer:
            del opened.trailer[f"/{NAME}"]
        opened.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def since(day):
    """Return a verifier whose one key has been in use since a day."""
    return Verifier((PublicKey(KEY.public().raw, day),))


def states(report):
    """Return what each check found."""
    return {each.check: each.state for each in report.checks}


@pytest.mark.parametrize("named", [True, False])
def test_an_early_paper_is_neither_valid_nor_changed(tmp_path, capsys, named):
    """What can be checked holds; words and code say that the rest cannot be confirmed offline, and where to ask."""
    (tmp_path / "paper.pdf").write_bytes(early())
    (tmp_path / "keys.json").write_text(json.dumps(key_set([KEY.public()])))
    code = main(["verify", str(tmp_path / "paper.pdf"), *(["--key", str(tmp_path / "keys.json")] if named else [])])
    told = capsys.readouterr().out

    assert code == UNSIGNED
    assert "· 没有封印：这是用密钥签发之前的式样" in told
    assert f"(SHA-256 {digest(canonical_json(TRUE))})" in told
    assert "computed 2.55; 相符  confirmed" in told
    assert "= 不能离线证实" in told
    assert "CANNOT BE CONFIRMED OFFLINE" in told
    assert ADDRESS not in told  # it is not sealed, so a forger could have written it


def test_everything_that_needs_no_key_is_checked():
    """Form, number and decisions hold; seal and credential stay open."""
    assert states(check([early()], OURS)) == {
        **dict.fromkeys((Check.SEAL, Check.CREDENTIAL), State.OPEN),
        **dict.fromkeys((Check.CANONICAL, Check.NUMBER, Check.DECISIONS), State.HOLDS),
    }


def test_an_early_transcript_is_added_up():
    """Its sums hold, or it does not match."""
    content = a_transcript(entries=5, groups=2)
    true, false = (
        render_transcript(each, check_code=CODE, verify_url=ADDRESS)
        for each in (content, replace(content, total=content.total + 1))
    )

    assert check([true], OURS).conclusion is Conclusion.UNSIGNED
    assert states(check([true], OURS))[Check.SUMS] is State.HOLDS
    assert check([false], OURS).conclusion is Conclusion.MISMATCH


def test_forged_credits_of_an_early_paper_do_not_match():
    """The decisions are computed again as those of any paper."""
    assert check([early(forged=True)], OURS).conclusion is Conclusion.MISMATCH


def test_a_paper_from_the_time_of_keys_must_be_sealed():
    """Once a key is known to have been in use before its day, a paper without a seal is no early one."""
    before, after = TRUE.issued_on - timedelta(days=1), TRUE.issued_on + timedelta(days=1)
    undated_beside = Verifier((OTHER_KEY.public(), *since(before).keys))

    assert check([early()], since(before)).conclusion is Conclusion.MISMATCH
    assert check([early()], since(after)).conclusion is Conclusion.UNSIGNED
    assert check([early()], undated_beside).conclusion is Conclusion.MISMATCH


def test_a_stripped_paper_is_at_best_told_to_ask():
    """Without seal and credential nothing is confirmed; a true credential beside it confirms the content, not pages."""
    bare = stripped(issued().pdf)
    beside = check([bare, issued().token.encode()], OURS)

    assert check([bare], OURS).conclusion is Conclusion.UNSIGNED
    assert check([bare], since(date(2020, 1, 1))).conclusion is Conclusion.MISMATCH
    assert (beside.conclusion, states(beside)[Check.BINDING]) == (Conclusion.UNSIGNED, State.HOLDS)
    assert check([bare, issued(FORGED).token.encode()], OURS).conclusion is Conclusion.MISMATCH
    assert check([bare, issued(key=OTHER_KEY).token.encode()], OURS).conclusion is Conclusion.MISMATCH


def test_half_a_strip_is_a_mismatch():
    """A credential without a seal, a trace of a seal, or another attachment is no early paper."""
    with pikepdf.open(io.BytesIO(early())) as opened:
        opened.attachments["more.txt"] = b"more"
        output = io.BytesIO()
        opened.save(output)

    assert check([issued().printed], OURS).conclusion is Conclusion.MISMATCH
    assert check([early() + b"% /" + NAME.encode()], OURS).conclusion is Conclusion.MISMATCH
    assert check([output.getvalue()], OURS).conclusion is Conclusion.MISMATCH
