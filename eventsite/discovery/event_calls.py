"""How one can come to an event: its calls with their slots, decided. Pure but for the records it is given."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time

from eventsite.admission.models import Call, Slot
from eventsite.admission.rules import awaits_date
from eventsite.admission.summary_places import places_text
from eventsite.admission.summary_times import tiers
from eventsite.admission.terms import Terms, call_facts
from eventsite.admission.vocabulary import DECIDED_LATER, Admission, Audience
from eventsite.discovery.cards import ShownTag, over, shown, slot_tag
from eventsite.discovery.queries import Calls
from eventsite.discovery.reader import Reader
from eventsite.discovery.states import ACCEPTING, State, Tag
from eventsite.events.facts import is_cancelled
from eventsite.events.models import Event, Occurrence
from eventsite.i18n.ruby import Text


@dataclass(frozen=True)
class SlotView:
    """One slot: what, when, how many, how it stands."""

    label: Text | None
    when: tuple[Text, ...]
    capacity: Text | None
    tag: ShownTag


@dataclass(frozen=True)
class CallView:
    """One call: whom it asks, how it decides, and the way in while there is one."""

    heading: Text | None
    how: Text
    note: Text | None
    opens: Text | None
    deadline: Text | None
    tiers: tuple[Text, ...]
    slots: tuple[SlotView, ...]
    apply_url: str | None
    apply_label: Text
    is_closed: bool  # nobody can register any more, and nothing is decided later
    draw_code: str | None  # by which its draw can be followed, where there is one


def call_views(event: Event, calls: Calls, reader: Reader, apply_url: Callable[[Call], str]) -> tuple[CallView, ...]:
    """Return the event's calls in its order."""
    return tuple(_call_view(call, event, calls, reader, apply_url) for call in calls.of(event.id))


def deadline_text(closes_at: datetime, reader: Reader) -> Text:
    """Return the last moment of an exclusive end: the day itself where it ends at midnight."""
    if closes_at.astimezone(reader.zone).time() == time(0):
        return reader.date(reader.last_day(closes_at))
    return reader.moment(closes_at)


def _call_view(call: Call, event: Event, calls: Calls, reader: Reader, apply_url: Callable[[Call], str]) -> CallView:
    slots = [(slot, _slot_state(slot, call, event, calls, reader)) for slot in call.slots]
    states = {tag.state for _, tag in slots}
    several = len(slots) > 1
    return CallView(
        heading=_heading(call, reader),
        how=reader.text(f"event.admission_{call.admission}"),
        note=reader.written(call.note) if call.note else None,
        opens=reader.moment(call.opens_at) if call.opens_at and call.opens_at > reader.now else None,
        deadline=deadline_text(call.closes_at, reader) if call.closes_at else None,
        tiers=_tiers(call, reader),
        slots=tuple(_slot_view(slot, tag, event, calls, reader, with_dates=several) for slot, tag in slots),
        apply_url=apply_url(call) if states & ACCEPTING else None,
        apply_label=reader.text(_apply_key(states)),
        is_closed=states == {State.CLOSED} and call.admission not in DECIDED_LATER,
        draw_code=call.code if call.sealed_at else None,
    )


def _tiers(call: Call, reader: Reader) -> tuple[Text, ...]:
    """Return who may register from when, where some may before others."""
    terms = Terms(**call_facts(call), area=call.event.center.area)
    return tuple(tiers(terms, reader.locale, reader.zone))


def _heading(call: Call, reader: Reader) -> Text | None:
    if call.title:
        return reader.written(call.title)
    return None if call.audience is Audience.RESIDENTS else reader.text(f"event.audience_{call.audience}")


def _apply_key(states: set[State]) -> str:
    """Return what the way in is called: one that can only lead into a draw, or into a line, says so."""
    ways = {frozenset({State.WAITLIST}): "event.apply_waiting", frozenset({State.LOTTERY}): "event.apply_lot"}
    return ways.get(frozenset(states & ACCEPTING), "event.apply")


def _slot_state(slot: Slot, call: Call, event: Event, calls: Calls, reader: Reader) -> Tag:
    """Return how a slot stands, its dates considered: off if all are off, then without a day, then over."""
    dates = covered(slot, event, calls)
    remaining = [one for one in dates if not is_cancelled(one)]
    if dates and not remaining:
        return Tag(State.CANCELLED)
    if awaits_date([one.status for one in dates]):
        return Tag(State.POSTPONED)
    if remaining and all(over(one, reader) for one in remaining):
        return Tag(State.PAST)
    return slot_tag(slot, call, calls.awaited, reader)


def covered(slot: Slot, event: Event, calls: Calls) -> list[Occurrence]:
    """Return the dates that a slot covers: its own, or all of the event's where it names none."""
    ids = calls.covered.get(slot.id)
    return [one for one in event.occurrences if ids is None or one.id in ids]


def _slot_view(slot: Slot, tag: Tag, event: Event, calls: Calls, reader: Reader, *, with_dates: bool) -> SlotView:
    limit = None if slot.call.admission is Admission.NONE else slot.capacity
    return SlotView(
        label=reader.written(slot.label) if slot.label else None,
        when=_slot_times(slot, event, calls, reader) if with_dates else (),
        capacity=None if limit is None else places_text(limit, slot.call.unit, reader.locale),
        tag=shown(tag, reader),
    )


def _slot_times(slot: Slot, event: Event, calls: Calls, reader: Reader) -> tuple[Text, ...]:
    if slot.starts_at:
        return (reader.period(slot.starts_at, slot.ends_at, "minute"),)
    if slot.id not in calls.covered:
        return ()
    return tuple(reader.period(one.starts_at, one.ends_at, one.precision) for one in covered(slot, event, calls))
