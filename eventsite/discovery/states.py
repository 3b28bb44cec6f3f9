"""How things stand for somebody who wants to come: one state per slot, per date and per event. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from eventsite.admission.rules import Door, is_within, lives_within
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, FreePlaceRule, Residence
from eventsite.city.settings import FewLeft


class State(StrEnum):
    """The states of a tag, each an adjective or noun that a resident reads."""

    OPEN = "open"
    FEW = "few"
    LOTTERY = "lottery"
    NONE_NEEDED = "none_needed"
    SOME = "some"
    OTHER_WAY = "other_way"
    WAITLIST = "waitlist"
    UPCOMING = "upcoming"
    FULL = "full"
    CLOSED = "closed"
    CHANGED = "changed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    PAST = "past"


# With several slots for one date, the one that helps most speaks for it.
_BEST_FIRST = (
    State.OPEN, State.FEW, State.LOTTERY, State.NONE_NEEDED, State.SOME, State.OTHER_WAY, State.WAITLIST,
    State.UPCOMING, State.FULL, State.CLOSED,
)  # fmt: skip
ACCEPTING = frozenset({State.OPEN, State.FEW, State.LOTTERY, State.SOME, State.WAITLIST})


@dataclass(frozen=True)
class Tag:
    """A state, with the places left or the instant from which more is possible where one is to be said.

    ``elsewhere``: there are places for those who come by another way than this site.
    """

    state: State
    remaining: int | None = None
    opens_at: datetime | None = None
    unit: CapacityUnit = CapacityUnit.PEOPLE
    elsewhere: bool = False


@dataclass(frozen=True)
class Seats:
    """What is known of one slot; ``closes_at`` is exclusive, None is no bound or no limit.

    ``is_decided_later``: entries are taken now, and who comes is decided for all at once. ``is_unsealed``: the rules of
    its draw are not published yet. ``is_shut``: it takes no entries whatever the time, for its list is frozen.
    ``kept``: free places for those who come by other ways.
    """

    admission: Admission
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    capacity: int | None = None
    taken: int = 0
    somebody_waits: bool = False
    is_decided_later: bool = False
    is_unsealed: bool = False
    is_shut: bool = False
    doors: tuple[Door, ...] = ()
    asked: Residence = Residence.ANYWHERE
    held: int = 0
    held_until: datetime | None = None
    kept: int = 0
    rule: FreePlaceRule = FreePlaceRule.HOLD_FOR_NEXT
    unit: CapacityUnit = CapacityUnit.PEOPLE


def of_slot(seats: Seats, few: FewLeft, now: datetime) -> Tag:
    """Return how a slot stands for who looks at this site."""
    if seats.admission is Admission.NONE:
        return Tag(State.NONE_NEEDED)
    if seats.is_unsealed or _ahead(seats.opens_at, now):
        return Tag(State.UPCOMING, opens_at=_ahead(seats.opens_at, now))
    if seats.is_shut or (seats.closes_at and now >= seats.closes_at):
        return Tag(State.CLOSED)
    if shut := _at_the_door(seats, now):
        return shut
    if seats.is_decided_later:
        return Tag(State.LOTTERY if seats.admission is Admission.LOTTERY else State.OPEN)
    return _by_places(seats, few)


def _ahead(instant: datetime | None, now: datetime) -> datetime | None:
    """Return an instant that is still to come, None for one that has passed."""
    return instant if instant and now < instant else None


def _at_the_door(seats: Seats, now: datetime) -> Tag | None:
    """Return the state where not everybody who is asked may register on this site by now; None where all may."""
    open_now = [one for one in seats.doors if is_within(one.period, now)]
    for_all = [one for one in open_now if lives_within(seats.asked, one.residence)]
    if not seats.doors or any(_is_web(one) for one in for_all):
        return None
    if for_all:
        return Tag(State.OTHER_WAY)
    later = [one for one in seats.doors if one.period.opens_at and now < one.period.opens_at]
    if not open_now:
        opens_at = min((one.period.opens_at for one in later if one.period.opens_at), default=None)
        return Tag(State.UPCOMING if opens_at else State.CLOSED, opens_at=opens_at)
    last = [one for one in later if lives_within(seats.asked, one.residence) and _is_web(one)]
    return Tag(State.SOME, opens_at=min((one.period.opens_at for one in last if one.period.opens_at), default=None))


def _is_web(door: Door) -> bool:
    return door.channel in (None, Channel.WEB)


def _by_places(seats: Seats, few: FewLeft) -> Tag:
    """Return the state by what is free. Who waits goes first, unless the next that fits does."""
    if seats.capacity is None:
        return Tag(State.OPEN)
    free = max(0, seats.capacity - seats.taken - seats.held)
    own = max(0, free - seats.kept)
    if seats.rule is FreePlaceRule.REOPEN and not own:
        return Tag(State.FULL, opens_at=seats.held_until, elsewhere=free > 0)
    if not own or (seats.somebody_waits and seats.rule is FreePlaceRule.HOLD_FOR_NEXT):
        return Tag(State.WAITLIST, elsewhere=free > own)
    return Tag(State.FEW if is_few(own, seats.capacity, few) else State.OPEN, own, unit=seats.unit)


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
