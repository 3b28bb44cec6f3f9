"""How things stand for somebody who wants to come: one state per slot, per date and per event. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from eventsite.admission.models import Admission
from eventsite.city.settings import FewLeft


class State(StrEnum):
    """The states of a tag, each an adjective or noun that a resident reads."""

    OPEN = "open"
    FEW = "few"
    NONE_NEEDED = "none_needed"
    WAITLIST = "waitlist"
    UPCOMING = "upcoming"
    CLOSED = "closed"
    CHANGED = "changed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    PAST = "past"


# With several slots for one date, the one that helps most speaks for it.
_BEST_FIRST = (State.OPEN, State.FEW, State.NONE_NEEDED, State.WAITLIST, State.UPCOMING, State.CLOSED)
ACCEPTING = frozenset({State.OPEN, State.FEW, State.WAITLIST})


@dataclass(frozen=True)
class Tag:
    """A state, with the places left (persons) or the instant of opening where one is to be said."""

    state: State
    remaining: int | None = None
    opens_at: datetime | None = None


@dataclass(frozen=True)
class Seats:
    """What is known of one slot; ``closes_at`` is exclusive, None is no bound or no limit."""

    admission: Admission
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    taken: int = 0
    somebody_waits: bool = False


def of_slot(seats: Seats, few: FewLeft, now: datetime) -> Tag:
    """Return how a slot stands. Who waits goes first, so a place that is free while somebody waits is not offered."""
    if seats.admission is Admission.NONE:
        return Tag(State.NONE_NEEDED)
    if seats.opens_at and now < seats.opens_at:
        return Tag(State.UPCOMING, opens_at=seats.opens_at)
    if seats.closes_at and now >= seats.closes_at:
        return Tag(State.CLOSED)
    if seats.capacity is None:
        return Tag(State.OPEN)
    remaining = max(0, seats.capacity - seats.taken)
    if not remaining or seats.somebody_waits:
        return Tag(State.WAITLIST)
    return Tag(State.FEW if is_few(remaining, seats.capacity, few) else State.OPEN, remaining)


def is_few(remaining: int, capacity: int, few: FewLeft) -> bool:
    """Return whether so little is left that it should be said: a few places, or a small share."""
    return remaining <= few.places or remaining * 100 <= capacity * few.percent


def best(tags: Sequence[Tag]) -> Tag | None:
    """Return the one tag for several slots, or None without any; a number of places belongs to one slot only."""
    if not tags:
        return None
    chosen = min(tags, key=lambda tag: _BEST_FIRST.index(tag.state))
    return chosen if len(tags) == 1 else replace(chosen, remaining=None)


def is_over(starts_at: datetime, ends_at: datetime | None, today_begins_at: datetime, now: datetime) -> bool:
    """Return whether a date is past; without a known end it lasts until the end of its day."""
    return ends_at <= now if ends_at else starts_at < today_begins_at
