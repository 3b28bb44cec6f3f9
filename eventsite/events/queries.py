"""Questions about events, their dates and places."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, column, or_, select, table
from sqlalchemy.orm import joinedload, selectinload

from eventsite.accounts.models import CenterPhone, PhoneKind
from eventsite.core.db import db
from eventsite.core.errors import found
from eventsite.events.models import Event, Occurrence, Venue

MAX_CHOICES = 200
COPYABLE = 12
# The indicators' feature lies above this one and is not imported; the column Event.counts_toward refers to its table.
_KPI = table("kpi_definitions", column("key"), column("name"), column("position"), column("counted_from_events"))


def event_by_code(code: str) -> Event:
    """Return the event with its dates and places, or raise NotFound."""
    return found(
        db.session.scalar(
            select(Event)
            .where(Event.code == code)
            .options(joinedload(Event.center), selectinload(Event.occurrences).joinedload(Occurrence.venue))
        )
    )


def occurrence_by_code(code: str) -> Occurrence:
    """Return the date with its event, or raise NotFound."""
    return found(
        db.session.scalar(select(Occurrence).where(Occurrence.code == code).options(joinedload(Occurrence.event)))
    )


def lock_event(event_id: int) -> Event:
    """Return the event, locked until the transaction ends: two editors save one after the other."""
    return db.session.scalars(
        select(Event).where(Event.id == event_id).with_for_update().execution_options(populate_existing=True)
    ).one()


def lock_occurrence(occurrence_id: int) -> Occurrence:
    """Return the date, locked through its event until the transaction ends."""
    event_id = db.session.get_one(Occurrence, occurrence_id).event_id
    lock_event(event_id)
    return db.session.scalars(
        select(Occurrence).where(Occurrence.id == occurrence_id).execution_options(populate_existing=True)
    ).one()


def event_of_center(code: str, center_id: int) -> Event:
    """Return the center's event by its code, or raise NotFound: others' events cannot be copied."""
    event = event_by_code(code)
    return found(event if event.center_id == center_id else None)


def copyable(center_id: int) -> Sequence[Event]:
    """Return the center's events that were worked on last, newest first."""
    return db.session.scalars(
        select(Event)
        .where(Event.center_id == center_id)
        .order_by(Event.updated_at.desc(), Event.id.desc())
        .options(selectinload(Event.occurrences))
        .limit(COPYABLE)
    ).all()


def venues_for(center_id: int, *, now: datetime) -> Sequence[Venue]:
    """Return the places to choose from: the center's own first, then those of the whole city, none of the past."""
    return db.session.scalars(
        select(Venue)
        .where(
            or_(Venue.center_id == center_id, Venue.center_id.is_(None)),
            or_(Venue.valid_until.is_(None), Venue.valid_until > now),
        )
        .order_by(Venue.center_id.is_(None), Venue.is_seat.desc(), Venue.name, Venue.id)
        .limit(MAX_CHOICES)
    ).all()


def venue_name(venue_id: int) -> str:
    """Return what a stored place is called."""
    return db.session.get_one(Venue, venue_id).name


def seat_of(center_id: int, *, now: datetime) -> Venue | None:
    """Return the building in which the center is now, or None where it is not known."""
    holds = and_(
        or_(Venue.valid_from.is_(None), Venue.valid_from <= now),
        or_(Venue.valid_until.is_(None), Venue.valid_until > now),
    )
    return db.session.scalar(
        select(Venue).where(Venue.center_id == center_id, Venue.is_seat, holds).order_by(Venue.id.desc()).limit(1)
    )


def venue_named(center_id: int, name: str, address: str) -> Venue | None:
    """Return the center's place of just that name and address, or None."""
    return db.session.scalar(
        select(Venue).where(Venue.center_id == center_id, Venue.name == name, Venue.address == address).limit(1)
    )


def lines_of(center_id: int) -> Sequence[CenterPhone]:
    """Return the center's telephone lines, without its fax, in the center's order."""
    return db.session.scalars(
        select(CenterPhone)
        .where(CenterPhone.center_id == center_id, CenterPhone.kind == PhoneKind.PHONE)
        .order_by(CenterPhone.position, CenterPhone.id)
    ).all()


def countable_indicators() -> Sequence[tuple[str, str]]:
    """Return key and name of the city's indicators that are counted from the attendance of events."""
    query = select(_KPI.c.key, _KPI.c.name).where(_KPI.c.counted_from_events.is_(True))
    return [(key, name) for key, name in db.session.execute(query.order_by(_KPI.c.position))]
