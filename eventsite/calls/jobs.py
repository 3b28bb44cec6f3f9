"""What the worker does for calls by itself: each piece of work in a transaction of its own."""

from datetime import datetime

from eventsite.calls import services_minimum
from eventsite.core.db import transaction


def decide_minimum(now: datetime) -> int:
    """Say of the next call whose day has come whether enough people applied; return how many calls were decided."""
    call_id = services_minimum.next_to_decide(now)
    if call_id is None:
        return 0
    with transaction():
        services_minimum.decide(call_id, now=now)
    return 1
