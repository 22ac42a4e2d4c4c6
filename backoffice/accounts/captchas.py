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
VOICES = Path(__file__).with_name("voices") / "zh"


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
    picture = ImageCaptcha(width=WIDTH, height=HEIGHT).create_captcha_image(
        answer, color=(27, 79, 158), background=(255, 255, 255)
    )
    ImageCaptcha.create_noise_dots(picture, (140, 160, 190), width=2, number=40)
    ImageCaptcha.create_noise_curve(picture, (90, 110, 150))
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
