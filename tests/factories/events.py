"""Builders for events, their dates and places; call them inside a transaction."""

from datetime import UTC, datetime, timedelta
from typing import Any

from eventsite.accounts.models import Center
from eventsite.core import clock, tokens
from eventsite.core.db import db
from eventsite.events import content
from eventsite.events.models import Event, EventKind, Occurrence, Publication, Venue
from tests.factories.accounts import a_center


def in_days(days: float, *, hour: int = 10, minute: int = 0) -> datetime:
    """Return an instant some days from today, at an hour of the city's clock."""
    day = clock.today(clock.now()) + timedelta(days=days)
    return clock.at(day, datetime(2000, 1, 1, hour, minute).time())  # only its time is used


def a_venue(center_id: int | None = None, name: str = "仁保地域交流センター 大会議室", **more: Any) -> Venue:
    """A place."""
    venue = Venue(center_id=center_id, name=name, address="山口市仁保中郷1041", **more)
    db.session.add(venue)
    db.session.flush()
    return venue


def an_event(
    center_id: int | None = None,
    title: str = "ふるさと探訪",
    publication: Publication = Publication.PUBLISHED,
    **more: Any,
) -> Event:
    """An event without dates, published."""
    now = datetime.now(UTC)
    published_at = None if publication is Publication.DRAFT else now
    facts: dict[str, Any] = {"kind": EventKind.HERITAGE_WALK, **more}
    event = Event(
        code=tokens.short_code(),
        center_id=center_id or a_center().id,
        title=title,
        publication=publication,
        created_at=now,
        updated_at=now,
        published_at=published_at,
        **facts,
    )
    db.session.add(event)
    db.session.flush()
    content.index(event)
    db.session.flush()
    db.session.expire(event, ["occurrences"])  # dates are added by their own builder
    return event


def an_occurrence(
    event_id: int, starts_at: datetime | None = None, hours: float = 2, venue_id: int | None = None, **more: Any
) -> Occurrence:
    """One date of an event, in a week at 10 o'clock by default."""
    starts_at = starts_at or in_days(7)
    code = tokens.short_code()
    occurrence = Occurrence(
        code=code,
        event_id=event_id,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=hours),
        venue_id=venue_id,
        uid=f"{code}@example.jp",
        updated_at=datetime.now(UTC),
        **more,
    )
    db.session.add(occurrence)
    db.session.flush()
    return occurrence


def a_date(event_id: int, days: float = 7, *, hour: int = 10, **more: Any) -> Occurrence:
    """One date of an event, some days from today."""
    return an_occurrence(event_id, in_days(days, hour=hour), **more)


def center_of(event: Event) -> Center:
    """Return the event's center."""
    return db.session.get_one(Center, event.center_id)
