"""The states of papers that are issued, and why one ends."""

from enum import StrEnum


class ProofState(StrEnum):
    """What the verification page says of a paper."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"


class EndReason(StrEnum):
    """Why a paper is no longer valid, as everybody may know it."""

    CONVERSION_REVOKED = "转换已撤销"
    NEWER_PAPER = "已出具新件"
    CREDITS_REVERSED = "账目已冲销"


ENDS = {
    (ProofState.VALID, ProofState.SUPERSEDED),
    (ProofState.VALID, ProofState.REVOKED),
    (ProofState.SUPERSEDED, ProofState.REVOKED),
}
