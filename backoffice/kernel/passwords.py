"""Passwords, kept as salted hashes."""

from werkzeug.security import check_password_hash, generate_password_hash


def hashed(password: str) -> str:
    """Return the hash of a password; slow by design."""
    return generate_password_hash(password)


def matches(kept: str, password: str) -> bool:
    """Tell whether a password is the one that a hash was made of."""
    return check_password_hash(kept, password)
