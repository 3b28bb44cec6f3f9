"""Work that many letters of one batch share is done once, and forgotten with the batch."""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")
_KEPT: ContextVar[dict[Hashable, object] | None] = ContextVar("shared_work", default=None)


@contextmanager
def shared_work() -> Iterator[None]:
    """Keep what ``once`` makes, as long as nothing that it depends on changes: within one batch of a transaction."""
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def once(key: Hashable, make: Callable[[], T]) -> T:
    """Return what ``make`` gives; within one batch it is asked once for each key. Outside of any, always."""
    kept = _KEPT.get()
    if kept is None:
        return make()
    if key not in kept:
        kept[key] = make()
    return kept[key]  # type: ignore[return-value]  # stored under this key by this function
