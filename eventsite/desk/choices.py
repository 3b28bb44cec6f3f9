"""What the forms of an event let one choose: the center's places and telephone lines, the city's indicators."""

from dataclasses import replace
from datetime import datetime

from eventsite.accounts.models import Center
from eventsite.desk.forms import FormChoices
from eventsite.desk.starters import STARTERS
from eventsite.events import queries
from eventsite.events.details import Contact, EventDetails, Place, details_of
from eventsite.events.models import Event, EventKind


def choices_for(center_id: int, now: datetime, place: Place | None = None) -> FormChoices:
    """Return what can be chosen; the ``place`` in use stays choosable when its own time is over."""
    venues = {str(one.id): one.name for one in queries.venues_for(center_id, now=now)}
    if place and place.venue_id and str(place.venue_id) not in venues:
        venues[str(place.venue_id)] = queries.venue_name(place.venue_id)
    lines = {str(one.id): f"{one.label} {one.number}".strip() for one in queries.lines_of(center_id)}
    return FormChoices(venues, lines, dict(queries.countable_indicators()))


def copy_of(event: Event) -> EventDetails:
    """Return what a new event like this one begins with: everything but its dates."""
    copied = details_of(event)
    return replace(copied, dates=(), place=Place() if copied.place.keeps else copied.place)


def plain(center: Center, kind: EventKind, now: datetime) -> EventDetails:
    """Return what is true of most events of a center: at its seat, held by it, with its first line, free."""
    seat = queries.seat_of(center.id, now=now)
    lines = queries.lines_of(center.id)
    return EventDetails(
        title="",
        kind=kind,
        place=Place(seat.id if seat else None),
        fee_yen=0,
        hosts=(center.name,),
        contact=Contact(lines[0].id if lines else None),
    )


def from_starter(center: Center, kind: EventKind, now: datetime) -> EventDetails:
    """Return what an event of this kind mostly begins with."""
    starter = STARTERS[kind]
    return replace(
        plain(center, kind, now),
        audience=starter.audience,
        belongings=starter.belongings,
        weather_rule=starter.weather_rule,
        description=starter.description,
    )
