"""Searches that a reader keeps in a cookie on the device: what the cookie says, and how it changes. Pure.

The cookie holds the addresses' words only. It is the reader's, who may write anything into it: what cannot be
understood is left out.
"""

import base64
import binascii
import json
from collections.abc import Sequence
from typing import Any

from eventsite.discovery.filters import Args

COOKIE = "saved_searches"
MOST = 10
MAX_BYTES = 3_500  # browsers keep 4096 for a cookie with its name and attributes
Search = dict[str, Any]  # as filters.query() gives it: texts and lists of texts


def read_cookie(value: str) -> list[Search]:
    """Return the searches of a cookie, the newest first."""
    try:
        stored = json.loads(base64.urlsafe_b64decode(value[:MAX_BYTES].encode("ascii") + b"=="))
    except (binascii.Error, ValueError, RecursionError):
        return []
    return [one for one in stored if _is_search(one)][:MOST] if isinstance(stored, list) else []


def cookie_of(searches: Sequence[Search]) -> str:
    """Return the cookie that holds these searches."""
    text = json.dumps(list(searches), ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode("ascii").rstrip("=")


def with_search(searches: Sequence[Search], new: Search) -> list[Search] | None:
    """Return the searches with one more, the newest first; None where there is no room for it."""
    together = [new, *without(searches, new)]
    return together if len(together) <= MOST and len(cookie_of(together)) <= MAX_BYTES else None


def without(searches: Sequence[Search], gone: Search) -> list[Search]:
    """Return the searches without one."""
    return [one for one in searches if one != gone]


def args_of(search: Search) -> Args:
    """Return a search as an address gives it, each name with all its values."""
    return {name: [value] if isinstance(value, str) else value for name, value in search.items()}


def _is_search(one: object) -> bool:
    return isinstance(one, dict) and bool(one) and all(_is_value(value) for value in one.values())


def _is_value(value: object) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(one, str) for one in value))
