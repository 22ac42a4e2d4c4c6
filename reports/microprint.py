"""A line of print too small to copy (缩微文字), which the eye takes for a rule."""

from markupsafe import Markup

from reports.typefaces import outline

EM = 1000
LENGTH, HEIGHT = 164.0, 0.62  # millimetres
SIZE = 0.58  # millimetres to an em
GREEN = "#15674e"
BASELINE = 0.5
BLANK = EM


def microprint(text: str) -> Markup:
    """Repeat a text along a line of `LENGTH`, as outlines: it is no text that readers would have to hear."""
    paths, left = [], 0
    for letter in text:
        path, width = outline(letter)
        paths.append(f'<path transform="translate({left} 0)" d="{path}"/>')
        left += width
    scale = SIZE / EM
    times = int(LENGTH / scale / (left + BLANK))
    stretch = LENGTH / (times * (left + BLANK))
    copies = "".join(
        f'<use href="#microprint" transform="translate({(left + BLANK) * stretch * copy:.2f} {BASELINE}) '
        f'scale({stretch:.7f} {-scale:.7f})"/>'
        for copy in range(times)
    )
    drawn = f'<defs><g id="microprint" fill="{GREEN}">{"".join(paths)}</g></defs>{copies}'
    return Markup(f'<svg viewBox="0 0 {LENGTH} {HEIGHT}" aria-hidden="true">{drawn}</svg>')  # noqa: S704
