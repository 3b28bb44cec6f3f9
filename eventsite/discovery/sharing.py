"""The ways by which an event is passed on or remembered: links only, the page asks no other site. Pure.

Sources: https://developers.line.me/en/docs/social-plugins/install-guide/using-line-share-buttons/ and
https://github.com/InteractionDesignFoundation/add-event-to-calendar-docs (services/google.md).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlencode

from eventsite.discovery.cards import over, place_text, when_text
from eventsite.discovery.event_page import leading
from eventsite.discovery.preview import lasting_state, marked_title
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import State
from eventsite.events.facts import EXACT, is_cancelled, place_of
from eventsite.events.models import Event, Occurrence, OccurrenceStatus, Precision
from eventsite.i18n.ruby import Text

DATES_MAX = 10  # links beyond are more than anybody presses; the file and the subscription hold all dates
DESCRIPTION_MAX = 120  # what search engines and messengers show
_LINE = "https://social-plugins.line.me/lineit/share"
_GOOGLE = "https://calendar.google.com/calendar/render"
_PREFIXES = {State.CANCELLED: "cancelled", State.POSTPONED: "postponed"}


@dataclass(frozen=True)
class Link:
    """A way with its words."""

    label: Text
    url: str


@dataclass(frozen=True)
class Share:
    """What the page offers, and what it says of itself to those who show its address."""

    title: str
    description: str
    image_url: str
    short_url: str
    line_url: str
    google: tuple[Link, ...]


def share(event: Event, reader: Reader, *, short_url: str, image_url: str) -> Share:
    """Return the ways to pass an event on, by its full short address and that of its preview card."""
    return Share(
        title=_title(event, reader),
        description=description(event, reader),
        image_url=image_url,
        short_url=short_url,
        line_url=f"{_LINE}?{urlencode({'url': short_url})}",
        google=tuple(_google(one, reader, short_url) for one in _to_come(event, reader)[:DATES_MAX]),
    )


def description(event: Event, reader: Reader) -> str:
    """Return the event in one line: when, where, for how much, and how its text begins."""
    words = " · ".join(" ".join(part.split()) for part in _parts(event, reader) if part)
    return words if len(words) <= DESCRIPTION_MAX else f"{words[: DESCRIPTION_MAX - 1]}…"


def _parts(event: Event, reader: Reader) -> Iterator[str]:
    first = leading(event, reader)
    if first:
        yield str(when_text(first, reader))
        yield str(place_text(first, reader))
    if event.fee_yen is not None:
        yield str(reader.yen(event.fee_yen))
    yield reader.summary(event) or event.description


def _title(event: Event, reader: Reader) -> str:
    """Return the event's name, behind what has become of it."""
    state = lasting_state(event, leading(event, reader), reader)
    prefix = str(reader.text(f"event.{_PREFIXES[state]}_prefix")) if state in _PREFIXES else ""
    return f"{prefix}{marked_title(event, reader)}"


def _to_come(event: Event, reader: Reader) -> list[Occurrence]:
    """Return the dates that can be noted down: one that is put off has none yet."""
    fixed = [one for one in event.occurrences if one.precision in EXACT and not over(one, reader)]
    return [one for one in fixed if not is_cancelled(one) and one.status is not OccurrenceStatus.POSTPONED]


def _google(occurrence: Occurrence, reader: Reader, short_url: str) -> Link:
    place = place_of(occurrence)
    facts = {
        "action": "TEMPLATE",
        "text": marked_title(occurrence.event, reader),
        "dates": "/".join(_google_dates(occurrence, reader)),
        "ctz": reader.zone.key,
        "location": " ".join(filter(None, (place.name, place.meeting_place, place.address))),
        "details": short_url,
    }
    return Link(when_text(occurrence, reader), f"{_GOOGLE}?{urlencode(facts)}")


def _google_dates(occurrence: Occurrence, reader: Reader) -> tuple[str, str]:
    """Return begin and end: instants in UTC, or whole days of which the last one is not in it. No end is no length."""
    if occurrence.precision is Precision.MINUTE:
        return _in_utc(occurrence.starts_at), _in_utc(occurrence.ends_at or occurrence.starts_at)
    first = reader.day(occurrence.starts_at)
    last = reader.last_day(occurrence.ends_at) if occurrence.ends_at else first
    return _plain(first), _plain(last + timedelta(days=1))


def _in_utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _plain(day: date) -> str:
    return f"{day:%Y%m%d}"
