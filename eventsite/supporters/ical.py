"""One person's shifts as calendar events (RFC 5545)."""

from collections.abc import Iterable
from datetime import datetime

from icalendar import Calendar, Event

from eventsite.core.tokens import digest
from eventsite.events.models import Occurrence
from eventsite.supporters.queries import Shift
from eventsite.supporters.rules import Span


def calendar_of(shifts: Iterable[Shift], *, uid_domain: str, now: datetime) -> bytes:
    """Return the shifts as a calendar file; an event keeps its UID from one download to the next."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{uid_domain}//shifts//JA")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "応援隊の予定")
    for shift in shifts:
        for number, span in enumerate(shift.spans):
            calendar.add_component(_event(shift, span, f"{_name(shift)}-{number}@{uid_domain}", now))
    content: bytes = calendar.to_ical()
    return content


def _name(shift: Shift) -> str:
    """Return a name that lasts and tells nobody the registration's token."""
    return digest(shift.registration.manage_token)[:32] if shift.registration else shift.slot.code


def _event(shift: Shift, span: Span, uid: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", span.starts_at)
    if span.ends_at:
        event.add("dtend", span.ends_at)
    event.add("summary", f"応援隊　{shift.event.title}　{shift.slot.label}".rstrip())
    if place := place_of(shift.dates):
        event.add("location", place)
    return event


def place_of(dates: Iterable[Occurrence]) -> str:
    """Return where to go: the meeting place before the venue; empty if nobody has said."""
    places = [one.meeting_place or (one.venue.name if one.venue else "") for one in dates]
    return next((place for place in places if place), "")
