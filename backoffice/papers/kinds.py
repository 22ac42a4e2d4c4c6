"""The kinds of papers that the house issues, and what a look of each may say."""

from enum import StrEnum

from reports.look_kinds import PROOF_LOOKS, TRANSCRIPT_LOOKS, LookKind


class PaperKind(StrEnum):
    """What a paper is."""

    CONVERSION_PROOF = "转换证明"
    TRANSCRIPT = "学分成绩单"

    @property
    def looks(self) -> LookKind:
        """What its looks may say."""
        return LOOKS[self]


LOOKS = {PaperKind.CONVERSION_PROOF: PROOF_LOOKS, PaperKind.TRANSCRIPT: TRANSCRIPT_LOOKS}
