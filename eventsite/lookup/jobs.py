"""What the worker does for those who look for their registrations."""

from datetime import datetime

from eventsite.core.db import transaction
from eventsite.lookup import services


def answer_requests(now: datetime) -> int:
    """Mail the links that the next one asked for; return how many requests were answered."""
    request_id = services.next_request()
    if request_id is None:
        return 0
    with transaction():
        services.answer(request_id, now=now)
    return 1
