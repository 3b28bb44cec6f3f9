"""One month of a center, to be read through and to be printed: what lasts for days first, then day by day."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from eventsite.discovery.cards import ShownTag, place_text, shown, tags_of, when_text
from eventsite.discovery.month import Month
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.events.facts import EXACT
from eventsite.events.models import Occurrence, Precision
from eventsite.i18n.dates import relative_day, time_range_text
from eventsite.i18n.ruby import Text

LASTING, UNDECIDED = "lasting", "undecided"


@dataclass(frozen=True)
class Entry:
    """One date; ``when`` leaves out what the heading says, and is None where the heading says all."""

    when: Text | None
    title: Text
    place: Text
    url: str
    tags: tuple[ShownTag, ...]


@dataclass(frozen=True)
class Section:
    """The dates below one heading, which can be led to by its anchor; ``also`` are the days that lead here too."""

    anchor: str
    also: tuple[str, ...]
    heading: Text
    near: Text | None  # 今日 or あす
    entries: tuple[Entry, ...]


def anchor_of(day: date) -> str:
    """Return the name by which the address leads to a day."""
    return f"day-{day.day}"


def sections(
    occurrences: Sequence[Occurrence], calls: Calls, month: Month, reader: Reader, url: Callable[[Occurrence], str]
) -> tuple[Section, ...]:
    """Return the month's dates: those of several days, those of each day, those whose day is not known."""
    groups: dict[str, list[Occurrence]] = {LASTING: []}
    for one in occurrences:
        groups.setdefault(_group(one, month, reader), []).append(one)
    groups[UNDECIDED] = groups.pop(UNDECIDED, [])
    others = {anchor_of(day) for one in groups[LASTING] for day in _days(one, month, reader)} - set(groups)
    return tuple(
        Section(
            anchor,
            tuple(sorted(others)) if anchor == LASTING else (),
            _heading(anchor, dates[0], reader),
            _near(anchor, dates[0], reader),
            tuple(_entry(one, calls, anchor, reader, url) for one in dates),
        )
        for anchor, dates in groups.items()
        if dates
    )


def _days(occurrence: Occurrence, month: Month, reader: Reader) -> list[date]:
    """Return the days of the month on which a date of several days takes place."""
    first, last = _first_and_last(occurrence, reader)
    days = [date(month.year, month.month, day + 1) for day in range(month.length)]
    return [day for day in days if first <= day <= last]


def _group(occurrence: Occurrence, month: Month, reader: Reader) -> str:
    if occurrence.precision not in EXACT:
        return UNDECIDED
    first, last = _first_and_last(occurrence, reader)
    inside = (first.year, first.month) == (month.year, month.month)
    return anchor_of(first) if inside and first == last else LASTING


def _first_and_last(occurrence: Occurrence, reader: Reader) -> tuple[date, date]:
    first = _day(occurrence, reader)
    return first, max(first, reader.last_day(occurrence.ends_at)) if occurrence.ends_at else first


def _heading(anchor: str, occurrence: Occurrence, reader: Reader) -> Text:
    if anchor in (LASTING, UNDECIDED):
        return reader.text(f"centers.{anchor}")
    return reader.date(_day(occurrence, reader))


def _near(anchor: str, occurrence: Occurrence, reader: Reader) -> Text | None:
    if anchor in (LASTING, UNDECIDED):
        return None
    return relative_day(_day(occurrence, reader), reader.today, reader.locale)


def _entry(
    occurrence: Occurrence, calls: Calls, anchor: str, reader: Reader, url: Callable[[Occurrence], str]
) -> Entry:
    return Entry(
        when=when_text(occurrence, reader) if anchor in (LASTING, UNDECIDED) else _times(occurrence, reader),
        title=reader.title(occurrence.event),
        place=place_text(occurrence, reader),
        url=url(occurrence),
        tags=tuple(shown(tag, reader) for tag in tags_of(occurrence, calls, reader)),
    )


def _times(occurrence: Occurrence, reader: Reader) -> Text | None:
    if occurrence.precision is Precision.DAY:
        return None
    starts = occurrence.starts_at.astimezone(reader.zone).time()
    ends = occurrence.ends_at.astimezone(reader.zone).time() if occurrence.ends_at else None
    return time_range_text(starts, ends, reader.locale)


def _day(occurrence: Occurrence, reader: Reader) -> date:
    return reader.day(occurrence.starts_at)
