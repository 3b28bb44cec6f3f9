"""An event for search engines: schema.org Event as JSON-LD, one object per date. Pure but for the records given.

Source: https://schema.org/Event, https://developers.google.com/search/docs/appearance/structured-data/event
"""

import json
from collections.abc import Iterator
from datetime import datetime

from markupsafe import Markup

from eventsite.discovery.cards import registration_tag
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import State, Tag
from eventsite.events.facts import EXACT, is_cancelled, names_of, place_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, OrganizerRole, Precision

DATES_MAX = 20
_SOLD_OUT = frozenset({State.WAITLIST, State.CLOSED})
_STATUS = {
    OccurrenceStatus.SCHEDULED: "EventScheduled",
    OccurrenceStatus.CHANGED: "EventScheduled",
    OccurrenceStatus.POSTPONED: "EventPostponed",
    OccurrenceStatus.CANCELLED: "EventCancelled",
}
_Json = dict[str, object]


def json_ld(event: Event, calls: Calls, reader: Reader, url: str) -> Markup:
    """Return the content of a script element of type application/ld+json; ``url`` is the event's full address.

    No sign in it can end the element. Dates known less exactly than to the day are left out; at most DATES_MAX.
    """
    dates = [one for one in event.occurrences if one.precision in EXACT][-DATES_MAX:]
    text = json.dumps([_date(one, calls, reader, url) for one in dates], ensure_ascii=False)
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - the signs that HTML looks at have just been escaped


def _date(occurrence: Occurrence, calls: Calls, reader: Reader, url: str) -> _Json:
    event = occurrence.event
    status = OccurrenceStatus.CANCELLED if is_cancelled(occurrence) else occurrence.status
    facts: _Json = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"{url}#{occurrence.code}",
        "url": url,
        "name": str(reader.title(event)),
        "inLanguage": "ja",
        "startDate": _instant(occurrence.starts_at, occurrence, reader),
        "eventStatus": f"https://schema.org/{_STATUS[status]}",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "location": _location(occurrence, reader),
        "organizer": [_organization(name) for name in _hosts(event)],
    }
    return facts | dict(_more(occurrence, calls, reader, url))


def _more(occurrence: Occurrence, calls: Calls, reader: Reader, url: str) -> Iterator[tuple[str, object]]:
    """Yield what is said only where it is known."""
    event = occurrence.event
    if occurrence.ends_at and occurrence.precision is Precision.MINUTE:
        yield "endDate", _instant(occurrence.ends_at, occurrence, reader)
    if occurrence.doors_open_at:
        yield "doorTime", _instant(occurrence.doors_open_at, occurrence, reader)
    if event.description:
        yield "description", event.description
    if event.fee_yen is not None:
        yield "isAccessibleForFree", event.fee_yen == 0
        yield "offers", _offer(event.fee_yen, registration_tag(occurrence, calls, reader), url)


def _offer(fee_yen: int, tag: Tag | None, url: str) -> _Json:
    sold_out = tag is not None and tag.state in _SOLD_OUT
    availability = "SoldOut" if sold_out else "InStock"
    return {
        "@type": "Offer",
        "price": fee_yen,
        "priceCurrency": "JPY",
        "availability": f"https://schema.org/{availability}",
        "url": url,
    }


def _location(occurrence: Occurrence, reader: Reader) -> _Json:
    place = place_of(occurrence)
    location: _Json = {
        "@type": "Place",
        "name": place.name or place.meeting_place or occurrence.event.center.name,
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "JP",
            "addressRegion": reader.city.prefecture,
            "addressLocality": reader.city.name,
            "streetAddress": place.address.removeprefix(reader.city.name),
        },
    }
    if place.position:
        location["geo"] = {"@type": "GeoCoordinates", "latitude": place.position[0], "longitude": place.position[1]}
    return location


def _hosts(event: Event) -> tuple[str, ...]:
    return names_of(event, OrganizerRole.HOST) or (event.center.name,)


def _organization(name: str) -> _Json:
    return {"@type": "Organization", "name": name}


def _instant(instant: datetime, occurrence: Occurrence, reader: Reader) -> str:
    local = instant.astimezone(reader.zone)
    return local.isoformat() if occurrence.precision is Precision.MINUTE else local.date().isoformat()
