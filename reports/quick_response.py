"""The two-dimensional code (二维码) of an address, as SVG."""

import segno
from markupsafe import Markup


def quick_response(address: str) -> Markup:
    """Draw the two-dimensional code (二维码) of an address."""
    code = segno.make(address, error="m", micro=False, boost_error=True)
    return Markup(code.svg_inline(border=0, omitsize=True, dark="#10231c", svgclass="code", lineclass=None))  # noqa: S704
