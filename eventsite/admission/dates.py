"""Which dates a slot covers, and whether they still lie ahead."""

from collections.abc import Sequence
from datetime import date, datetime

from eventsite.admission import rules
from eventsite.admission.models import Call, Slot
from eventsite.core.clock import today
from eventsite.events.models import Occurrence, OccurrenceStatus

_NOT_THEN = (OccurrenceStatus.CANCELLED, OccurrenceStatus.POSTPONED)  # nothing happens on the day that is stored


def covered(slot: Slot) -> list[Occurrence]:
    """Return what the slot covers: its own dates, or all of the event's where it names none."""
    return slot.occurrences or slot.call.event.occurrences


def date_ends(occurrences: Sequence[Occurrence]) -> list[datetime]:
    """Return when each date that takes place is over: its end, or its start where no end is known.

    A postponed one is over on a day that nobody knows yet.
    """
    return [one.ends_at or one.starts_at for one in occurrences if one.status not in _NOT_THEN]


def ends(slot: Slot) -> list[datetime]:
    """Return when the slot's dates are over, its own times before those of its dates; none if nobody knows."""
    return [slot.ends_at] if slot.ends_at else date_ends(covered(slot))


def begins(slot: Slot) -> datetime | None:
    """Return when the first of the slot's dates that takes place begins, its own time before those of its dates."""
    starts = [one.starts_at for one in covered(slot) if one.status not in _NOT_THEN]
    return slot.starts_at or min(starts, default=None)


def is_over(slot: Slot, *, now: datetime) -> bool:
    """Return whether the slot's dates are past: nothing is given back or passed on any more."""
    return rules.is_over(ends(slot), now)


def lies_behind(slot: Slot, *, now: datetime) -> bool:
    """Return whether all dates of the slot are past, those included that did not take place."""
    return rules.is_over([one.ends_at or one.starts_at for one in covered(slot)], now)


def takes_place(slot: Slot) -> bool:
    """Return whether one of the slot's dates is not cancelled; without any date, nothing is."""
    dates = covered(slot)
    return not dates or any(one.status is not OccurrenceStatus.CANCELLED for one in dates)


def awaits_date(slot: Slot) -> bool:
    """Return whether the slot's dates are postponed and their new ones are not fixed yet."""
    return rules.awaits_date([one.status for one in covered(slot)])


def open_slots(call: Call, *, now: datetime) -> list[Slot]:
    """Return the slots that still lie ahead on days that are known, in their order."""
    return [slot for slot in call.slots if takes_place(slot) and not awaits_date(slot) and not is_over(slot, now=now)]


def last_on(call: Call, *, now: datetime) -> date:
    """Return the event's last day, today where it is past or unknown: from it counts how long personal data is kept."""
    return today(max([now, *(one.ends_at or one.starts_at for one in call.event.occurrences)]))
