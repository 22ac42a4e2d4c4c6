"""The one written form of what a paper says, its digest, and the code that shows it is genuine."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
LOOKALIKES = str.maketrans({"I": "1", "L": "1", "O": "0"})
CODE_LENGTH = 16
GROUP = 4
BITS_OF_A_LETTER = 5


def plain(value: object) -> Any:  # noqa: ANN401 - JSON's values
    """Return a value as JSON keeps it: decimals and dates become strings, tuples lists.

    A float is refused: it would not say the same on every machine.
    """
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal() if value.is_finite():
            return str(value)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    message = f"{value!r} has no place in a proof"
    raise TypeError(message)


def canonical(value: object) -> str:
    """Write a value in the one form that is hashed, signed and attached: sorted keys, no blanks, UTF-8."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def with_exact_fields(kind: type, read: object) -> dict[str, Any]:
    """Return a JSON object's fields when they are just those of `kind`."""
    names = {field.name for field in fields(kind)}
    if not isinstance(read, dict) or read.keys() != names:
        message = f"not the fields of {kind.__name__}"
        raise ValueError(message)
    return dict(read)


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_code(payload: str, secret: bytes) -> str:
    """Return the code (核验码) that only the holder of `secret` can make: `XXXX-XXXX-XXXX-XXXX`, 80 bits of HMAC."""
    mac = int.from_bytes(hmac.digest(secret, payload.encode(), "sha256"))
    shift = hashlib.sha256().digest_size * 8 - CODE_LENGTH * BITS_OF_A_LETTER
    top = mac >> shift
    letters = [ALPHABET[(top >> BITS_OF_A_LETTER * place) & 31] for place in reversed(range(CODE_LENGTH))]
    return "-".join("".join(letters[start : start + GROUP]) for start in range(0, CODE_LENGTH, GROUP))


def same_code(one: str, other: str) -> bool:
    """Compare two codes as people type them, in constant time: case, blanks and dashes do not matter."""
    return hmac.compare_digest(typed_code(one).encode(), typed_code(other).encode())


def typed_code(text: str) -> str:
    """Return a typed code's letters: full-width ones narrowed, and I, L, O read as the figures they look like."""
    narrow = unicodedata.normalize("NFKC", text).upper().translate(LOOKALIKES)
    return "".join(letter for letter in narrow if not letter.isspace() and unicodedata.category(letter) != "Pd")
