"""The command line: `python -m reports verify FILE`, without a network and without this house."""

import base64
import binascii
import json
import os
import sys
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from reports.checking import Conclusion, Verifier, check
from reports.keys import SEED_BYTES, IssuingKey, PublicKey, UnreadableKey, key_set, read_keys, retired_entry
from reports.parts import Unreadable
from reports.telling import as_json, told

VALID, MISMATCH, UNREADABLE, UNCONFIRMED, UNSIGNED = 0, 1, 2, 3, 4
CODES = {
    Conclusion.VALID: VALID,
    Conclusion.MISMATCH: MISMATCH,
    Conclusion.UNCONFIRMED: UNCONFIRMED,
    Conclusion.UNSIGNED: UNSIGNED,
}


def arguments() -> ArgumentParser:
    """Return what the command line understands."""
    parser = ArgumentParser(
        prog="python -m reports", description="证明与成绩单的核验、密钥 Papers: verification and keys"
    )
    command = parser.add_subparsers(dest="command", required=True)
    one = command.add_parser("verify", help="离线核验证明或成绩单 verify a proof or a transcript offline")
    one.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="同一份证明或成绩单的 PDF、JSON 或 .jwt of one paper"
    )
    one.add_argument("--key", type=Path, help="签发机构的公钥 the issuer's public keys: JWKS, JWK or PEM")
    one.add_argument("--trust", type=Path, metavar="CA.pem", help="可信的证书 certificates that you trust, PEM")
    one.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    one.set_defaults(run=verify)
    one = command.add_parser("new-key", help="生成签发密钥 make an issuing key")
    one.set_defaults(run=new_key)
    one = command.add_parser(
        "public-key", help="从标准输入的签发密钥得出公钥 the public part of the key on standard input"
    )
    one.add_argument("--retired", nargs=2, type=day, metavar=("FIRST", "LAST"), help="写成停用密钥 as a retired key")
    one.set_defaults(run=public_key)
    return parser


def day(word: str) -> date:
    """Read a day."""
    try:
        return date.fromisoformat(word)
    except ValueError as fault:
        raise ArgumentTypeError(word) from fault


def verify(known: Namespace) -> int:
    """Verify the files of one paper, print what was found, and return the code that says it."""
    try:
        keys = read_keys(known.key.read_text("utf-8")) if known.key else ()
        trusted = known.trust.read_bytes() if known.trust else b""
        report = check([path.read_bytes() for path in known.files], Verifier(keys, trusted))
    except (OSError, Unreadable, UnreadableKey, UnicodeDecodeError) as fault:
        sys.stderr.write(f"✗ 无法读取 cannot be read: {fault}\n")
        return UNREADABLE
    sys.stdout.write((as_json(report) if known.json else told(report)) + "\n")
    return CODES[report.conclusion]


def new_key(_known: Namespace) -> int:
    """Print a new private key; it goes into the settings and nowhere else."""
    sys.stdout.write(base64.b64encode(os.urandom(SEED_BYTES)).decode() + "\n")
    return VALID


def public_key(known: Namespace) -> int:
    """Print the public part of a private key, as JWKS or as an entry of the retired ones."""
    try:
        seed = base64.b64decode(sys.stdin.read().strip(), validate=True)
        found = IssuingKey(seed).public()
    except (binascii.Error, ValueError) as fault:
        sys.stderr.write(f"✗ 不是签发密钥 no issuing key: {fault}\n")
        return UNREADABLE
    sys.stdout.write((retired_entry(found, *known.retired) if known.retired else _set_of(found)) + "\n")
    return VALID


def _set_of(key: PublicKey) -> str:
    return json.dumps(key_set([key]), indent=2)


def main(words: Sequence[str] | None = None) -> int:
    """Run one command."""
    known = arguments().parse_args(words)
    done: int = known.run(known)
    return done


if __name__ == "__main__":
    sys.exit(main())
