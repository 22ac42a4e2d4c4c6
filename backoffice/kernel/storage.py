"""Uploaded files: kept once by their content, named safely, checked by opening them."""

import hashlib
import os
import tempfile
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from backoffice.kernel.filetypes import media_type_of
from backoffice.kernel.models import StoredFile

LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it came in, under the key of the evidence list that it answers."""

    evidence_key: str
    name: str
    content: bytes


def safe_name(name: str) -> str:
    """Return the last part of a file name without control characters; its end, with the extension, is kept."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(letter for letter in last if unicodedata.category(letter)[0] != "C").strip()
    return shown[-LONGEST_NAME:] or "file"


def store_upload(
    session: Session, *, name: str, content: bytes, actor_id: int, now: datetime, folder: Path
) -> StoredFile:
    """Keep a file whose content has been opened and found to be what we accept; raises Refused.

    The bytes reach the disk before the row can be committed: a crash leaves an unused file, never a dead link.
    """
    shown = safe_name(name)
    media_type = media_type_of(shown, content)
    sha256 = hashlib.sha256(content).hexdigest()
    write_file(path_of(sha256, folder), content)
    kept = StoredFile(
        sha256=sha256, media_type=media_type, size=len(content), name=shown, uploader_id=actor_id, uploaded_at=now
    )
    session.add(kept)
    session.flush()
    return kept


def read_stored(file: StoredFile, folder: Path) -> bytes:
    """Return the bytes of a stored file; raises OSError when the storage has lost them."""
    return path_of(file.sha256, folder).read_bytes()


def path_of(sha256: str, folder: Path) -> Path:
    """Return where the content with this hash lies."""
    return folder / sha256[:2] / sha256


def write_file(path: Path, content: bytes) -> None:
    """Write a file whole, so that it outlives a crash; one that is there already is left as it is."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    Path(temporary).replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)
