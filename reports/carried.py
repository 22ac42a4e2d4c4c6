"""Reads the content that a paper carries, from a stranger's file: in a process of its own, with little memory and time.

`python -m reports.carried` reads a PDF and writes the content's JSON; nothing of the file is kept.
"""

import io
import json
import resource
import subprocess
import sys
import zlib
from pathlib import Path

HOME = Path(__file__).parents[1]
LARGEST_CONTENT = 2_000_000  # bytes, unpacked
MEMORY = 1 << 30
SECONDS = 5
PATIENCE = 20  # seconds on the clock: the machine may be busy
NOT_READ = 3


def carried_content(printed: bytes) -> str | None:
    """Return the JSON that names itself the content of one of our papers; None where a file carries none."""
    command = [sys.executable, "-m", "reports.carried"]
    try:
        done = subprocess.run(command, input=printed, capture_output=True, cwd=HOME, timeout=PATIENCE, check=False)  # noqa: S603
        return done.stdout.decode() if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, UnicodeDecodeError):
        return None


def content_in(printed: bytes) -> bytes | None:
    """Return the attachment that is called after a number of ours, if there is one."""
    import pikepdf  # noqa: PLC0415 - after the limits are set

    from reports.numbering import is_proof_number  # noqa: PLC0415

    with pikepdf.open(io.BytesIO(printed)) as pdf:
        for name, each in pdf.attachments.items():
            if is_proof_number(name.removesuffix(".json")):
                return unpacked(each.get_file().obj)
    return None


def unpacked(stream: object) -> bytes | None:
    """Return a stream's bytes, never more than `LARGEST_CONTENT`."""
    import pikepdf  # noqa: PLC0415

    if not isinstance(stream, pikepdf.Stream):
        return None
    raw = stream.read_raw_bytes()
    match str(stream.get("/Filter", "")):
        case "":
            return raw if len(raw) <= LARGEST_CONTENT else None
        case "/FlateDecode":
            reader = zlib.decompressobj()
            found = reader.decompress(raw, LARGEST_CONTENT)
            return None if reader.unconsumed_tail else found
    return None


def main() -> int:
    """Read standard input under limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        found = content_in(sys.stdin.buffer.read())
        text = found.decode() if found is not None else ""
        if not isinstance(json.loads(text or "null"), dict):
            return NOT_READ
    except Exception:  # noqa: BLE001 - whatever a stranger's file does, it carries no content of ours
        return NOT_READ
    sys.stdout.buffer.write(text.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
