"""Write what a person said about an event into its records; the verbs around it are in services*.py."""

from collections.abc import Iterator
from datetime import datetime

from eventsite.core.db import db
from eventsite.events import queries, rules
from eventsite.events.details import EventDetails, Place, Times
from eventsite.events.models import Event, EventOffer, Occurrence, Organizer, OrganizerRole, Venue
from eventsite.events.words import KINDS


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


def venue_for(center_id: int, place: Place) -> Venue | None:
    """Return the stored place that is meant; a new one is stored once for its center. None: not said."""
    if place.venue_id is not None:
        return db.session.get_one(Venue, place.venue_id)
    if not place.name:
        return None
    known = queries.venue_named(center_id, place.name, place.address)
    return known or Venue(center_id=center_id, name=place.name, address=place.address)


def search_text(event: Event) -> str:
    """Return what the search looks through for an event: title, reading, kind, places, audience and description."""
    places = dict.fromkeys(
        part for one in event.occurrences for part in (one.venue.name if one.venue else "", one.meeting_place)
    )
    return rules.search_text(
        (event.title, event.title_kana, KINDS[event.kind], *places, event.audience, event.description)
    )


def set_times(occurrence: Occurrence, times: Times, now: datetime) -> None:
    """Set when a date is."""
    occurrence.starts_at = times.starts_at
    occurrence.ends_at = times.ends_at
    occurrence.doors_open_at = times.doors_open_at
    occurrence.precision = times.precision
    occurrence.updated_at = now


def touch(event: Event, now: datetime) -> None:
    """Note that something about the event or its dates has changed."""
    event.search_text = search_text(event)
    event.updated_at = now
