"""Personal numbers at rest: sealed for reading, indexed blindly for looking up."""

import hashlib
import hmac
import os

from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV

NONCE_BYTES = 12


class Sealer:
    """Seals text under one 32-byte key and indexes it under another.

    `place` (such as "learner.document.LA0001") binds a sealed value to its row: moved elsewhere, it does not open.
    """

    __slots__ = ("_cipher", "_index_key")

    def __init__(self, sealing_key: bytes, index_key: bytes) -> None:
        self._cipher = AESGCMSIV(sealing_key)
        self._index_key = index_key

    def seal(self, text: str, place: str) -> bytes:
        """Return nonce and ciphertext."""
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, content: bytes, place: str) -> bytes:
        """Return nonce and ciphertext of a whole file."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, content, place.encode())

    def open(self, sealed: bytes, place: str) -> str:
        """Return the text; raises cryptography's InvalidTag for a foreign place or a changed byte."""
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: bytes, place: str) -> bytes:
        """Return a file's content; raises InvalidTag as `open` does."""
        return self._cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())

    def index(self, text: str) -> str:
        """Return the same 64 hex digits for the same text, whatever the case and blanks."""
        folded = "".join(text.split()).upper()
        return hmac.new(self._index_key, folded.encode(), hashlib.sha256).hexdigest()


def mask(number: str, *, head: int = 4, tail: int = 4) -> str:
    """Return the number with its middle starred out.

    >>> mask("440103199001011234")
    '4401**********1234'
    """
    if len(number) <= head + tail:
        return "*" * len(number)
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]
