"""Why a paper is not printed; every one tells what a caller needs to mend it or to try again."""


class NotPrinted(Exception):  # noqa: N818 - what happened, in the words of callers
    """A paper was not printed."""


class Unprintable(NotPrinted, ValueError):  # noqa: N818
    """A text cannot be put on paper; `field` says which, `reason` why."""

    def __init__(self, field: str, reason: str) -> None:
        self.field = field
        self.reason = reason
        super().__init__(f"{field}: {reason}")


class GlyphMissing(NotPrinted):
    """No bundled typeface covers some characters, so the paper cannot be printed truly."""

    def __init__(self, characters: str) -> None:
        self.characters = characters
        codes = ", ".join(f"{letter} (U+{ord(letter):04X})" for letter in characters)
        super().__init__(f"no bundled typeface covers {codes}")


class RenderTimedOut(NotPrinted):
    """A paper took longer than it may, or no renderer was free in time; `reason` says which."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RendererDied(NotPrinted):
    """The process that printed a paper ended before the paper was done; `reason` says how it ended."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class RenderFailed(NotPrinted):
    """Printing failed for a reason that no caller can mend: `kind` names the exception, `reason` is its text."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind = kind
        self.reason = reason
        super().__init__(f"{kind}: {reason}")
