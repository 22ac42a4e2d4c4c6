"""Files of any length at rest: sealed piece by piece as they are written, opened piece by piece as they are sent."""

import hashlib
import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from backoffice.kernel.sealing import Sealer

PIECE = 1024 * 1024  # bytes of content
LENGTH_BYTES = 4
MORE, LAST = "more", "last"


class SealedFile(io.RawIOBase):
    """A file that is written once from its beginning to its end; it is there whole once it is `kept`.

    Each piece is bound to the file's place, its number, and whether it is the last: none can be moved or cut off.
    """

    def __init__(self, path: Path, sealer: Sealer, place: str) -> None:
        super().__init__()
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path, self.sealer, self.place = path, sealer, place
        self.digest, self.size = hashlib.sha256(), 0
        self._waiting, self._number = bytearray(), 0
        self._stream: BinaryIO = unfinished(path).open("wb")

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, content: bytes) -> int:  # type: ignore[override]  # whatever holds bytes
        """Take content on; it reaches the disk by whole pieces."""
        self.digest.update(content)
        self.size += len(content)
        self._waiting += content
        while len(self._waiting) > PIECE:
            self._put(bytes(self._waiting[:PIECE]), MORE)
            del self._waiting[:PIECE]
        return len(content)

    def keep(self) -> None:
        """Write the end, and let the file be there."""
        self._put(bytes(self._waiting), LAST)
        self._stream.flush()
        os.fsync(self._stream.fileno())
        self._stream.close()
        unfinished(self.path).replace(self.path)

    def close(self) -> None:
        """Let go of the file; what was not kept is taken away."""
        if not self._stream.closed:
            self._stream.close()
            unfinished(self.path).unlink(missing_ok=True)
        super().close()

    def _put(self, content: bytes, end: str) -> None:
        sealed = self.sealer.seal_bytes(content, piece_place(self.place, self._number, end))
        self._stream.write(len(sealed).to_bytes(LENGTH_BYTES) + sealed)
        self._number += 1


def unfinished(path: Path) -> Path:
    """Return where a file lies while it is written; a second attempt writes over the first."""
    return path.with_name(f"{path.name}.part")


def pieces_of(path: Path, sealer: Sealer, place: str) -> Iterator[bytes]:
    """Yield the content of a file by pieces; raises OSError when it is gone, InvalidTag when it was tampered with."""
    with path.open("rb") as stream:
        left, number = path.stat().st_size, 0
        while left:
            length = int.from_bytes(stream.read(LENGTH_BYTES))
            left -= LENGTH_BYTES + length
            end = MORE if left else LAST
            yield sealer.open_bytes(stream.read(length), piece_place(place, number, end))
            number += 1


def piece_place(place: str, number: int, end: str) -> str:
    """Return what binds a piece to its file."""
    return f"{place}.{number}.{end}"
