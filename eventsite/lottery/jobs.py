"""What the worker does for draws by itself: one call at a time, each in a transaction of its own."""

from collections.abc import Callable
from datetime import datetime

from eventsite.core.db import transaction
from eventsite.lottery import queries, services, services_release


def seal_due(now: datetime) -> int:
    """Seal the next published draw without a seal; return how many were sealed."""
    return _one(queries.next_to_seal(now), lambda call_id: services.seal(call_id, now=now))


def freeze_due(now: datetime) -> int:
    """Freeze the list of the next call whose entries have closed; return how many were frozen."""
    return _one(queries.next_to_freeze(now), lambda call_id: services.freeze(call_id, now=now))


def announce_due(now: datetime) -> int:
    """Announce the next result whose ten minutes have passed; return how many were announced."""
    return _one(services_release.next_to_announce(now), lambda call_id: services_release.announce(call_id, now=now))


def _one(call_id: int | None, act: Callable[[int], object]) -> int:
    if call_id is None:
        return 0
    with transaction():
        act(call_id)
    return 1
