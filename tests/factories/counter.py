"""Numbers that make names different within one test run."""

from itertools import count

_NUMBERS = count(1)


def number() -> int:
    """Return the next number."""
    return next(_NUMBERS)
