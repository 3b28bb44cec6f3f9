"""Write what a person said about an event into its records; the verbs around it are in services*.py."""

from collections.abc import Iterator
from datetime import datetime
from typing import TypeVar

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from eventsite.accounts.models import Center
from eventsite.core.db import db
from eventsite.events import queries
from eventsite.events.details import EventDetails, Place, Times
from eventsite.events.models import Event, EventOffer, Occurrence, Organizer, OrganizerRole, Venue
from eventsite.events.models_search import EventSearch, EventTerms
from eventsite.events.searchable import Said, searchable
from eventsite.events.targets import EventTarget
from eventsite.events.words import KINDS

Row = TypeVar("Row", EventSearch, EventTerms)


def write(event: Event, details: EventDetails) -> None:
    """Set everything but dates and places."""
    event.title = details.title
    event.title_kana = details.title_kana
    event.title_en = details.title_en
    event.kind = details.kind
    event.visibility = details.visibility
    event.description = details.description
    event.summary_easy = details.summary_easy
    event.summary_en = details.summary_en
    event.audience = details.audience
    event.fee_yen = details.fee_yen
    event.fee_note = details.fee_note
    event.belongings = details.belongings
    event.weather_rule = details.weather_rule
    event.weather_note = details.weather_note
    event.phone_id = details.contact.phone_id
    event.contact_name = details.contact.name
    event.contact_phone = details.contact.phone
    event.counts_toward = details.counts_toward
    _write_organizers(event, details)
    _write_offers(event, details)
    _write_targets(event, details)


def _write_organizers(event: Event, details: EventDetails) -> None:
    wanted = list(_organizers(details))
    if [(one.role, one.name) for one in event.organizers] != wanted:
        event.organizers = [Organizer(role=role, name=name) for role, name in wanted]


def _organizers(details: EventDetails) -> Iterator[tuple[OrganizerRole, str]]:
    yield from ((OrganizerRole.HOST, name) for name in details.hosts)
    yield from ((OrganizerRole.CO_HOST, name) for name in details.co_hosts)
    yield from ((OrganizerRole.ENDORSEMENT, name) for name in details.endorsements)


def _write_offers(event: Event, details: EventDetails) -> None:
    """Keep the rows that stay: a row replaced by its like would meet it in the unique constraint."""
    staying = [one for one in event.offers if one.offer in details.offers]
    known = {one.offer for one in staying}
    event.offers = [*staying, *(EventOffer(offer=one) for one in details.offers if one not in known)]


def _write_targets(event: Event, details: EventDetails) -> None:
    staying = [one for one in event.targets if one.target in details.targets]
    known = {one.target for one in staying}
    event.targets = [*staying, *(EventTarget(target=one) for one in details.targets if one not in known)]


def venue_for(center_id: int, place: Place) -> Venue | None:
    """Return the stored place that is meant; a new one is stored once for its center. None: not said."""
    if place.venue_id is not None:
        return db.session.get_one(Venue, place.venue_id)
    if not place.name:
        return None
    known = queries.venue_named(center_id, place.name, place.address)
    return known or Venue(center_id=center_id, name=place.name, address=place.address)


def index(event: Event) -> None:
    """Let the search find an event by what it now says: its names, and with less weight everything else."""
    center = db.session.get_one(Center, event.center_id)
    found = searchable(
        Said((event.title, event.title_en), (event.title_kana,)),
        Said(tuple(_texts(event, center)), (center.name_kana,)),
    )
    letters = _kept(event, EventSearch)
    letters.title, letters.title_reading = found.title, found.title_reading
    letters.text, letters.text_reading = found.text, found.text_reading
    _kept(event, EventTerms).terms = found.terms


def _kept(event: Event, model: type[Row]) -> Row:
    """Return the event's row of a model, a new one where there is none yet."""
    row = db.session.get(model, event.id) if event.id else None
    if row is None:
        row = model(event=event)
        db.session.add(row)
    return row


def _texts(event: Event, center: Center) -> Iterator[str]:
    yield from (KINDS[event.kind], center.name, center.name_en)
    for one in event.occurrences:
        yield from (one.venue.name if one.venue else "", one.meeting_place)
    yield from (one.name for one in event.organizers)
    yield from (event.audience, event.description, event.summary_easy, event.summary_en)


def index_some(*conditions: ColumnElement[bool], after: int = 0, most: int | None = None) -> int | None:
    """Index the events anew that meet the conditions, in the order of their ids; return the last id, None for none."""
    query = select(Event).where(Event.id > after, *conditions).order_by(Event.id).limit(most)
    dates = selectinload(Event.occurrences).joinedload(Occurrence.venue)
    last = None
    for event in db.session.scalars(query.options(dates)):
        index(event)
        last = event.id
    return last


def set_times(occurrence: Occurrence, times: Times, now: datetime) -> None:
    """Set when a date is."""
    occurrence.starts_at = times.starts_at
    occurrence.ends_at = times.ends_at
    occurrence.doors_open_at = times.doors_open_at
    occurrence.precision = times.precision
    occurrence.updated_at = now


def touch(event: Event, now: datetime) -> None:
    """Note that something about the event or its dates has changed."""
    index(event)
    event.updated_at = now
