"""An event for search engines: schema.org Event as JSON-LD, one object per date. Pure but for the records given.

Source: https://schema.org/Event, https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from eventsite.admission.models import Call
from eventsite.admission.vocabulary import Admission, Audience, CapacityUnit
from eventsite.discovery.cards import covers, over, registration_tag
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import State
from eventsite.events.facts import EXACT, is_cancelled, names_of, place_of
from eventsite.events.former import starts_before
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Offer, OrganizerRole, Precision
from eventsite.i18n.texts import Locale

DATES_MAX = 20
_SCHEMA = "https://schema.org"
_SOLD_OUT = frozenset({State.WAITLIST, State.FULL, State.CLOSED})
# A changed date stays "scheduled": "rescheduled" is to be said with a former start, so another place is none.
_STATUS = {
    OccurrenceStatus.SCHEDULED: "EventScheduled",
    OccurrenceStatus.CHANGED: "EventScheduled",
    OccurrenceStatus.POSTPONED: "EventPostponed",
    OccurrenceStatus.CANCELLED: "EventCancelled",
}
_SPOKEN = {Offer.EASY_JAPANESE: Locale.JA_EASY.html_lang, Offer.ENGLISH: Locale.EN.html_lang}
_Json = dict[str, object]


@dataclass(frozen=True)
class Setting:
    """What the page knows beside the records: full addresses, and the event in one sentence."""

    url: str
    image: str
    center_url: str
    description: str


def json_ld(event: Event, calls: Calls, reader: Reader, setting: Setting) -> Markup:
    """Return the content of a script element of type application/ld+json.

    No sign in it can end the element. Dates known less exactly than to the day are left out; at most DATES_MAX.
    """
    dates = [one for one in event.occurrences if one.precision in EXACT][-DATES_MAX:]
    text = json.dumps([_date(one, calls, reader, setting) for one in dates], ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the signs that HTML looks at have just been escaped


def _date(occurrence: Occurrence, calls: Calls, reader: Reader, setting: Setting) -> _Json:
    event = occurrence.event
    facts: _Json = {
        "@context": _SCHEMA,
        "@type": "Event",
        "@id": f"{setting.url}#{occurrence.code}",
        "url": setting.url,
        "name": str(reader.title(event)),
        "description": event.description or setting.description,
        "image": [setting.image],
        "inLanguage": ["ja", *(_SPOKEN[one.offer] for one in event.offers if one.offer in _SPOKEN)],
        "startDate": _instant(occurrence.starts_at, occurrence, reader),
        **_standing(occurrence, reader),
        "eventAttendanceMode": f"{_SCHEMA}/OfflineEventAttendanceMode",
        "location": _location(occurrence, reader),
        "organizer": [_organizer(name, event, setting) for name in _hosts(event)],
    }
    return facts | dict(_more(occurrence, calls, reader, setting))


def _standing(occurrence: Occurrence, reader: Reader) -> _Json:
    """Return the status, and with "rescheduled", with which alone they may be told, all former starts."""
    status = OccurrenceStatus.CANCELLED if is_cancelled(occurrence) else occurrence.status
    before = [_at(one.starts_at, one.precision, reader) for one in starts_before(occurrence)]
    if status is OccurrenceStatus.CHANGED and before:
        return {"eventStatus": f"{_SCHEMA}/EventRescheduled", "previousStartDate": before}
    return {"eventStatus": f"{_SCHEMA}/{_STATUS[status]}"}


def _more(occurrence: Occurrence, calls: Calls, reader: Reader, setting: Setting) -> Iterator[tuple[str, object]]:
    """Yield what is said only where it is known."""
    event = occurrence.event
    if occurrence.ends_at:
        yield "endDate", _end(occurrence.ends_at, occurrence, reader)
    if occurrence.doors_open_at and occurrence.precision is Precision.MINUTE:
        yield "doorTime", _instant(occurrence.doors_open_at, occurrence, reader)
    if event.fee_yen is not None:
        yield "isAccessibleForFree", event.fee_yen == 0
    yield from _capacity(occurrence, calls)
    if event.fee_yen is not None or _residents(occurrence, calls):
        yield "offers", dict(_offer(occurrence, calls, reader, setting))


def _offer(occurrence: Occurrence, calls: Calls, reader: Reader, setting: Setting) -> Iterator[tuple[str, object]]:
    event, asked = occurrence.event, _residents(occurrence, calls)
    yield "@type", "Offer"
    yield "url", setting.url
    yield "availability", f"{_SCHEMA}/{_availability(occurrence, calls, reader)}"
    if event.fee_yen is not None:
        yield from (("price", event.fee_yen), ("priceCurrency", "JPY"))
    if opens_at := min((call.opens_at for call in asked if call.opens_at), default=event.published_at):
        yield "validFrom", opens_at.astimezone(reader.zone).isoformat(timespec="seconds")
    if closes_at := max((call.closes_at for call in asked if call.closes_at), default=None):
        yield "validThrough", closes_at.astimezone(reader.zone).isoformat(timespec="seconds")


def _availability(occurrence: Occurrence, calls: Calls, reader: Reader) -> str:
    if is_cancelled(occurrence) or over(occurrence, reader):
        return "SoldOut"
    tag = registration_tag(occurrence, calls, reader)
    if tag and tag.state is State.UPCOMING:
        return "PreOrder"
    return "SoldOut" if tag and tag.state in _SOLD_OUT else "InStock"


def _capacity(occurrence: Occurrence, calls: Calls) -> Iterator[tuple[str, object]]:
    """Yield the places in persons where one slot says them; what is drawn by lot has none left or taken before."""
    slots = [slot for call in _residents(occurrence, calls) for slot in call.slots if covers(slot, occurrence, calls)]
    if len(slots) != 1 or slots[0].capacity is None or slots[0].call.unit is not CapacityUnit.PEOPLE:
        return
    yield "maximumAttendeeCapacity", slots[0].capacity
    if slots[0].call.admission is Admission.FIRST_COME:
        yield "remainingAttendeeCapacity", 0 if slots[0].id in calls.awaited else slots[0].remaining


def _residents(occurrence: Occurrence, calls: Calls) -> list[Call]:
    return [call for call in calls.of(occurrence.event_id) if call.audience is Audience.RESIDENTS]


def _location(occurrence: Occurrence, reader: Reader) -> _Json:
    place = place_of(occurrence)
    location: _Json = {
        "@type": "Place",
        "name": place.name or place.meeting_place or occurrence.event.center.name,
        "address": dict(_address(occurrence, reader)),
    }
    if place.position:
        location["geo"] = {"@type": "GeoCoordinates", "latitude": place.position[0], "longitude": place.position[1]}
    return location


def _address(occurrence: Occurrence, reader: Reader) -> Iterator[tuple[str, object]]:
    yield "@type", "PostalAddress"
    yield "addressCountry", "JP"
    yield "addressRegion", reader.city.prefecture
    yield "addressLocality", reader.city.name
    if street := place_of(occurrence).address.removeprefix(reader.city.prefecture).removeprefix(reader.city.name):
        yield "streetAddress", street
    if occurrence.venue and occurrence.venue.postal_code:
        yield "postalCode", occurrence.venue.postal_code


def _hosts(event: Event) -> tuple[str, ...]:
    return names_of(event, OrganizerRole.HOST) or (event.center.name,)


def _organizer(name: str, event: Event, setting: Setting) -> _Json:
    organization: _Json = {"@type": "Organization", "name": name}
    return organization | {"url": setting.center_url} if name == event.center.name else organization


def _instant(instant: datetime, occurrence: Occurrence, reader: Reader) -> str:
    return _at(instant, occurrence.precision, reader)


def _at(instant: datetime, precision: Precision, reader: Reader) -> str:
    local = instant.astimezone(reader.zone)
    return local.isoformat() if precision is Precision.MINUTE else local.date().isoformat()


def _end(ends_at: datetime, occurrence: Occurrence, reader: Reader) -> str:
    """Return the end; of whole days the last one."""
    if occurrence.precision is Precision.MINUTE:
        return _instant(ends_at, occurrence, reader)
    return reader.last_day(ends_at).isoformat()
