"""How a text stands between quotes so that it reads back as itself."""

import re

STRING = (
    r'"(?:[^"\n]|""){0,200}"'
    r"|“(?:[^“”\n]|“[^“”\n]*”){0,200}”"
    r"|《(?:[^《》\n]|《[^《》\n]*》){0,200}》"
    r"|「(?:[^「」\n]|「[^「」\n]*」){0,200}」"
)
PATTERNS = (
    ("“", "”", re.compile(r"(?:[^“”\n]|“[^“”\n]*”){0,200}")),
    ('"', '"', re.compile(r"[^\n]{0,200}")),
    ("「", "」", re.compile(r"(?:[^「」\n]|「[^「」\n]*」){0,200}")),
    ("《", "》", re.compile(r"(?:[^《》\n]|《[^《》\n]*》){0,200}")),
)


def quoted(text: str, lang: str) -> str:
    """Return a text between the quotes of a language, or between another pair where those would not read back.

    >>> quoted("CET", "zh"), quoted("CET", "en")
    ('“CET”', '"CET"')
    >>> quoted('5" disk', "en")
    '"5"" disk"'
    >>> quoted("half “open", "zh")
    '"half “open"'
    """
    own = "“" if lang == "zh" else '"'
    for opening, closing, inside in sorted(PATTERNS, key=lambda pattern: pattern[0] != own):
        if inside.fullmatch(text):
            return opening + (text.replace('"', '""') if opening == '"' else text) + closing
    return f'"{text}"'
