"""The style sheets of papers, with the names of colours and typefaces replaced by what they stand for."""

import re
from functools import cache, lru_cache
from pathlib import Path

from reports.fetching import NothingFetched

from weasyprint import CSS  # isort: skip
from weasyprint.text.fonts import FontConfiguration  # isort: skip

TEMPLATES = Path(__file__).parent / "templates"
SAID = re.compile(r"--([\w-]+):\s*([^;}]*);?")
NAMED = re.compile(r"var\(--([\w-]+)\)")
MOST_KEPT = 16


@cache
def faces() -> FontConfiguration:
    """Return the typefaces that style sheets have named, kept warm."""
    return FontConfiguration()


@lru_cache(maxsize=MOST_KEPT)
def sheet(names: tuple[str, ...], colours: tuple[tuple[str, str], ...] = ()) -> CSS:
    """Return style sheets of the templates' folder as one, later ones over earlier ones, read once and kept warm.

    What a name stands for is put in its place here: found out for each element anew, it would take an eighth longer.
    """
    text = "\n".join((TEMPLATES / name).read_text(encoding="utf-8") for name in names)
    return CSS(string=settled(text, dict(colours)), font_config=faces(), url_fetcher=NothingFetched())


def settled(text: str, colours: dict[str, str]) -> str:
    """Return a style sheet without custom properties; `colours` are said over what the sheet says itself.

    Raises KeyError for a name that stands for nothing.
    """
    meanings = {**dict(SAID.findall(text)), **{name.replace("_", "-"): colour for name, colour in colours.items()}}
    text = SAID.sub("", text)
    while NAMED.search(text):
        text = NAMED.sub(lambda found: meanings[found[1]], text)
    return text
