"""What the worker does for registrations by itself: each piece of work in a transaction of its own."""

from datetime import datetime

from eventsite.admission import (
    attempts,
    holding,
    services_forgetting,
    services_offers,
    services_reminders,
    services_undelivered,
)
from eventsite.core import clock
from eventsite.core.db import transaction
from eventsite.questions import services as questions

AT_ONCE = 50  # reminders found by one look into the database


def lapse_due(now: datetime) -> int:
    """End the next offer that nobody answered in time, and pass its places on; return how many were ended."""
    registration_id = services_offers.next_lapsed(now)
    if registration_id is None:
        return 0
    with transaction():
        services_offers.lapse(registration_id, now=now)
    return 1


def reopen_due(now: datetime) -> int:
    """Let everybody have the held places of the next slot whose time has come; return how many slots were opened."""
    slot_id = services_offers.next_to_reopen(now)
    if slot_id is None:
        return 0
    with transaction():
        holding.reopen_held(slot_id, now=now)
    return 1


def remind_due(now: datetime) -> int:
    """Remind those whose date is near; return how many were looked at."""
    reminders = services_reminders.due(now, AT_ONCE)
    for reminder in reminders:
        with transaction():
            services_reminders.remind(reminder, now=now)
    return len(reminders)


def forget_traces(now: datetime) -> int:
    """Delete what was kept for a while to bound and to recognise; return how much."""
    with transaction():
        return attempts.forget(now) + services_forgetting.forget_keys(clock.today(now))


def call_instead(now: datetime) -> int:
    """Put those whom no mail reaches on the list of people to be phoned; return how many."""
    with transaction():
        return services_undelivered.call_instead(now)


def forget_people(now: datetime) -> int:
    """Take the people out of registrations whose day has come; return of how many."""
    with transaction():
        return services_forgetting.forget_due(clock.today(now))


def forget_answers(now: datetime) -> int:
    """Delete answers whose day has come; return how many."""
    with transaction():
        return questions.forget_due(clock.today(now))
