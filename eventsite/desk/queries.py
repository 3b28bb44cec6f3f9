"""What the desk of a center asks: today, what is next, what waits to be done, the list of events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager, joinedload, selectinload

from eventsite.admission import dates
from eventsite.admission.models import Call, Slot
from eventsite.admission.vocabulary import Admission, Audience, CapacityUnit
from eventsite.core.db import db
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication

PER_PAGE = 20
MAX_PAGES = 50
_TODAY_AT_MOST = 30
_LINES = 10
_CHOICES = 100
# Older dates that nobody closed are history brought in from papers, not work that waits.
_CLOSED_WITHIN = timedelta(days=60)


class Show(StrEnum):
    """The three lists of a center's events."""

    UPCOMING = "upcoming"
    DRAFTS = "drafts"
    PAST = "past"


@dataclass(frozen=True)
class Listing:
    """One page of a list; ``pages`` is bounded by MAX_PAGES, however many events there are."""

    events: Sequence[Event]
    total: int
    number: int
    pages: int


@dataclass(frozen=True)
class Places:
    """How many places are held at a date, and how many there are; None: no limit, or nobody registers."""

    taken: int
    capacity: int | None
    is_parties: bool = False  # every call for the date counts parties, not persons


def dates_between(
    center_id: int, since: datetime, until: datetime, at_most: int = _TODAY_AT_MOST
) -> Sequence[Occurrence]:
    """Return the center's published dates that touch the half-open period, first come first.

    A date known only as a month or a year is on no one day.
    """
    return db.session.scalars(
        _dates_of(center_id)
        .where(
            Event.publication == Publication.PUBLISHED,
            Occurrence.precision.in_(EXACT),
            Occurrence.starts_at < until,
            or_(Occurrence.starts_at >= since, Occurrence.ends_at > since),
        )
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(at_most)
    ).all()


def next_dates(center_id: int, since: datetime, at_most: int) -> Sequence[Occurrence]:
    """Return the center's next published dates from an instant on."""
    return db.session.scalars(
        _dates_of(center_id)
        .where(Event.publication == Publication.PUBLISHED, Occurrence.starts_at >= since)
        .order_by(Occurrence.starts_at, Occurrence.id)
        .limit(at_most)
    ).all()


def unclosed(center_id: int, *, now: datetime) -> Sequence[Occurrence]:
    """Return the dates that are over and whose count nobody has closed, the latest first."""
    return db.session.scalars(
        _dates_of(center_id)
        .where(
            Event.publication == Publication.PUBLISHED,
            Occurrence.status != OccurrenceStatus.CANCELLED,
            Occurrence.closed_at.is_(None),
            Occurrence.starts_at > now - _CLOSED_WITHIN,
            func.coalesce(Occurrence.ends_at, Occurrence.starts_at) <= now,
        )
        .order_by(Occurrence.starts_at.desc(), Occurrence.id)
        .limit(_LINES)
    ).all()


def drafts(center_id: int) -> Sequence[Event]:
    """Return the center's drafts, the one worked on last first."""
    return db.session.scalars(
        select(Event)
        .where(Event.center_id == center_id, Event.publication == Publication.DRAFT)
        .order_by(Event.updated_at.desc(), Event.id.desc())
        .limit(_LINES)
    ).all()


def full_slots(center_id: int, *, now: datetime) -> Sequence[Slot]:
    """Return the slots without a free place of events to come."""
    return db.session.scalars(
        select(Slot)
        .join(Slot.call)
        .join(Call.event)
        .where(
            Event.center_id == center_id,
            Event.publication == Publication.PUBLISHED,
            Slot.capacity > 0,
            Slot.taken >= Slot.capacity,
            _has_date(Occurrence.starts_at > now),
        )
        .order_by(Slot.id)
        .options(contains_eager(Slot.call).contains_eager(Call.event))
        .limit(_LINES)
    ).all()


def calls_to_come(center_id: int, *, now: datetime) -> Sequence[Call]:
    """Return the calls of the center's published events to come that take registrations, the next event first."""
    return _calls_with_dates(center_id, Event.publication == Publication.PUBLISHED, _ends_after(now))


def calls_with_rosters(center_id: int, *, now: datetime) -> Sequence[Call]:
    """Return the same calls, and those whose event was not long ago: their lists are still needed."""
    return _calls_with_dates(center_id, Event.publication != Publication.DRAFT, _ends_after(now - _CLOSED_WITHIN))


def places_at(occurrences: Sequence[Occurrence]) -> dict[int, Places]:
    """Return the places of dates by their id: of every slot that covers them, helpers from the city's staff apart.

    A date to which nobody registers is missing.
    """
    slots = db.session.scalars(
        select(Slot)
        .join(Slot.call)
        .where(
            Call.event_id.in_({one.event_id for one in occurrences}),
            Call.audience != Audience.CITY_STAFF,
            Call.admission != Admission.NONE,
        )
        .options(joinedload(Slot.call).joinedload(Call.event), selectinload(Slot.occurrences))
    ).all()
    covering: dict[int, list[Slot]] = {}
    for slot in slots:
        for occurrence in dates.covered(slot):
            covering.setdefault(occurrence.id, []).append(slot)
    return {occurrence_id: _sum(covers) for occurrence_id, covers in covering.items()}


def page_of(center_id: int, show: Show, number: int, *, now: datetime) -> Listing:
    """Return a page of one of the three lists; a number beyond the last page gives the last one."""
    wanted = _wanted(show, now)
    total = db.session.scalar(select(func.count()).select_from(Event).where(Event.center_id == center_id, wanted)) or 0
    pages = min(MAX_PAGES, max(1, -(-total // PER_PAGE)))
    number = min(max(1, number), pages)
    events = db.session.scalars(
        select(Event)
        .where(Event.center_id == center_id, wanted)
        .order_by(*_order(show, now))
        .options(selectinload(Event.occurrences).joinedload(Occurrence.venue))
        .limit(PER_PAGE)
        .offset((number - 1) * PER_PAGE)
    ).all()
    return Listing(events, total, number, pages)


def _dates_of(center_id: int) -> Select[Occurrence]:
    return (
        select(Occurrence)
        .join(Occurrence.event)
        .where(Event.center_id == center_id)
        .options(contains_eager(Occurrence.event), joinedload(Occurrence.venue))
    )


def _calls_with_dates(center_id: int, of_event: ColumnElement[bool], of_date: ColumnElement[bool]) -> Sequence[Call]:
    first = select(func.min(Occurrence.starts_at)).where(Occurrence.event_id == Event.id, of_date).correlate(Event)
    return db.session.scalars(
        select(Call)
        .join(Call.event)
        .where(
            Event.center_id == center_id,
            of_event,
            Call.admission != Admission.NONE,
            _has_date(of_date),
        )
        .order_by(first.scalar_subquery(), Call.event_id, Call.position, Call.id)
        .options(contains_eager(Call.event).selectinload(Event.occurrences), selectinload(Call.slots))
        .limit(_CHOICES)
    ).all()


def _ends_after(instant: datetime) -> ColumnElement[bool]:
    return func.coalesce(Occurrence.ends_at, Occurrence.starts_at) > instant


def _has_date(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Occurrence.event_id == Event.id, *conditions).correlate(Event)


def _wanted(show: Show, now: datetime) -> ColumnElement[bool]:
    if show is Show.DRAFTS:
        return Event.publication == Publication.DRAFT
    ahead = _has_date(_ends_after(now))
    return and_(Event.publication != Publication.DRAFT, ahead if show is Show.UPCOMING else ~ahead)


def _order(show: Show, now: datetime) -> Sequence[ColumnElement[Any] | InstrumentedAttribute[int]]:
    if show is Show.DRAFTS:
        return (Event.updated_at.desc(), Event.id.desc())
    times = select(Occurrence.starts_at).where(Occurrence.event_id == Event.id).correlate(Event)
    if show is Show.PAST:
        return (times.order_by(Occurrence.starts_at.desc()).limit(1).scalar_subquery().desc(), Event.id.desc())
    ahead = times.where(_ends_after(now))
    return (ahead.order_by(Occurrence.starts_at).limit(1).scalar_subquery(), Event.id)


def _sum(slots: Sequence[Slot]) -> Places:
    capacities = [slot.capacity for slot in slots if slot.capacity is not None]
    limited = sum(capacities) if len(capacities) == len(slots) else None
    is_parties = all(slot.call.unit is CapacityUnit.PARTIES for slot in slots)
    return Places(sum(slot.taken for slot in slots), limited, is_parties)
