"""Pictures that a person must read (图形验证码), and the same figures spoken; made here, without any other site."""

import io
import secrets
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from captcha.audio import AudioCaptcha
from captcha.image import ImageCaptcha
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from backoffice.accounts.models import Captcha
from backoffice.kernel.problems import Problem
from backoffice.kernel.sealing import Sealer

FIGURES = "0123456789"
LENGTH = 5
LIFETIME = timedelta(minutes=10)
WIDTH, HEIGHT = 200, 72
INK, GREY, PAPER = (20, 40, 110), (120, 140, 180), (255, 255, 255)
VOICES = Path(__file__).with_name("voices") / "zh"


class Drawing(ImageCaptcha):
    """Figures that old eyes can read: dark, hardly over each other, not turned far."""

    lookup_table = [min(255, 8 * shade) for shade in range(256)]  # noqa: RUF012 - the library declares it so
    character_rotate = (-20, 20)
    word_space_probability = 0.7
    word_offset_dx = 0.08


def issue(session: Session, *, sealer: Sealer, now: datetime) -> str:
    """Make a picture; return the token by which the page names it. The answer stays here, sealed."""
    session.execute(delete(Captcha).where(Captcha.expires_at < now))
    token = secrets.token_hex(16)
    answer = "".join(secrets.choice(FIGURES) for _place in range(LENGTH))
    session.add(
        Captcha(
            token_index=sealer.index(token),
            answer_sealed=sealer.seal(answer, _place(token)),
            created_at=now,
            expires_at=now + LIFETIME,
        )
    )
    session.flush()
    return token


def check(session: Session, token: str, typed: str, *, sealer: Sealer, now: datetime) -> Problem | None:
    """Hold an answer against its picture, which is gone then, whatever the answer was."""
    taken = delete(Captcha).where(Captcha.token_index == sealer.index(token))
    kept = session.execute(taken.returning(Captcha.answer_sealed, Captcha.expires_at)).one_or_none()
    if not typed.strip():
        return Problem("captcha_missing", "captcha")
    if kept is None or kept.expires_at < now:
        return Problem("captcha_expired", "captcha")
    answer = sealer.open(kept.answer_sealed, _place(token))
    right = secrets.compare_digest("".join(typed.split()).encode(), answer.encode())
    return None if right else Problem("captcha_wrong", "captcha")


def answer_of(session: Session, token: str, *, sealer: Sealer, now: datetime) -> str | None:
    """Return the figures of a picture that can still be answered."""
    row = session.scalar(select(Captcha).where(Captcha.token_index == sealer.index(token), Captcha.expires_at >= now))
    return None if row is None else sealer.open(row.answer_sealed, _place(token))


def drawn(answer: str) -> bytes:
    """Return the figures as a PNG."""
    stream = io.BytesIO()
    picture = Drawing(width=WIDTH, height=HEIGHT).create_captcha_image(answer, color=INK, background=PAPER)
    Drawing.create_noise_dots(picture, GREY, width=2, number=40)
    Drawing.create_noise_curve(picture, GREY)
    picture.save(stream, "PNG")
    return stream.getvalue()


def spoken(answer: str, lang: str) -> bytes:
    """Return the figures as a WAV, in Mandarin or for "en" in English."""
    return bytes(_voice(lang).generate(answer))


@cache
def _voice(lang: str) -> AudioCaptcha:
    voice = AudioCaptcha(None if lang == "en" else str(VOICES))
    voice._choices = list(FIGURES)  # noqa: SLF001 - its own folder holds letters and a stray beep too
    voice.load()
    return voice


def _place(token: str) -> str:
    return f"captcha.answer.{token}"
