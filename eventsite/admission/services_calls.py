"""What staff can do about calls: open one for an event, change it. Registered people keep what they were promised."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError

from eventsite.admission import facts, queries, services
from eventsite.admission.models import Admission, Audience, Call, Slot
from eventsite.audit.actions import Action
from eventsite.audit.services import record
from eventsite.core import clock, tokens
from eventsite.core.actor import Actor
from eventsite.core.db import db
from eventsite.core.errors import DomainError
from eventsite.events.models import Event, Occurrence, Publication

RECEIPT_SPAN = 9000  # the first number of a call is any of the four-digit ones


class SlotInUse(DomainError):
    """People registered for the slot: it can neither go nor move."""

    code = "slot_in_use"


class CallInUse(DomainError):
    """People registered, so the call cannot become one without registration."""

    code = "call_in_use"


@dataclass(frozen=True)
class SlotPlan:
    """One slot as staff want it; ``code`` is that of a stored slot, None for a new one."""

    occurrence_ids: tuple[int, ...]
    capacity: int | None = None  # persons; None: no limit
    label: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    code: str | None = None


@dataclass(frozen=True)
class CallPlan:
    """A call as staff want it, with its slots in their order."""

    admission: Admission
    slots: tuple[SlotPlan, ...]
    audience: Audience = Audience.RESIDENTS
    title: str = ""
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    party_max: int = 1
    asks_companion_names: bool = False
    note: str = ""


def create_call(event_id: int, plan: CallPlan, *, actor: Actor, now: datetime) -> Call:
    """Store a new call of an event with its slots, after the calls it has.

    Raises:
        EventNotOpen: the event was cancelled.
    """
    event = db.session.get_one(Event, event_id)
    if event.publication is Publication.CANCELLED:
        raise services.EventNotOpen
    call = Call(
        code=tokens.short_code(),
        event=event,
        position=len(queries.calls_of(event_id)),
        receipt_offset=secrets.randbelow(RECEIPT_SPAN),
    )
    _write(call, plan)
    call.slots = [_new_slot(one, position) for position, one in enumerate(plan.slots)]
    db.session.add(call)
    db.session.flush()
    record(Action.CALL_CREATE, call, actor=actor, now=now, center_id=event.center_id, detail=call.code)
    return call


def edit_call(call_id: int, plan: CallPlan, *, actor: Actor, now: datetime) -> Call:
    """Store an edit of a call; slots keep their identity, and more places move the waiting line up.

    Raises:
        CallInUse: people registered, and the call would need no registration.
        SlotInUse: a slot for which people registered would go or move.
    """
    call = queries.lock_call(call_id)
    if plan.admission is Admission.NONE and any(queries.is_applied_for(slot.id) for slot in call.slots):
        raise CallInUse
    _write(call, plan)
    _remove_slots(call, {one.code for one in plan.slots})
    stored = {slot.code: slot for slot in call.slots}
    for position, one in enumerate(plan.slots):
        if one.code in stored:
            _edit_slot(stored[one.code], one, position, actor=actor, now=now)
        else:
            call.slots.append(_new_slot(one, position))
    db.session.flush()
    record(Action.CALL_EDIT, call, actor=actor, now=now, center_id=call.center_id, detail=call.code)
    return call


def copy_calls(source_event_id: int, event: Event, *, actor: Actor, now: datetime) -> int | None:
    """Give a new event the calls of another with as many dates, without their periods; return how many these are.

    Each slot covers the dates at the same places in the order of time, and a programme keeps its time of day. None:
    the calls cannot be copied, because the numbers of dates differ.
    """
    sources = queries.calls_of(source_event_id)
    if not sources:
        return 0
    old, new = sources[0].event.occurrences, sorted(event.occurrences, key=lambda one: one.starts_at)
    if len(old) != len(new):
        return None
    dates = {one.id: other for one, other in zip(old, new, strict=True)}
    for source in sources:
        create_call(event.id, _copied(source, dates), actor=actor, now=now)
    return len(sources)


def _copied(call: Call, dates: Mapping[int, Occurrence]) -> CallPlan:
    return CallPlan(
        admission=call.admission,
        slots=tuple(_copied_slot(slot, dates) for slot in call.slots),
        audience=call.audience,
        title=call.title,
        party_max=call.party_max,
        asks_companion_names=call.asks_companion_names,
        note=call.note,
    )


def _copied_slot(slot: Slot, dates: Mapping[int, Occurrence]) -> SlotPlan:
    covered = [dates[one.id] for one in slot.occurrences]

    def moved(instant: datetime | None) -> datetime | None:
        """Return the same time of day at the first of the new dates."""
        return clock.at(clock.today(covered[0].starts_at), clock.local(instant).time()) if instant and covered else None

    return SlotPlan(
        occurrence_ids=tuple(one.id for one in covered),
        capacity=slot.capacity,
        label=slot.label,
        starts_at=moved(slot.starts_at),
        ends_at=moved(slot.ends_at),
    )


def _write(call: Call, plan: CallPlan) -> None:
    call.admission = plan.admission
    call.audience = plan.audience
    call.title = plan.title
    call.opens_at = plan.opens_at
    call.closes_at = plan.closes_at
    call.party_max = plan.party_max
    call.asks_companion_names = plan.asks_companion_names
    call.note = plan.note


def _new_slot(plan: SlotPlan, position: int) -> Slot:
    return Slot(
        code=tokens.short_code(),
        position=position,
        label=plan.label,
        capacity=plan.capacity,
        starts_at=plan.starts_at,
        ends_at=plan.ends_at,
        occurrences=_occurrences(plan),
    )


def _edit_slot(slot: Slot, plan: SlotPlan, position: int, *, actor: Actor, now: datetime) -> None:
    occurrences = _occurrences(plan)
    moved = (slot.starts_at, slot.ends_at) != (plan.starts_at, plan.ends_at)
    loses_dates = not set(slot.occurrences) <= set(occurrences)
    if (moved or loses_dates) and queries.is_applied_for(slot.id):
        raise SlotInUse(slot=facts.slot_name(slot))
    slot.position, slot.label = position, plan.label
    slot.starts_at, slot.ends_at = plan.starts_at, plan.ends_at
    slot.occurrences = occurrences
    if slot.capacity != plan.capacity:
        services.set_capacity(slot.id, plan.capacity, actor=actor, now=now)


def _remove_slots(call: Call, kept: set[str | None]) -> None:
    for slot in [one for one in call.slots if one.code not in kept]:
        name = facts.slot_name(slot)
        call.slots.remove(slot)
        try:
            db.session.flush()  # what refers to a slot keeps it: registrations, also withdrawn ones, and counts
        except IntegrityError as error:
            raise SlotInUse(slot=name) from error


def _occurrences(plan: SlotPlan) -> list[Occurrence]:
    return [db.session.get_one(Occurrence, one) for one in plan.occurrence_ids]
