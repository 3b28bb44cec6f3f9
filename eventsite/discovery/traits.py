"""What events are and offer, in SQL, the same on both engines: for whom, with which care and language, where."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import aliased

from eventsite.discovery.filters import Filter, Tongue
from eventsite.events.models import Event, EventOffer, Occurrence, Offer, Venue
from eventsite.events.targets import EventTarget

Condition = ColumnElement[bool]


def traits(chosen: Filter) -> Iterator[Condition]:
    """Yield what the filter asks of an event beside its days, its words and its places left."""
    if chosen.targets:
        yield exists().where(EventTarget.event_id == Event.id, EventTarget.target.in_(chosen.targets))
    yield from (_offers(one) for one in chosen.care)
    if chosen.languages:
        yield or_(*(_in_language(one) for one in chosen.languages))
    if chosen.place:
        yield Occurrence.venue_id.in_(_rooms(chosen.place))


def _offers(offer: Offer) -> Condition:
    return exists().where(EventOffer.event_id == Event.id, EventOffer.offer == offer)


def _in_language(language: Tongue) -> Condition:
    """Return where there is something to read in a language, or somebody who speaks it."""
    if language is Tongue.ENGLISH:
        return or_(Event.title_en != "", Event.summary_en != "", _offers(Offer.ENGLISH))
    return or_(Event.summary_easy != "", _offers(Offer.EASY_JAPANESE))


def _rooms(place: int) -> Select[int]:
    """Return the ids of a place and of what else has its address, by the rule of ``place_list``."""
    room = aliased(Venue)
    same = (
        Venue.center_id.is_not_distinct_from(room.center_id),
        Venue.latitude.is_not_distinct_from(room.latitude),
        Venue.longitude.is_not_distinct_from(room.longitude),
    )
    shared = and_(Venue.address != "", Venue.address == room.address, *same)
    return select(Venue.id).join(room, or_(Venue.id == room.id, shared)).where(room.id == place)
