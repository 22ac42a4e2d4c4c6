"""How the pages of paper templates name the kinds of papers in their addresses."""

from backoffice.papers.kinds import PaperKind

PROOFS, TRANSCRIPTS = "proofs", "transcripts"
ADDRESS = f"<any({PROOFS}, {TRANSCRIPTS}):paper>"


def kind_at(address: str) -> PaperKind:
    """Return the kind of paper that an address names.

    >>> kind_at("transcripts").value
    '学分成绩单'
    """
    return PaperKind.TRANSCRIPT if address == TRANSCRIPTS else PaperKind.CONVERSION_PROOF


def address_of(kind: PaperKind) -> str:
    """Return the word of a kind of paper in addresses."""
    return TRANSCRIPTS if kind is PaperKind.TRANSCRIPT else PROOFS
