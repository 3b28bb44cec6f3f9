"""Occurrences as iCalendar text. The same rows in the same language give the same bytes.

Sources: RFC 5545 (iCalendar), RFC 5546 (METHOD, SEQUENCE), RFC 7986 (NAME, REFRESH-INTERVAL). There is no ORGANIZER,
although RFC 5546 §3.2.1 asks for one: with it, calendars take a published event for an invitation and ask for answers.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Timezone
from icalendar import Event as Entry

from eventsite.core.text import normalise
from eventsite.events.facts import EXACT, Place, cancel_reason, contact_lines, is_cancelled, place_of
from eventsite.events.models import Occurrence, OccurrenceStatus, Precision
from eventsite.i18n import current_locale, translate
from eventsite.i18n.middleware import PREFIXES
from eventsite.i18n.numbers import yen_text
from eventsite.i18n.texts import Locale

PRODUCT = "-//eventsite//events of regional exchange centers//JA"
REFRESH = timedelta(hours=1)


@dataclass(frozen=True)
class _Setting:
    """What all entries of one calendar share."""

    locale: Locale
    zone: ZoneInfo
    root: str  # address of the site's pages in this language
    method: str
    stamp: datetime | None
    gone: Collection[int]

    def text(self, key: str, **values: object) -> str:
        return str(translate(self.locale, key, **values))


def calendar_text(
    items: Sequence[Occurrence],
    *,
    name: str,
    zone: ZoneInfo,
    base_url: str,
    method: str = "PUBLISH",
    stamp: datetime | None = None,
    gone: Collection[int] = (),
) -> str:
    """Return a VCALENDAR of the dates, in the reader's language (i18n.use_locale for mails).

    Dates known less exactly than to the day are left out. ``base_url`` has no slash at its end. ``method`` is PUBLISH,
    or CANCEL, which says of every date that it is off. ``stamp`` is DTSTAMP; by default the row's last change, so
    that a feed stays the same as long as its rows do. ``gone`` are the ids of dates that are off for this reader alone.
    """
    locale = current_locale()
    setting = _Setting(locale, zone, base_url + PREFIXES[locale], method, stamp, gone)
    calendar = _empty_calendar(name, method)
    calendar.add_component(_timezone(zone.key))
    for item in items:
        if item.precision in EXACT:
            calendar.add_component(_entry(item, setting))
    text: str = calendar.to_ical().decode()
    return text


def _empty_calendar(name: str, method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    calendar.add("name", _line(name))
    calendar.add("x-wr-calname", _line(name))
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", REFRESH)
    return calendar


@lru_cache
def _timezone(key: str) -> Timezone:
    return Timezone.from_tzid(key)


def _entry(item: Occurrence, setting: _Setting) -> Entry:
    entry = Entry()
    changed_at = max(item.updated_at, item.event.updated_at)
    entry.add("uid", item.uid)
    entry.add("sequence", item.sequence)
    entry.add("dtstamp", setting.stamp or changed_at)
    entry.add("last-modified", changed_at)
    entry.add("status", _status(item, setting))
    entry.add("summary", _line(_summary(item, setting)))
    entry.add("categories", [setting.text(f"event.kind_{item.event.kind}")])
    entry.add("class", "PUBLIC")
    entry.add("url", f"{setting.root}/e/{item.event.code}")
    entry.add("description", "\n".join(_description(item, setting)))
    _add_times(entry, item, setting.zone)
    _add_place(entry, place_of(item))
    return entry


def _status(item: Occurrence, setting: _Setting) -> str:
    if _is_off(item, setting):
        return "CANCELLED"
    return "TENTATIVE" if item.status is OccurrenceStatus.POSTPONED else "CONFIRMED"


def _is_off(item: Occurrence, setting: _Setting) -> bool:
    return setting.method == "CANCEL" or item.id in setting.gone or is_cancelled(item)


def _summary(item: Occurrence, setting: _Setting) -> str:
    sample = setting.text("event.sample_prefix") if item.event.is_demo else ""
    state = ""
    if _is_off(item, setting):
        state = setting.text("event.cancelled_prefix")
    elif item.status is OccurrenceStatus.POSTPONED:
        state = setting.text("event.postponed_prefix")
    return f"{sample}{state}{_title(item, setting)}"


def _title(item: Occurrence, setting: _Setting) -> str:
    return (item.event.title_en if setting.locale is Locale.EN else "") or item.event.title


def _add_times(entry: Entry, item: Occurrence, zone: ZoneInfo) -> None:
    starts, ends = item.starts_at.astimezone(zone), item.ends_at.astimezone(zone) if item.ends_at else None
    if item.precision is Precision.DAY:
        entry.add("dtstart", starts.date())
        if ends:
            entry.add("dtend", _day_after(ends))
        return
    entry.add("dtstart", starts)
    if ends:
        entry.add("dtend", ends)


def _day_after(ends: datetime) -> date:
    """Return the first whole day after an exclusive end; DTEND of a day is exclusive too (RFC 5545 §3.8.2.2)."""
    return ends.date() if ends.time() == time(0) else ends.date() + timedelta(days=1)


def _add_place(entry: Entry, place: Place) -> None:
    words = _line(" ".join(filter(None, (place.name, place.meeting_place, place.address))))
    if words:
        entry.add("location", words)
    if place.position:
        entry.add("geo", place.position)


def _description(item: Occurrence, setting: _Setting) -> Iterator[str]:
    event = item.event
    if _is_off(item, setting):
        yield setting.text("event.calendar_cancelled")
    if reason := cancel_reason(item):
        yield _line(reason)
    if item.note:
        yield _line(item.note)
    facts = (
        ("audience", event.audience),
        ("fee", _fee(item, setting)),
        ("belongings", event.belongings),
        ("contact", _contact(item)),
    )
    for label, value in facts:
        if value:
            name = setting.text(f"event.label_{label}")
            yield f"{name}: {_line(value)}"
    yield f"{setting.text('event.calendar_more')} {setting.root}/e/{event.code}"


def _fee(item: Occurrence, setting: _Setting) -> str:
    event = item.event
    amount = "" if event.fee_yen is None else str(yen_text(event.fee_yen, setting.locale))
    return " ".join(filter(None, (amount, event.fee_note)))


def _contact(item: Occurrence) -> str:
    lines = contact_lines(item.event)
    numbers = ", ".join(f"{line.label} {line.number}".strip() for line in lines)
    return f"{item.event.center.name} {numbers}".strip()


def _line(text: str) -> str:
    """Return the text on one line, without signs that a calendar could take for something else."""
    return " ".join(normalise(text).split())
