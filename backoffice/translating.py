"""Makes the catalogues that gettext reads from the translations as they are written."""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

WRITTEN = Path(__file__).parent / "translations"


def compiled(folder: Path) -> Path:
    """Compile every language into `folder`, and return it."""
    for source in sorted(WRITTEN.glob("*/LC_MESSAGES/*.po")):
        target = folder / source.relative_to(WRITTEN).with_suffix(".mo")
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_suffix(f".{os.getpid()}")
        with source.open("rb") as text, half.open("wb") as binary:
            write_mo(binary, read_po(text))
        half.replace(target)  # whoever reads meanwhile gets the old catalogue or the new one, never half of it
    return folder
