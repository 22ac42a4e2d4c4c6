"""What a proof of a conversion (转换证明) says, its canonical JSON, and the code that shows it is genuine."""

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
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


@dataclass(frozen=True, slots=True)
class ProofLine:
    """One conversion: a source outcome, the rule, the target it became; `credits` in credits, `ratio` in percent."""

    source_title: str
    source_kind: str
    source_institution: str
    rule_title: str
    rule_code: str
    rule_version: int
    target_title: str
    target_kind: str
    target_institution: str
    credits: Decimal
    ratio: Decimal
    first_reviewed_on: date
    final_reviewed_on: date
    committee: str


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """What a decision rested on, enough to compute it again; `facts` are kept as JSON keeps them."""

    rule_text: str
    text_hash: str
    facts: Mapping[str, Any]
    trace_hash: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", plain(self.facts))


@dataclass(frozen=True, slots=True)
class ConversionProofContent:
    """All that a proof says: to whom, by whom, when, which conversions, and on what grounds."""

    number: str
    platform: str
    issuer: str
    learner_name: str
    document_masked: str
    account_number: str
    issued_on: date
    lines: tuple[ProofLine, ...]
    decisions: tuple[DecisionRecord, ...]


def canonical_json(content: ConversionProofContent) -> str:
    """Write a content in the one form that is hashed, signed and attached: sorted keys, no blanks, UTF-8."""
    return json.dumps(plain(asdict(content)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_of(json_text: str) -> ConversionProofContent:
    """Read what `canonical_json` wrote; anything else is a ValueError."""
    try:
        return content_from(json.loads(json_text))
    except (TypeError, ArithmeticError, RecursionError) as fault:
        raise ValueError("not the content of a proof") from fault


def content_from(read: object) -> ConversionProofContent:
    """Read a content from JSON's values."""
    content = with_exact_fields(ConversionProofContent, read)
    content["issued_on"] = date.fromisoformat(content["issued_on"])
    content["lines"] = tuple(line_of(line) for line in content["lines"])
    content["decisions"] = tuple(
        DecisionRecord(**with_exact_fields(DecisionRecord, decision)) for decision in content["decisions"]
    )
    return ConversionProofContent(**content)


def line_of(read: object) -> ProofLine:
    """Read one line."""
    line = with_exact_fields(ProofLine, read)
    for name in ("credits", "ratio"):
        line[name] = Decimal(line[name])
    for name in ("first_reviewed_on", "final_reviewed_on"):
        line[name] = date.fromisoformat(line[name])
    return ProofLine(**line)


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
