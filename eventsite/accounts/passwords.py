"""Keep passwords as hashes, and compare in the same time whether there is an account or not."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from eventsite.accounts.rules import PASSWORD_MAX, normalise_password

# 19 MiB, 2 rounds, 1 lane: some 25 ms, and eight at once still fit a small machine.
# Source: OWASP Password Storage Cheat Sheet, Argon2id.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hashed(password: str) -> str:
    """Return the hash to be stored."""
    return _HASHER.hash(normalise_password(password))


def matches(stored: str | None, password: str) -> bool:
    """Return whether the password belongs to the stored hash; None, for nobody, takes just as long."""
    try:
        return _HASHER.verify(stored or _nobody(), normalise_password(password)[:PASSWORD_MAX])
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody can type."""
    return _HASHER.hash("\0" * PASSWORD_MAX)
