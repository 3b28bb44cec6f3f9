"""Names that nobody can guess, and hashes of those that only their holder may know."""

import hashlib
import secrets

# Without 0 1 i l o: read aloud and typed by hand without a mistake.
_LEGIBLE = "23456789abcdefghjkmnpqrstuvwxyz"
_ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _draw(alphabet: str, length: int) -> str:
    return "".join(secrets.choice(alphabet) for _ in range(length))


def short_code() -> str:
    """Return 7 legible characters for a public address (no secret: 2.7e10 values, the column is unique)."""
    return _draw(_LEGIBLE, 7)


def capability() -> str:
    """Return 27 legible characters (133 bits) that open one person's own record.

    Source: OWASP ASVS 5.0, 11.5.1 (at least 128 bits from a secure generator).
    """
    return _draw(_LEGIBLE, 27)


def ticket_code() -> str:
    """Return 25 characters 0-9A-Z (129 bits), which a QR code of version 2 holds in alphanumeric mode."""
    return _draw(_ALPHANUMERIC, 25)


def digest(token: str) -> str:
    """Return the SHA-256 of a token in hex: what we keep of a token that only its holder may know."""
    return hashlib.sha256(token.encode()).hexdigest()
