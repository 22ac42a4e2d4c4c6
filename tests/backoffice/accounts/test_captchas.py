"""Pictures to read, and their spoken form."""

import io
import wave
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import select

from backoffice.accounts import captchas
from backoffice.accounts.models import Captcha


@pytest.fixture
def token(session, sealer, now):
    """Return the token of a picture."""
    made = captchas.issue(session, sealer=sealer, now=now)
    session.commit()
    return made


@pytest.fixture
def answer(session, token, sealer, now):
    """Return the figures of that picture."""
    return captchas.answer_of(session, token, sealer=sealer, now=now)


def code_of(problem):
    """Return a problem's code; none where there is no problem."""
    return problem.code if problem else None


def test_a_picture_is_answered_once(session, token, answer, sealer, now):
    """The right figures are taken, blanks or not; the same picture a second time is none."""
    first = captchas.check(session, token, f"{answer[:2]} {answer[2:]}", sealer=sealer, now=now)
    again = captchas.check(session, token, answer, sealer=sealer, now=now)

    assert (code_of(first), code_of(again)) == (None, "captcha_expired")


def test_a_wrong_answer_ends_a_picture(session, token, answer, sealer, now):
    """Nobody tries figures on one picture until some are right; nothing typed is wrong too."""
    wrong = "00000" if answer != "00000" else "11111"
    told = [code_of(captchas.check(session, token, each, sealer=sealer, now=now)) for each in (wrong, answer, "")]

    assert told == ["captcha_wrong", "captcha_expired", "captcha_missing"]


def test_a_picture_ends_after_its_time(session, token, answer, sealer, now):
    """After ten minutes it is neither shown nor taken, and the next one clears it away."""
    late = now + captchas.LIFETIME + timedelta(seconds=1)

    assert captchas.answer_of(session, token, sealer=sealer, now=late) is None
    captchas.issue(session, sealer=sealer, now=late)
    assert session.scalars(select(Captcha.token_index)).all() != [sealer.index(token)]
    assert len(session.scalars(select(Captcha)).all()) == 1
    assert code_of(captchas.check(session, token, answer, sealer=sealer, now=late)) == "captcha_expired"


def test_the_answer_cannot_be_read_in_the_database(session, token, answer):
    """Neither token nor answer stands there as it is."""
    row = session.scalars(select(Captcha)).one()

    assert answer.encode() not in row.answer_sealed
    assert token not in row.token_index


def test_a_picture_is_a_picture():
    """It is a PNG of the size that the page leaves for it, and never the same twice."""
    first, second = captchas.drawn("12345"), captchas.drawn("12345")

    with Image.open(io.BytesIO(first)) as picture:
        assert (picture.format, picture.size) == ("PNG", (captchas.WIDTH, captchas.HEIGHT))
    assert first != second


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_figures_are_spoken(lang):
    """Every figure has a voice in either language; five of them take some seconds."""
    recordings = [captchas.spoken(figures, lang) for figures in ("01234", "56789")]

    for recording in recordings:
        with wave.open(io.BytesIO(recording)) as sound:
            assert (sound.getnchannels(), sound.getsampwidth()) == (1, 1)
            assert sound.getnframes() / sound.getframerate() > 5
