"""What the worker does for feedback by itself."""

from datetime import datetime

from eventsite.core.db import transaction
from eventsite.feedback import services

AT_ONCE = 50


def thank_due(now: datetime) -> int:
    """Thank those whose last date was yesterday; return how many were looked at."""
    registrations = services.due(now, AT_ONCE)
    for registration_id in registrations:
        with transaction():
            services.thank(registration_id, now=now)
    return len(registrations)
