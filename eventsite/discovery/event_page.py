"""The page of one event, decided, in the order of a center's newsletter. Pure but for the records it is given."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from eventsite.admission.models import Call
from eventsite.admission.summary_places import places_text
from eventsite.admission.vocabulary import Audience
from eventsite.discovery.cards import ShownTag, over, place_text, shown, tags_of, when_text
from eventsite.discovery.event_calls import CallView, call_views, deadline_text
from eventsite.discovery.event_facts import Row, facts_of
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import State, Tag
from eventsite.events.facts import (
    EXACT,
    Line,
    Place,
    cancel_reason,
    contact_lines,
    geo_url,
    is_cancelled,
    map_url,
    place_of,
)
from eventsite.events.former import said_before
from eventsite.events.models import (
    Event,
    Occurrence,
    OccurrenceStatus,
    Publication,
)
from eventsite.i18n.ruby import Text
from eventsite.i18n.texts import Locale


@dataclass(frozen=True)
class Notice:
    """What one must know before anything else."""

    kind: str
    title: Text
    text: Text
    then: Text | None = None  # what happens next
    before: Text | None = None  # what had been announced


@dataclass(frozen=True)
class DateRow:
    """One of several dates."""

    when: Text
    place: Text
    note: Text | None
    tags: tuple[ShownTag, ...]


@dataclass(frozen=True)
class EventPage:
    """All that the page shows."""

    code: str
    title: Text
    kind: Text
    tags: tuple[ShownTag, ...]
    is_cancelled: bool
    is_over: bool
    notices: tuple[Notice, ...]
    key_rows: tuple[Row, ...]
    calls: tuple[CallView, ...]
    dates: tuple[DateRow, ...]
    past_dates: tuple[DateRow, ...]
    facts: tuple[Row, ...]
    center: Text
    contact_name: Text | None
    lines: tuple[Line, ...]
    summary: Text | None
    description: Text
    only_japanese: bool
    map_url: str | None
    geo_url: str | None
    sources: tuple[str, ...]
    updated: Text

    @property
    def ways_in(self) -> tuple[CallView, ...]:
        """Return the calls that can be answered now."""
        return tuple(call for call in self.calls if call.apply_url)

    @property
    def is_closed(self) -> bool:
        """Return whether one could register once, and no longer can although it is still to come."""
        is_off = self.is_over or self.is_cancelled
        return not is_off and not self.ways_in and any(call.is_closed for call in self.calls)


def event_page(event: Event, calls: Calls, reader: Reader, apply_url: Callable[[Call], str]) -> EventPage:
    """Return the page of an event. ``apply_url`` leads to the form of a call."""
    ahead = [one for one in event.occurrences if not over(one, reader)]
    past = [one for one in event.occurrences if over(one, reader)]
    first = leading(event, reader)
    views = call_views(event, calls, reader, apply_url)
    several = len(event.occurrences) > 1 and not _said_by_slots(event, views)
    return EventPage(
        code=event.code,
        title=reader.title(event),
        kind=reader.text(f"event.kind_{event.kind}"),
        tags=tuple(shown(tag, reader) for tag in _tags(event, first, calls, reader)),
        is_cancelled=is_all_cancelled(event),
        is_over=bool(past) and not ahead,
        notices=tuple(_notices(event, ahead, calls, reader)),
        key_rows=tuple(_key_rows(event, first, len(ahead), calls, reader)),
        calls=views,
        dates=tuple(_date_row(one, calls, reader) for one in ahead) if several else (),
        past_dates=tuple(_date_row(one, calls, reader) for one in past) if several else (),
        facts=tuple(facts_of(event, first, reader)),
        center=reader.center(event.center),
        contact_name=reader.written(event.contact_name) if event.contact_name else None,
        lines=contact_lines(event),
        summary=_summary(event, reader),
        description=reader.written(event.description),
        only_japanese=reader.locale is not Locale.JA and _summary(event, reader) is None,
        map_url=map_url(place_of(first).position) if first else None,
        geo_url=geo_url(place_of(first).position) if first else None,
        sources=tuple(line for line in event.source.splitlines() if line),
        updated=reader.date(reader.day(event.updated_at), with_year=reader.is_other_year(reader.day(event.updated_at))),
    )


def _said_by_slots(event: Event, views: tuple[CallView, ...]) -> bool:
    """Return whether "choose your day" already lists the dates, all at one place."""
    places = {(one.venue_id, one.meeting_place) for one in event.occurrences}
    said = any(len(view.slots) >= len(event.occurrences) and all(slot.when for slot in view.slots) for view in views)
    return said and len(places) == 1


def leading(event: Event, reader: Reader) -> Occurrence | None:
    """Return the date that speaks for the event: the next that takes place, else the next, else the last one."""
    ahead = [one for one in event.occurrences if not over(one, reader)]
    held = [one for one in ahead if not is_cancelled(one)]
    return next(iter(held or ahead or event.occurrences[-1:]), None)


def is_all_cancelled(event: Event) -> bool:
    """Return whether nothing of the event takes place."""
    dates = event.occurrences
    return event.publication is Publication.CANCELLED or (bool(dates) and all(map(is_cancelled, dates)))


def _tags(event: Event, first: Occurrence | None, calls: Calls, reader: Reader) -> tuple[Tag, ...]:
    if is_all_cancelled(event):
        return (Tag(State.CANCELLED),)
    return tags_of(first, calls, reader) if first else ()


def _notices(event: Event, ahead: list[Occurrence], calls: Calls, reader: Reader) -> Iterator[Notice]:
    """Yield what has become of the event or of its coming dates."""
    if is_all_cancelled(event):
        reason = event.cancel_reason or next((cancel_reason(one) for one in event.occurrences), "")
        then = reader.text("event.cancelled_next") if calls.of(event.id) else None
        yield Notice("error", reader.text("event.cancelled_title"), _because("cancelled", reason, reader), then)
        return
    joined = reader.text("event.postponed_joined") if calls.of(event.id) else None
    for one in ahead:
        kind = _change(one)
        if kind:
            when = reader.period(one.starts_at, one.ends_at, one.precision)
            title = reader.text(f"event.date_{kind}_title", when=when)
            look = "error" if kind == "cancelled" else "changed"
            because = _because(kind, one.status_reason, reader)
            before = said_before(one, reader.locale, reader.zone) if kind == "changed" else None
            yield Notice(look, title, because, joined if kind == "postponed" else None, before)


def _change(occurrence: Occurrence) -> str | None:
    return None if occurrence.status is OccurrenceStatus.SCHEDULED else str(occurrence.status)


def _because(kind: str, reason: str, reader: Reader) -> Text:
    """Return why, and of what is put off, where the new day will be said."""
    if kind == "postponed":
        because = [reader.text("event.reason", reason=reader.written(reason))] if reason else []
        return _joined([*because, reader.text("event.postponed_next")])
    if reason:
        return reader.text("event.reason", reason=reader.written(reason))
    return reader.text(f"event.{kind}_without_reason")


def _key_rows(event: Event, first: Occurrence | None, ahead: int, calls: Calls, reader: Reader) -> Iterator[Row]:
    """Yield the answers at the top: when, where, how much and how many, until when."""
    yield Row(reader.text("event.label_when"), _when(first, reader), _more_of_when(first, ahead, reader))
    if first:
        yield Row(reader.text("event.label_where"), place_text(first, reader), _address(place_of(first), reader))
    fee, capacity = _fee(event, reader), _capacity(event, calls, reader)
    if both := [part for part in (fee, capacity) if part]:
        label = "fee_capacity" if len(both) > 1 else "fee" if fee else "capacity"
        yield Row(reader.text(f"event.label_{label}"), _joined(both))
    deadline = next((call.closes_at for call in _residents(event, calls) if call.closes_at), None)
    if deadline and ahead and not is_all_cancelled(event):
        yield Row(reader.text("event.label_deadline"), deadline_text(deadline, reader))


def _when(first: Occurrence | None, reader: Reader) -> Text:
    if first is None:
        return reader.text("dates.unknown")
    return reader.period(first.starts_at, first.ends_at, first.precision, with_year=True)


def _more_of_when(first: Occurrence | None, ahead: int, reader: Reader) -> Text | None:
    """Return that there are other dates, or that this one is not known to the day."""
    if ahead == 1 and first and first.precision not in EXACT:
        return reader.text("event.when_later")
    return reader.text("event.other_dates", count=ahead - 1) if ahead > 1 else None


def _address(place: Place, reader: Reader) -> Text | None:
    parts = [place.meeting_place if place.name else "", place.address]
    return _joined([reader.written(part) for part in parts if part]) if any(parts) else None


def _residents(event: Event, calls: Calls) -> list[Call]:
    return [call for call in calls.of(event.id) if call.audience is Audience.RESIDENTS]


def _capacity(event: Event, calls: Calls, reader: Reader) -> Text | None:
    """Return the places where one number says it; several slots stand in a list of their own."""
    slots = [(call, slot) for call in _residents(event, calls) for slot in call.slots]
    if len(slots) != 1 or slots[0][1].capacity is None:
        return None
    people = places_text(slots[0][1].capacity, slots[0][0].unit, reader.locale)
    return reader.text("event.capacity", people=people, how=reader.text(f"event.admission_{slots[0][0].admission}"))


def _fee(event: Event, reader: Reader) -> Text | None:
    amount = [reader.yen(event.fee_yen)] if event.fee_yen is not None else []
    note = [reader.written(event.fee_note)] if event.fee_note else []
    return _joined([*amount, *note]) if amount or note else None


def _date_row(occurrence: Occurrence, calls: Calls, reader: Reader) -> DateRow:
    return DateRow(
        when=when_text(occurrence, reader),
        place=place_text(occurrence, reader),
        note=reader.written(occurrence.note) if occurrence.note else None,
        tags=tuple(shown(tag, reader) for tag in tags_of(occurrence, calls, reader)),
    )


def _summary(event: Event, reader: Reader) -> Text | None:
    text = reader.summary(event)
    return Text(text) if text else None


def _joined(parts: list[Text]) -> Text:
    """Return the parts side by side, with a wide space between them."""
    joined = parts[0]
    for part in parts[1:]:
        joined = Text(f"{joined}　{part}", joined.html + "　" + part.html)
    return joined
