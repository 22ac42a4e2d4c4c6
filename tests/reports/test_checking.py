"""The command that verifies a paper offline says what holds, what does not, and what cannot be known."""

import io
import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from reports.__main__ import MISMATCH, UNCONFIRMED, UNREADABLE, VALID, main
from reports.byte_seal import seal_bytes
from reports.checking import Check, Conclusion, State, Verifier, check
from reports.keys import Certificate, IssuingKey, PublicKey, key_set
from reports.pades import sign_pdf
from reports.proof import canonical_json
from reports.telling import CHECKS, every_word
from tests.effort import examples
from tests.reports.conftest import ADDRESS
from tests.reports.issued import FORGED, KEY, OTHER_KEY, TRUE, Authority, issued

HOME = Path(__file__).parents[2]
OURS = Verifier((OTHER_KEY.public(), KEY.public()))


@pytest.fixture
def command(tmp_path, capsys):
    """Return what runs the command on files of given contents; it returns the code and what was said."""

    def run(*contents, key=KEY, trust=b"", options=()):
        paths = []
        for place, content in enumerate(contents):
            paths.append(tmp_path / f"file{place}")
            paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
        words = ["verify", *map(str, paths), *options]
        if key:
            (tmp_path / "keys.json").write_text(json.dumps(key_set([key.public()])))
            words += ["--key", str(tmp_path / "keys.json")]
        if trust:
            (tmp_path / "ca.pem").write_bytes(trust)
            words += ["--trust", str(tmp_path / "ca.pem")]
        code = main(words)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def failing(report):
    """Return the checks that fail."""
    return {each.check for each in report.checks if each.state is State.FAILS}


def forged_by(key):
    """Return the JSON of changed credits, its credential and its PDF, all re-made consistently under a key."""
    return issued(FORGED, key)


def test_an_issued_paper_is_valid(command):
    """With the published key everything holds, and each line says what was computed."""
    code, told = command(issued().pdf)

    assert code == VALID
    assert "says 2.55, 计算所得 computed 2.55; 相符  confirmed" in told
    assert told.endswith("= 有效  VALID\n")
    assert ADDRESS in told


def test_content_and_credential_are_a_paper_without_pages(command):
    """The JSON beside its credential is verified as the PDF is; the credential alone says less."""
    assert command(issued().text, issued().token)[0] == VALID
    assert command(issued().token)[0] == VALID
    assert "no content was given to compute again" in command(issued().token)[1]


@pytest.mark.parametrize("what", ["pdf", "text", "token"])
def test_without_a_key_only_self_consistency_is_told(command, what):
    """Nothing contradicts itself, which is said to be no proof of anything, by words and by the code."""
    code, told = command(getattr(issued(), what), key=None)

    assert code == UNCONFIRMED
    assert "only self-consistency was checked" in told


def test_a_content_alone_is_never_confirmed(command):
    """Nobody signed the JSON itself, whatever key is named."""
    assert command(issued().text)[0] == UNCONFIRMED


def test_every_sampled_change_of_one_byte_is_found():
    """Wherever one byte of the PDF differs, the verification says so."""
    pdf, chance, passed = issued().pdf, random.Random(15), []  # noqa: S311 - the same changes each time
    for place in chance.sample(range(len(pdf)), examples(1000)):
        changed = bytearray(pdf)
        changed[place] ^= chance.randrange(1, 256)
        try:
            found = check([bytes(changed)], OURS).conclusion
        except ValueError:
            found = Conclusion.MISMATCH
        passed += [place] if found is not Conclusion.MISMATCH else []

    assert passed == []


def test_changed_credits_with_hashes_made_anew_are_found_without_a_key(command):
    """Rule and facts give other credits than the forger wrote, and the line says both."""
    code, told = command(canonical_json(FORGED), key=None)

    assert code == MISMATCH
    assert "says 5.00, 计算所得 computed 2.55; 没有决定给出这些学分" in told


def test_a_paper_of_a_forgers_own_key_is_not_ours(command):
    """Whoever seals a true or false content by another key does not pass, and his address is not told."""
    code, told = command(issued(key=OTHER_KEY).pdf)

    assert code == MISMATCH
    assert ADDRESS not in told
    assert failing(check([forged_by(OTHER_KEY).pdf], Verifier((KEY.public(),)))) >= {Check.SEAL, Check.DECISIONS}


def test_a_swapped_attachment_is_found():
    """Another credential or content in the same pages breaks the seal, the binding, or both."""
    number = TRUE.number
    for name, other in ((f"{number}.json", canonical_json(FORGED)), (f"{number}.jwt", forged_by(KEY).token)):
        output = io.BytesIO()
        with pikepdf.open(io.BytesIO(issued().printed)) as pdf:
            spec = pikepdf.AttachedFileSpec(pdf, other.encode(), filename=name)
            pdf.attachments[name] = spec
            pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)

        assert failing(check([output.getvalue()], OURS)) >= {Check.SEAL, Check.BINDING}
        assert Check.BINDING in failing(check([seal_bytes(output.getvalue(), KEY)], OURS))


def test_files_of_two_papers_are_not_one(command):
    """A true PDF beside the content of another does not make that content true."""
    code, told = command(issued().pdf, canonical_json(FORGED))

    assert code == MISMATCH
    assert "the files are not of one paper" in told


def test_a_revision_appended_to_the_seal_is_found():
    """What follows the sealed bytes must be a signature."""
    appended = issued().pdf + b"1 0 obj\n<< >>\nendobj\nstartxref\n0\n%%EOF\n"

    assert failing(check([appended], OURS)) == {Check.SIGNATURE}


def test_a_signed_paper_is_verified_with_both(command, tmp_path):
    """Seal and signature hold together; an authority that is not the signer's makes it a mismatch."""
    authority, other = Authority(tmp_path), Authority(tmp_path)
    signed = sign_pdf(issued().pdf, Certificate(str(other.packed), "secret"))

    assert command(signed)[0] == VALID
    assert command(signed, trust=other.pem)[0] == VALID
    assert command(signed, trust=authority.pem)[0] == MISMATCH
    assert "valid and trusted (Common Name: Throw-away Signer)" in command(signed, trust=other.pem)[1]


def test_a_retired_key_still_verifies_what_it_signed_in_its_days():
    """A paper stays valid after a rotation; one that is dated behind the key's last day is not."""
    in_time = PublicKey(KEY.public().raw, date(2020, 1, 1), TRUE.issued_on)
    too_late = PublicKey(KEY.public().raw, date(2020, 1, 1), date(2020, 11, 22))
    fresh = IssuingKey(b"n" * 32).public()

    assert check([issued().pdf], Verifier((fresh, in_time))).conclusion is Conclusion.VALID
    assert failing(check([issued().pdf], Verifier((fresh, too_late)))) == {Check.KEY_DAYS}
    assert failing(check([issued().pdf], Verifier((fresh,)))) == {Check.SEAL, Check.CREDENTIAL}


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"just words", b"{}", b"{", b"a.b.c", b"..", b'{"number":1}'], ids=repr
)
def test_what_cannot_be_read_has_a_code_of_its_own(command, content):
    """Neither PDF nor content nor credential; nor is a file that is not there."""
    code, told = command(content)

    assert code == UNREADABLE
    assert "cannot be read" in told
    assert main(["verify", "/nowhere/paper.pdf"]) == UNREADABLE


def test_a_number_with_a_wrong_check_digit_is_found():
    """The number is checked by itself, even where all the rest agrees."""
    content = issued().text.replace(TRUE.number, TRUE.number[:-1] + "5")

    assert failing(check([content.encode()], OURS)) == {Check.NUMBER}


def test_another_form_of_the_same_content_is_found():
    """Blanks that change nothing of what is said change what is hashed."""
    loose = json.dumps(json.loads(issued().text), ensure_ascii=False)

    assert failing(check([loose.encode()], OURS)) >= {Check.CANONICAL}


def test_a_program_gets_json(command):
    """Conclusion, checks and lines stand in it, credits as texts."""
    read = json.loads(command(issued().pdf, options=("--json",))[1])

    assert read["conclusion"] == "valid"
    assert read["lines"][0]["said"] == read["lines"][0]["computed_together"] == "2.55"
    assert {each["state"] for each in read["checks"]} == {"holds"}


def test_a_text_cannot_move_the_cursor(command):
    """Control characters of a forged title do not reach the terminal."""
    told = command(issued().text.replace("现代企业管理导论", "\\u001b[2J"), key=None)[1]

    assert "\x1b" not in told


def test_the_command_needs_neither_web_nor_database_nor_printing():
    """A stranger runs it with a few libraries."""
    program = (
        "import sys, reports.__main__, reports.pades;"
        "sys.exit(', '.join({'flask', 'sqlalchemy', 'weasyprint', 'backoffice'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=HOME, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


def test_every_finding_has_words_in_both_languages():
    """Whatever a check can find is said."""
    assert set(CHECKS) == set(Check)
    assert all(chinese and english.isascii() for chinese, english in every_word())


def test_keys_are_made_and_their_public_part_told(capsys, monkeypatch):
    """A new key goes into the settings; its public part is what is published, or the entry of a retired one."""
    assert main(["new-key"]) == VALID
    made = capsys.readouterr().out
    monkeypatch.setattr("sys.stdin", io.StringIO(made))
    assert main(["public-key", "--retired", "2020-01-01", "2022-06-30"]) == VALID

    assert capsys.readouterr().out.strip().endswith(":2020-01-01:2022-06-30")
