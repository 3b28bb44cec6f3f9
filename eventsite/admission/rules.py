"""When a call takes registrations, and from parties of what size: plain values in, a decision out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from eventsite.admission.errors import (
    DatesPast,
    NotYourTurn,
    PartyLargerThanSlot,
    PartyTooLarge,
    RegistrationClosed,
    RegistrationNotNeeded,
    RegistrationNotOpen,
)
from eventsite.admission.vocabulary import Admission, CapacityUnit, Channel, Residence
from eventsite.events.models import OccurrenceStatus

_CIRCLES = tuple(Residence)  # from the nearest to the farthest
# Nobody has to answer at night: a time to answer that would end then lasts until noon.
DAY_BEGINS, DAY_ENDS = time(9), time(21)
_NOON, _HOUR, _DAY = time(12), timedelta(hours=1), timedelta(days=1)
_EVENING_LEAVES = 3 * _HOUR


@dataclass(frozen=True)
class Period:
    """A half-open period; None is no bound on that side."""

    opens_at: datetime | None
    closes_at: datetime | None


@dataclass(frozen=True)
class Door:
    """An opening for some: a circle of residence and all nearer ones, by one channel or (None) by all."""

    residence: Residence
    channel: Channel | None
    period: Period


def registration_period(opens_at: datetime | None, closes_at: datetime | None, ends: Sequence[datetime]) -> Period:
    """Return the period of a call: one without a deadline closes when the last of its dates ends."""
    return Period(opens_at, closes_at or max(ends, default=None))


def is_over(ends: Sequence[datetime], now: datetime) -> bool:
    """Return whether all dates have ended; where none is known, nothing is over."""
    return bool(ends) and now >= max(ends)


def require_ahead(ends: Sequence[datetime], now: datetime) -> None:
    """Pass unless all dates have ended; raise DatesPast otherwise."""
    if is_over(ends, now):
        raise DatesPast


def awaits_date(statuses: Collection[OccurrenceStatus]) -> bool:
    """Return whether what remains of some dates is all postponed (延期): on which days it will be is not fixed yet.

    Nobody can say then whether they will come. A new date ends this: it is moved, and registration goes on.
    """
    remaining = {one for one in statuses if one is not OccurrenceStatus.CANCELLED}
    return remaining == {OccurrenceStatus.POSTPONED}


def require_registration(admission: Admission, period: Period, now: datetime) -> None:
    """Pass if the call takes registrations at this instant, by whatever channel.

    Raises:
        RegistrationNotNeeded: the call asks nobody to apply.
        RegistrationNotOpen: before the first instant.
        RegistrationClosed: at or after the end.
    """
    if admission is Admission.NONE:
        raise RegistrationNotNeeded
    if period.opens_at and now < period.opens_at:
        raise RegistrationNotOpen
    if period.closes_at and now >= period.closes_at:
        raise RegistrationClosed


def lives_within(residence: Residence, circle: Residence) -> bool:
    """Return whether somebody of this residence belongs to the circle; each holds the nearer ones."""
    return _CIRCLES.index(residence) <= _CIRCLES.index(circle)


def require_door(doors: Sequence[Door], residence: Residence | None, channel: Channel, now: datetime) -> None:
    """Pass if one of the openings lets somebody of this residence in by this channel now; without any, all may.

    Whoever does not say where they live counts as living farthest.

    Raises:
        NotYourTurn: it opens for them later (``opens_at``), or never by this way (None).
        RegistrationClosed: it was open for them before.
    """
    own = [
        door.period
        for door in doors
        if lives_within(residence or Residence.ANYWHERE, door.residence) and door.channel in (None, channel)
    ]
    if not doors or any(is_within(period, now) for period in own):
        return
    later = [period.opens_at for period in own if period.opens_at and now < period.opens_at]
    if own and not later:
        raise RegistrationClosed
    raise NotYourTurn(opens_at=min(later, default=None))


def is_within(period: Period, now: datetime) -> bool:
    """Return whether the period has begun and not ended."""
    begun = period.opens_at is None or now >= period.opens_at
    return begun and (period.closes_at is None or now < period.closes_at)


def require_party(party_size: int, party_max: int) -> None:
    """Pass if one registration may bring that many people; raise PartyTooLarge otherwise."""
    if not 1 <= party_size <= party_max:
        raise PartyTooLarge(party_max=party_max)


def largest_party(party_max: int, unit: CapacityUnit, rooms: Iterable[int | None]) -> int:
    """Return how many people one registration may bring at most, considering how large the slots are.

    ``rooms`` are the places that each slot could give to one party, None without a limit. At least one person.
    """
    known = list(rooms)
    if unit is CapacityUnit.PARTIES or None in known or not known:
        return party_max
    return max(1, min(party_max, max(one for one in known if one is not None)))


def require_room(places: int, largest: int | None) -> None:
    """Pass if a party could ever find its places; raise PartyLargerThanSlot where the slot as a whole is too small.

    ``largest`` is how many places the slot has for those taken in where the party is, None without a limit.
    """
    if largest is not None and places > largest:
        raise PartyLargerThanSlot(places=largest)


def places_of(party_size: int, unit: CapacityUnit) -> int:
    """Return how many places of a capacity a party takes: one each, or one for all where parties (組) are counted."""
    return 1 if unit is CapacityUnit.PARTIES else party_size


def answer_until(offered: datetime, hours: int, begins: datetime | None, zone: tzinfo) -> datetime | None:
    """Return until when an offer stands; None where less than an hour is left to answer.

    At least so many hours, to a full hour by day, but never beyond the beginning of the dates; where these begin at
    night, or nobody knows at what time of their day, it ends on the evening before. 9:00 and 21:00 are by day.
    """
    until = _by_day(_full_hour((offered + timedelta(hours=hours)).astimezone(zone)))
    if begins is not None and until > begins:
        until = _evening_before(offered, begins.astimezone(zone))
    return until.astimezone(UTC) if until - offered >= _HOUR else None


def _full_hour(moment: datetime) -> datetime:
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun if begun == moment else begun + _HOUR


def _by_day(moment: datetime) -> datetime:
    if DAY_BEGINS <= moment.time() <= DAY_ENDS:
        return moment
    day = moment + _DAY if moment.time() > DAY_ENDS else moment
    return datetime.combine(day, _NOON, moment.tzinfo)


def _evening_before(offered: datetime, begins: datetime) -> datetime:
    """Return when the dates begin if that is by day, else the evening before, as long as it leaves time to answer."""
    if DAY_BEGINS <= begins.time() <= DAY_ENDS:
        return begins
    day = begins if begins.time() > DAY_ENDS else begins - _DAY
    evening = datetime.combine(day, DAY_ENDS, begins.tzinfo)
    return evening if evening - offered >= _EVENING_LEAVES else begins
