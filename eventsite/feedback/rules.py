"""When people are thanked, whom the door did not see, and which totals may be shown: plain values in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta, tzinfo

from eventsite.attendance.models import PRESENT, Outcome
from eventsite.feedback.models import Rating

THANK_AT = time(9)
SHOWN_FROM = 3  # answers: of fewer, staff could guess whose they are
_INSTANT = timedelta(microseconds=1)


def thank_at(ends: Sequence[datetime], zone: tzinfo) -> datetime | None:
    """Return when those are thanked whose dates end then (exclusive): the day after the last; None if unknown."""
    if not ends:
        return None
    last_day = (max(ends) - _INSTANT).astimezone(zone).date()
    return datetime.combine(last_day + timedelta(days=1), THANK_AT, tzinfo=zone)


def was_absent(outcomes: Sequence[Outcome]) -> bool:
    """Return whether of a party, by the outcomes in force, it is known that nobody came."""
    known = [one for one in outcomes if one not in (Outcome.VOID, Outcome.UNKNOWN)]
    return bool(known) and not any(one in PRESENT for one in known)


def showable(counts: Mapping[Rating, int]) -> Mapping[Rating, int] | None:
    """Return how often each answer was given, None while they are too few to be nobody's."""
    if sum(counts.values()) < SHOWN_FROM:
        return None
    return {one: counts.get(one, 0) for one in Rating}
