"""Makes the Mandarin digits of the spoken captcha with espeak-ng: `python -m backoffice.accounts.voices.build`.

The recordings are kept in the repository, so the product itself needs no speech program.
"""

import io
import shutil
import subprocess
import wave
from pathlib import Path

FOLDER = Path(__file__).parent / "zh"
DIGITS = ("ling2", "yi1", "er4", "san1", "si4", "wu3", "liu4", "qi1", "ba1", "jiu3")  # read as pinyin with tones
RATE = 8000  # samples a second, one byte each: what the captcha library mixes
SPEED = "120"  # words a minute
QUIET = 600  # of 32768: below it nothing is said yet


def main() -> None:
    """Speak each digit into a file of its own."""
    program = shutil.which("espeak-ng") or "espeak-ng"
    for digit, sound in enumerate(DIGITS):
        command = [program, "-v", "cmn-latn-pinyin", "-s", SPEED, "--stdout", sound]
        spoken = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - fixed words
        place = FOLDER / str(digit)
        place.mkdir(parents=True, exist_ok=True)
        with wave.open(str(place / "voice.wav"), "wb") as kept:
            kept.setnchannels(1)
            kept.setsampwidth(1)
            kept.setframerate(RATE)
            kept.writeframes(narrowed(spoken))


def narrowed(spoken: bytes) -> bytes:
    """Return a 16-bit recording as 8-bit samples at our rate, without the silence around it."""
    with wave.open(io.BytesIO(spoken)) as source:
        rate, frames = source.getframerate(), source.readframes(source.getnframes())
    samples = memoryview(frames[: len(frames) // 2 * 2]).cast("h")
    loud = [place for place, sample in enumerate(samples) if abs(sample) > QUIET]
    first, last = loud[0], loud[-1]
    step = rate / RATE
    count = int((last - first) / step)
    means = (_mean(samples, int(first + step * place), int(first + step * (place + 1))) for place in range(count))
    return bytes(min(255, max(0, mean // 256 + 128)) for mean in means)


def _mean(samples: memoryview, first: int, end: int) -> int:
    part = samples[first : max(end, first + 1)].tolist()
    return sum(part) // len(part)


if __name__ == "__main__":
    main()
