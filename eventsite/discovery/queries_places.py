"""Where something will happen: the read side of the page of places."""

from dataclasses import dataclass
from datetime import datetime, tzinfo

from sqlalchemy import case, exists, func, or_, select

from eventsite.core.db import db
from eventsite.discovery.conditions import ahead, listed, matching, midnight
from eventsite.discovery.filters import Filter
from eventsite.events.facts import EXACT
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Publication, Venue


@dataclass(frozen=True)
class Use:
    """One place with what is to come there; ``next_at`` is None where no coming date is known to the day."""

    venue: Venue
    count: int
    next_at: datetime | None


def uses(*, now: datetime, zone: tzinfo) -> list[Use]:
    """Return the places of all coming public dates that take place."""
    first = func.min(case((Occurrence.precision.in_(EXACT), Occurrence.starts_at)))
    columns = select(Occurrence.venue_id, func.count(Occurrence.id).label("dates"), first.label("next_at"))
    used = (
        matching(columns, Filter(), now)
        .where(
            ahead(now, midnight(now.astimezone(zone).date(), zone)),
            Occurrence.status != OccurrenceStatus.CANCELLED,
            Event.publication != Publication.CANCELLED,
        )
        .group_by(Occurrence.venue_id)
        .subquery()
    )
    query = select(Venue, used.c.dates, used.c.next_at).join(used, used.c.venue_id == Venue.id).order_by(Venue.id)
    return [Use(venue, dates, next_at) for venue, dates, next_at in db.session.execute(query)]


def seats(now: datetime) -> list[Venue]:
    """Return the buildings in which centers work now."""
    has_begun = or_(Venue.valid_from.is_(None), Venue.valid_from <= now)
    goes_on = or_(Venue.valid_until.is_(None), Venue.valid_until > now)
    return list(db.session.scalars(select(Venue).where(Venue.is_seat, has_begun, goes_on).order_by(Venue.id)))


def venue(place: int) -> Venue | None:
    """Return the place with that id, or None where nothing public has been held or announced."""
    used = exists().where(Occurrence.venue_id == Venue.id, Occurrence.event_id == Event.id, *listed())
    return db.session.scalar(select(Venue).where(Venue.id == place, used))
